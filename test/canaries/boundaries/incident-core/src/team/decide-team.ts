import type { Team } from '../model/team.ts';

export const decideTeam = (team: Team): string => team.name;
