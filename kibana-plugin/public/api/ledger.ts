import type { LedgerDetail, LedgerEntryAnswer, RefusedPostsAnswer } from 'incident-core';
import type { Page } from '../../common/api';
import type { Caller, Query } from './caller';

/** The calls of the ledger. */
export function createLedgerApi({ get }: Caller) {
  return {
    ledger: (query: Query, signal?: AbortSignal) => get<Page<LedgerEntryAnswer>>('/ledger', signal, query),
    refused: (query: Query, signal?: AbortSignal) => get<Page<RefusedPostsAnswer>>('/ledger/refused', signal, query),
    event: (id: string, signal?: AbortSignal) => get<LedgerDetail>(`/ledger/${encodeURIComponent(id)}`, signal),
  } as const;
}
