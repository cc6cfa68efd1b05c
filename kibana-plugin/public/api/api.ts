import type {
  BulkAnswer,
  EscalationAnswer,
  IncidentAction,
  IncidentAnswer,
  IncidentDetail,
  IncidentSummary,
  MadeSourceToken,
  NewIncident as ParsedIncident,
  NotificationAnswer,
  PolicyAnswer,
  RoutingRuleAnswer,
  SlackChannelAnswer,
  SourceAnswer,
  SourceTokenAnswer,
  TeamAnswer,
  TimelineEntryAnswer,
  UserAnswer,
  WebhookAnswer,
} from 'incident-core';
import type { Page, StatusAnswer } from '../../common/api';
import { INTERNAL_PATH } from '../../common/ids';
import type { HttpStart } from '../../types/core-browser';
import { createCaller } from './caller';

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
  readonly unrouted?: 'true';
  readonly limit?: number;
  readonly cursor?: string;
}

/** An incident to be opened by hand; what is left out is as the backend has it by default. */
export type NewIncident = Pick<ParsedIncident, 'title' | 'severity'> & Partial<ParsedIncident>;
/** What a manager says of a source. */
export interface SourceSettings {
  readonly name: string;
  readonly team_id: string | null;
  /** New incidents a minute above which they are collected; null for never, nothing for the usual number. */
  readonly storm_rate?: number | null;
}

/** What can be changed on an incident beside the three actions, as the backend takes it. */
export type Change =
  | { readonly verb: 'release' | 'reopen' | 'keep-open' | 'escalate' }
  | { readonly verb: 'snooze'; readonly until: string }
  | { readonly verb: 'assign'; readonly user_id: string }
  | { readonly verb: 'assign'; readonly team_id: string }
  | { readonly verb: 'merge'; readonly into: string }
  | { readonly verb: 'responders'; readonly user_ids: readonly string[] };

/**
 * Our server part. Each call rejects with an ApiProblem, or, when Kibana itself cannot be reached, with its own error; a
 * change of which nobody can say whether it was made, with Unanswered.
 */
export function createApi(http: Pick<HttpStart, 'fetch'>) {
  const caller = createCaller(http);
  const { edit, get, getAll, post, remove } = caller;

  return {
    /** What a page of its own has its calls made from: they come with that page. */
    caller,
    status: (signal?: AbortSignal) => get<StatusAnswer>('/status', signal),
    summary: (signal?: AbortSignal) => get<IncidentSummary>('/incidents/summary', signal),
    incidents: (query: IncidentQuery, signal?: AbortSignal) =>
      get<Page<IncidentAnswer>>('/incidents', signal, { ...query }),
    incident: (id: string, signal?: AbortSignal) => get<IncidentDetail>(`/incidents/${id}`, signal),
    timeline: (id: string, cursor?: string, signal?: AbortSignal) =>
      get<Page<TimelineEntryAnswer>>(`/incidents/${id}/timeline`, signal, { cursor }),
    escalations: (id: string, signal?: AbortSignal) =>
      get<Page<EscalationAnswer>>(`/incidents/${id}/escalations`, signal),
    notifications: (id: string, cursor?: string, signal?: AbortSignal) =>
      get<Page<NotificationAnswer>>(`/incidents/${id}/notifications`, signal, { cursor }),
    open: (given: NewIncident, key: string) => post<IncidentDetail>('/incidents', given, key),
    act: (id: string, action: IncidentAction) => post<IncidentDetail>(`/incidents/${id}/${action}`),
    actOnMany: (ids: readonly string[], action: IncidentAction) => post<BulkAnswer>('/incidents/bulk', { action, ids }),
    change: (id: string, { verb, ...body }: Change, key?: string) =>
      post<IncidentDetail>(`/incidents/${id}/${verb}`, body, key),
    note: (id: string, text: string, key: string) => post<TimelineEntryAnswer>(`/incidents/${id}/notes`, { text }, key),

    teams: (signal?: AbortSignal) => getAll<TeamAnswer>('/teams', signal),
    users: (signal?: AbortSignal) => getAll<UserAnswer>('/users', signal),
    webhooks: (signal?: AbortSignal) => getAll<WebhookAnswer>('/webhooks', signal),
    slackChannels: (signal?: AbortSignal) => getAll<SlackChannelAnswer>('/slack-channels', signal),
    routingRules: (signal?: AbortSignal) => getAll<RoutingRuleAnswer>('/routing-rules', signal),
    policies: (signal?: AbortSignal) => getAll<PolicyAnswer>('/escalation-policies', signal),

    sources: (signal?: AbortSignal) => getAll<SourceAnswer>('/sources', signal),
    makeSource: (source: SourceSettings, key?: string) => post<SourceAnswer>('/sources', source, key),
    changeSource: (id: string, change: SourceSettings, tag: string | undefined) =>
      edit<SourceAnswer>('PATCH', `/sources/${id}`, change, tag),
    deleteSource: (id: string, tag: string | undefined) => remove(`/sources/${id}`, tag),
    sourceTokens: (id: string, signal?: AbortSignal) => getAll<SourceTokenAnswer>(`/sources/${id}/tokens`, signal),
    makeSourceToken: (id: string, key?: string) => post<MadeSourceToken>(`/sources/${id}/tokens`, {}, key),
    revokeSourceToken: (id: string, tokenId: string) => remove(`/sources/${id}/tokens/${tokenId}`),

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
