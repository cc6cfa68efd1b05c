import type { Team } from '../model/team.ts';

export type Canary = Team;
