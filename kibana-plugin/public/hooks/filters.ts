import type { IncidentStatus, Severity } from 'incident-core';
import { useCallback, useMemo } from 'react';
import { useHistory, useLocation } from 'react-router-dom';
import type { IncidentQuery } from '../api/api';

/** What the list is narrowed to. All of it stands in the address, so that a link to it shows the same. */
export interface Filters {
  readonly q: string;
  readonly status: readonly IncidentStatus[];
  readonly severity: readonly Severity[];
  readonly team: readonly string[];
  readonly service: string;
  readonly environment: string;
  readonly mine: boolean;
  /** Only what no rule, tag or source gave to a team. */
  readonly unrouted: boolean;
}

// Written out: by value the core would bring its schemas along.
const OPEN_STATUSES = ['triggered', 'acknowledged', 'in_progress'] as const satisfies readonly IncidentStatus[];
export const STATUSES = [...OPEN_STATUSES, 'resolved'] as const satisfies readonly IncidentStatus[];
export const SEVERITIES = ['critical', 'error', 'warning', 'info'] as const satisfies readonly Severity[];
export const NO_FILTERS: Filters = {
  ...{ q: '', status: OPEN_STATUSES, severity: [], team: [], service: '', environment: '', mine: false },
  unrouted: false,
};

export interface FilteredList {
  readonly filters: Filters;
  /** Where the page begins; undefined for the first. */
  readonly cursor: string | undefined;
  /** Forgets the page: another list begins at its beginning. */
  change(change: Partial<Filters>): void;
  /** Each page is a place of its own in the browser's history. */
  goTo(cursor: string | undefined): void;
}

export function useFilters(): FilteredList {
  const history = useHistory();
  const { search, pathname } = useLocation();
  const filters = useMemo(() => readFilters(search), [search]);
  const cursor = new URLSearchParams(search).get('cursor') ?? undefined;
  const change = useCallback(
    (given: Partial<Filters>) =>
      // What is typed letter by letter is no way back.
      history.replace({ pathname, search: writeFilters({ ...readFilters(history.location.search), ...given }) }),
    [history, pathname],
  );
  const goTo = useCallback(
    (to: string | undefined) => {
      const params = new URLSearchParams(history.location.search);
      if (to === undefined) params.delete('cursor');
      else params.set('cursor', to);
      history.push({ pathname, search: params.toString() });
    },
    [history, pathname],
  );
  return { filters, cursor, change, goTo };
}

/** What is no filter of ours, or no value of one, is left out: an old link still leads somewhere. */
export function readFilters(search: string): Filters {
  const params = new URLSearchParams(search);
  const severals = (name: string) => (params.get(name) ?? '').split(',').filter(Boolean);
  const text = (name: string, most: number) => (params.get(name) ?? '').slice(0, most);
  const status = STATUSES.filter((each) => severals('status').includes(each));
  return {
    q: text('q', 200),
    status: params.get('status') === 'any' ? [] : status.length > 0 ? status : OPEN_STATUSES,
    severity: SEVERITIES.filter((each) => severals('severity').includes(each)),
    team: severals('team')
      .filter((id) => /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id))
      .slice(0, 50),
    service: text('service', 500),
    environment: text('environment', 500),
    mine: params.get('mine') === 'true',
    unrouted: params.get('unrouted') === 'true',
  };
}

/** Only what differs from the list as it is without any. */
export function writeFilters(filters: Filters): string {
  const { q, status, severity, team, service, environment, mine, unrouted } = filters;
  const params = new URLSearchParams();
  const isOpen = status.length === OPEN_STATUSES.length && OPEN_STATUSES.every((each) => status.includes(each));
  const isAny = status.length === 0 || status.length === STATUSES.length;
  if (q) params.set('q', q);
  if (!isOpen) params.set('status', isAny ? 'any' : status.join(','));
  if (severity.length > 0) params.set('severity', severity.join(','));
  if (team.length > 0) params.set('team', team.join(','));
  if (service) params.set('service', service);
  if (environment) params.set('environment', environment);
  if (mine) params.set('mine', 'true');
  if (unrouted) params.set('unrouted', 'true');
  return params.toString();
}

/** Nobody's: somebody whom the backend has not met holds nothing. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** `me`: whose are mine. */
export function toQuery(filters: Filters, me: string | null): IncidentQuery {
  const { q, status, severity, team, service, environment, mine, unrouted } = filters;
  return {
    ...(q.trim() ? { q: q.trim() } : {}),
    ...(status.length > 0 && status.length < STATUSES.length ? { status: status.join(',') } : {}),
    ...(severity.length > 0 ? { severity: severity.join(',') } : {}),
    ...(team.length > 0 ? { team_id: team.join(',') } : {}),
    ...(service.trim() ? { service: service.trim() } : {}),
    ...(environment.trim() ? { environment: environment.trim() } : {}),
    ...(mine ? { assignee_id: me ?? NOBODY } : {}),
    ...(unrouted ? { unrouted: 'true' as const } : {}),
  };
}
