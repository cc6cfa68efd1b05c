import type { BegunPageTest } from 'incident-core';
import type {
  ConnectorAnswer,
  ConnectorQuestion,
  Discovery,
  HistoryAnswer,
  HistoryQuestion,
  PlanAnswer,
  PlanQuestion,
  PullMade,
  PullOffer,
  PullWish,
  RewriteAnswer,
  RewriteQuestion,
  ServicesQuestion,
  ServicesTable,
} from '../../common/setup';
import type { Caller } from './caller';

/** The calls of the rule setup. */
export function createSetupApi({ ask: askAt, post }: Caller) {
  const ask = <Answer>(path: string, body: unknown, signal?: AbortSignal) =>
    askAt<Answer>(`/setup/${path}`, body, signal);
  return {
    discover: (signal?: AbortSignal) => ask<Discovery>('discover', {}, signal),
    services: (question: ServicesQuestion, signal?: AbortSignal) => ask<ServicesTable>('services', question, signal),
    plan: (question: PlanQuestion, signal?: AbortSignal) => ask<PlanAnswer>('plan', question, signal),
    connector: (question: ConnectorQuestion, signal?: AbortSignal) =>
      ask<ConnectorAnswer>('connector', question, signal),
    pullOffer: (source_id: string | null, signal?: AbortSignal) => ask<PullOffer>('pull-offer', { source_id }, signal),
    makePull: (wish: PullWish) => post<PullMade>('/setup/pull', wish),
    rewrite: (question: RewriteQuestion) => ask<RewriteAnswer>('rewrite', question),
    history: (question: HistoryQuestion, signal?: AbortSignal) => ask<HistoryAnswer>('history', question, signal),
    /** An alert that the caller posts. */
    testSource: (source_id: string, key: string) =>
      post<BegunPageTest>('/page-me-now', { source_id, posted_by: 'caller' }, key),
    /** Where the way from Kibana cannot be tried: the backend posts to itself. */
    testFromBackend: (source_id: string, key: string) => post<BegunPageTest>('/page-me-now', { source_id }, key),
  } as const;
}

export type SetupApi = ReturnType<typeof createSetupApi>;
