import { teamOf } from '../team/team.service.ts';

export const canary = teamOf;
