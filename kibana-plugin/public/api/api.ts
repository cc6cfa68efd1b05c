import type {
  EscalationAnswer,
  IncidentAnswer,
  IncidentDetail,
  MadeSourceToken,
  NotificationAnswer,
  PolicyAnswer,
  RoutingRuleAnswer,
  SourceAnswer,
  SourceTokenAnswer,
  TeamAnswer,
  TimelineEntryAnswer,
  UserAnswer,
  WebhookAnswer,
} from 'incident-core';
import type { BulkAction, BulkAnswer, Page, StatusAnswer, SummaryAnswer } from '../../common/api';
import { INTERNAL_PATH } from '../../common/ids';
import type { HttpStart } from '../../types/core-browser';
import { toProblem } from './problem';

/** One page of the list, as the backend is asked for it: several values of one filter are separated by commas. */
export interface IncidentQuery {
  readonly status?: string;
  readonly severity?: string;
  readonly urgency?: string;
  readonly team_id?: string;
  readonly service?: string;
  readonly environment?: string;
  readonly assignee_id?: string;
  readonly q?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

const MOST_PAGES = 25;

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
  /** All pages of a list that people write by hand; of one that goes on and on, the beginning. */
  const getAll = async <Item>(path: string, signal?: AbortSignal): Promise<readonly Item[]> => {
    const items: Item[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const answer = await get<Page<Item>>(path, signal, { limit: 200, cursor });
      items.push(...answer.items);
      if (answer.next_cursor === null) break;
      cursor = answer.next_cursor;
    }
    return items;
  };
  const post = <Answer>(path: string, body: unknown = {}) => call<Answer>('POST', path, { body });

  return {
    status: (signal?: AbortSignal) => get<StatusAnswer>('/status', signal),
    summary: (signal?: AbortSignal) => get<SummaryAnswer>('/incidents/summary', signal),
    incidents: (query: IncidentQuery, signal?: AbortSignal) =>
      get<Page<IncidentAnswer>>('/incidents', signal, { ...query }),
    incident: (id: string, signal?: AbortSignal) => get<IncidentDetail>(`/incidents/${id}`, signal),
    timeline: (id: string, cursor?: string, signal?: AbortSignal) =>
      get<Page<TimelineEntryAnswer>>(`/incidents/${id}/timeline`, signal, { cursor }),
    escalations: (id: string, signal?: AbortSignal) =>
      get<Page<EscalationAnswer>>(`/incidents/${id}/escalations`, signal),
    notifications: (id: string, cursor?: string, signal?: AbortSignal) =>
      get<Page<NotificationAnswer>>(`/incidents/${id}/notifications`, signal, { cursor }),
    act: (id: string, action: BulkAction) => post<IncidentDetail>(`/incidents/${id}/${action}`),
    actOnMany: (ids: readonly string[], action: BulkAction) => post<BulkAnswer>('/incidents/bulk', { action, ids }),
    note: (id: string, text: string) => post<TimelineEntryAnswer>(`/incidents/${id}/notes`, { text }),

    teams: (signal?: AbortSignal) => getAll<TeamAnswer>('/teams', signal),
    users: (signal?: AbortSignal) => getAll<UserAnswer>('/users', signal),
    webhooks: (signal?: AbortSignal) => getAll<WebhookAnswer>('/webhooks', signal),
    routingRules: (signal?: AbortSignal) => getAll<RoutingRuleAnswer>('/routing-rules', signal),
    policies: (signal?: AbortSignal) => getAll<PolicyAnswer>('/escalation-policies', signal),

    sources: (signal?: AbortSignal) => getAll<SourceAnswer>('/sources', signal),
    makeSource: (name: string, team_id: string | null) => post<SourceAnswer>('/sources', { name, team_id }),
    changeSource: (id: string, change: { readonly name: string; readonly team_id: string | null }) =>
      call<SourceAnswer>('PATCH', `/sources/${id}`, { body: change }),
    deleteSource: (id: string) => call<undefined>('DELETE', `/sources/${id}`, {}),
    sourceTokens: (id: string, signal?: AbortSignal) => getAll<SourceTokenAnswer>(`/sources/${id}/tokens`, signal),
    makeSourceToken: (id: string) => post<MadeSourceToken>(`/sources/${id}/tokens`),
    revokeSourceToken: (id: string, tokenId: string) =>
      call<undefined>('DELETE', `/sources/${id}/tokens/${tokenId}`, {}),

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
