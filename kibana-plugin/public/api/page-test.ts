import type { PageTestAnswer } from 'incident-core';
import type { Caller } from './caller';

/** What is tried. */
export type Tested =
  { readonly contact_method_id: string } | { readonly escalation_policy_id: string } | { readonly source_id: string };

/** The calls that try whether people are reached. */
export function createPageTestApi({ get, post }: Caller) {
  return {
    ask: (tested: Tested, key: string) => post<PageTestAnswer>('/page-me-now', tested, key),
    get: (id: string, signal?: AbortSignal) => get<PageTestAnswer>(`/page-me-now/${id}`, signal),
  } as const;
}
