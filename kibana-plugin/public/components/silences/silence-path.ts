import type { IncidentAnswer, SilenceAnswer } from 'incident-core';
import { paths } from '../../places';

type Prefilled = Pick<SilenceAnswer, 'team_id' | 'matchers' | 'reason'>;

/** Where a silence is made of what is like an incident: of its team, service and environment. */
export function silencePath({ number, team_id, service, environment }: IncidentAnswer): string {
  const params = new URLSearchParams({ edit: 'new', team: team_id, incident: String(number) });
  if (service !== null) params.set('service', service);
  if (environment !== null) params.set('environment', environment);
  return `${paths.silences}?${params.toString()}`;
}

/** What such an address says; nothing for any other. */
export function readSilencePath(params: URLSearchParams): Partial<Prefilled> {
  const [team_id, service, environment] = ['team', 'service', 'environment'].map((name) => params.get(name));
  if (!team_id) return {};
  return {
    team_id,
    matchers: { ...(service ? { service: [service] } : {}), ...(environment ? { environment: [environment] } : {}) },
  };
}
