import type { Team } from '../../../incident-core/src/model/team.ts';

export type Canary = Team;
