import type { LedgerChain, LedgerDetail, LedgerEntryAnswer } from 'incident-core';

export const EVENT = '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b41';
export const INCIDENT = '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b42';
const at = '2027-01-05T03:00:00.000Z';

export function entry(given: Partial<LedgerEntryAnswer> = {}): LedgerEntryAnswer {
  return {
    ...{ raw_event_id: EVENT, position: 0, received_at: at, source: { id: EVENT, name: 'kibana' }, via: 'push' },
    ...{ outcome: 'opened', reason: null, dedup_key: 'v1:a:default:rule:alert', episode: 'u-1' },
    ...{ alert_status: 'active', alert_date: at, team: { id: EVENT, name: 'Payments' } },
    incident: { id: INCIDENT, number: 7, title: 'disk full', status: 'triggered' },
    ...{ path: null, found: null, expected: null },
    ...given,
  };
}

export function chain(given: Partial<LedgerChain> = {}): LedgerChain {
  return { ...entry(), escalations: [], notifications: [], end: 'told', end_at: at, end_reason: null, ...given };
}

export function detail(given: Partial<LedgerDetail> = {}): LedgerDetail {
  return {
    ...{ raw_event_id: EVENT, received_at: at, source: { id: EVENT, name: 'kibana' }, via: 'push' },
    ...{ content_type: 'application/json', body_size: 12, body_sha256: 'ab'.repeat(32), truncated: false },
    ...{ body: { form: 'text', content: '{"a":1}' }, body_hidden: null, entries: [chain()] },
    ...given,
  };
}
