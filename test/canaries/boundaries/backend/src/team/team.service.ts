import { decideTeam } from 'incident-core';
import { findTeam } from './team.repository.ts';

export const teamOf = () => decideTeam(findTeam());
