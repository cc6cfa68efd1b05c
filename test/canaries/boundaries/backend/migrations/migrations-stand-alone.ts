import { teamOf } from '../src/team/team.service.ts';

export const canary = teamOf;
