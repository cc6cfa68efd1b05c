import type { findTeam } from '../team/team.repository.ts';

export type Canary = typeof findTeam;
