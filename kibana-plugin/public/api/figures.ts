import type { FiguresAnswer, ServiceLevelAnswer } from 'incident-core';
import type { Caller, Query } from './caller';

/** The calls of the figures. */
export function createFiguresApi({ get }: Caller) {
  return {
    summary: (query: Query, signal?: AbortSignal) => get<FiguresAnswer>('/metrics/summary', signal, query),
    serviceLevel: (signal?: AbortSignal) => get<ServiceLevelAnswer>('/metrics/service-level', signal),
  } as const;
}
