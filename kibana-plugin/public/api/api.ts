import type { IncidentAnswer, IncidentDetail, TimelineEntryAnswer } from 'incident-core';
import type { BulkAction, BulkAnswer, Page, StatusAnswer, SummaryAnswer } from '../../common/api';
import { INTERNAL_PATH } from '../../common/ids';
import type { HttpStart } from '../../types/core-browser';
import { toProblem } from './problem';

/** Filters of the list as the address bar has them: several values of one are separated by commas. */
export interface IncidentFilters {
  readonly status?: string;
  readonly severity?: string;
  readonly urgency?: string;
  readonly team_id?: string;
  readonly service?: string;
  readonly environment?: string;
  readonly assignee_id?: string;
  readonly q?: string;
}

type Query = Readonly<Record<string, string | number | undefined>>;

/** Our server part. Each call rejects with an ApiProblem, or, when Kibana itself cannot be reached, with its own error. */
export function createApi(http: HttpStart) {
  const call = async <Answer>(
    method: string,
    path: string,
    rest: { query?: Query; body?: unknown; signal?: AbortSignal | undefined },
  ) => {
    try {
      return await http.fetch<Answer>(`${INTERNAL_PATH}${path}`, {
        method,
        ...(rest.query ? { query: rest.query } : {}),
        ...(rest.body === undefined ? {} : { body: JSON.stringify(rest.body) }),
        ...(rest.signal ? { signal: rest.signal } : {}),
      });
    } catch (error) {
      throw toProblem(error);
    }
  };
  const get = <Answer>(path: string, signal?: AbortSignal, query?: Query) =>
    call<Answer>('GET', path, { signal, ...(query ? { query } : {}) });
  const post = <Answer>(path: string, body: unknown = {}) => call<Answer>('POST', path, { body });

  return {
    status: (signal?: AbortSignal) => get<StatusAnswer>('/status', signal),
    summary: (signal?: AbortSignal) => get<SummaryAnswer>('/incidents/summary', signal),
    incidents: (filters: IncidentFilters & { limit?: number; cursor?: string }, signal?: AbortSignal) =>
      get<Page<IncidentAnswer>>('/incidents', signal, { ...filters }),
    incident: (id: string, signal?: AbortSignal) => get<IncidentDetail>(`/incidents/${id}`, signal),
    timeline: (id: string, signal?: AbortSignal) => get<Page<TimelineEntryAnswer>>(`/incidents/${id}/timeline`, signal),
    act: (id: string, action: BulkAction) => post<IncidentDetail>(`/incidents/${id}/${action}`),
    actOnMany: (ids: readonly string[], action: BulkAction) => post<BulkAnswer>('/incidents/bulk', { action, ids }),
    note: (id: string, text: string) => post<TimelineEntryAnswer>(`/incidents/${id}/notes`, { text }),

    /** The stream of live updates, unread; undefined when the browser cannot read one. */
    openStream: async (lastEventId: string | undefined, signal: AbortSignal) => {
      const { response } = await http.fetch(`${INTERNAL_PATH}/stream`, {
        query: { last_event_id: lastEventId },
        signal,
        asResponse: true,
        rawResponse: true,
      });
      return response?.body ?? undefined;
    },
  } as const;
}

export type Api = ReturnType<typeof createApi>;
