import { decideIncident } from 'incident-core';

export const canary = decideIncident;
