import { decideTeam } from '../team/decide-team.ts';

export const canary = decideTeam;
