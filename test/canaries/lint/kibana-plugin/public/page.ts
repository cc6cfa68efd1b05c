import { thresholdsSchema, type Incident } from 'incident-core';

export const page = (incident: Incident): unknown => thresholdsSchema.parse(incident);
