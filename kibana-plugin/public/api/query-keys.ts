import type { IncidentFilters } from './api';

/** Every key of the cache, so that whoever changes something knows what it makes stale. */
export const queryKeys = {
  status: ['status'],
  summary: ['summary'],
  incidents: ['incidents'],
  incidentList: (filters: IncidentFilters) => ['incidents', 'list', filters],
  incident: (id: string) => ['incidents', 'one', id],
  timeline: (id: string) => ['incidents', 'one', id, 'timeline'],
} as const;
