import { decideTeam } from '../incident-core/src/index.ts';

export const canary = decideTeam;
