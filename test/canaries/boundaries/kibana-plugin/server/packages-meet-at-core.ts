import { teamOf } from '../../backend/src/team/team.service.ts';

export const canary = teamOf;
