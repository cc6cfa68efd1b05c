import { teamOf } from '../team/team.service.ts';

export const audit = teamOf;
