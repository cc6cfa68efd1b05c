import type { DryRunAnswer, GivenDryRun, LedgerDetail, LedgerEntryAnswer } from 'incident-core';
import type { Page } from '../../common/api';
import type { Caller } from './caller';

const RECENT = 20;

/** The calls of the page Dry run. */
export function createDryRunApi({ ask, get }: Caller) {
  return {
    run: (given: GivenDryRun) => ask<DryRunAnswer>('/routing-rules/dry-run', given),
    /** What was posted last, with what became of it. */
    recent: (signal?: AbortSignal) => get<Page<LedgerEntryAnswer>>('/ledger', signal, { limit: RECENT }),
    event: (id: string) => get<LedgerDetail>(`/ledger/${id}`),
  } as const;
}
