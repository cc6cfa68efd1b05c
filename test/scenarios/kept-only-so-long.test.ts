import { afterEach, expect, test } from '@jest/globals';
import type { AuditVerification, LedgerDetail } from 'incident-core';
import { Pruning } from '../../backend/src/platform/pruning.ts';
import { Partitions } from '../../backend/src/ingestion/partitions.ts';
import { House } from '../harness/house.ts';
import { hours } from '../harness/manual-clock.ts';
import { silence } from '../harness/suppressions.ts';

const days = (count: number) => hours(24 * count);
const KEPT = {
  RAW_EVENT_RETENTION_DAYS: '10',
  LEDGER_RETENTION_DAYS: '20',
  INCIDENT_RETENTION_DAYS: '30',
  AUDIT_RETENTION_DAYS: '40',
};

let house: House;
afterEach(() => house.stop());

const prunes = () => house.backend.app.get(Pruning).prune();
/** All that hangs on incidents, by table. */
const TABLES = [
  ...['incidents', 'incident_alerts', 'timeline_entries', 'escalations', 'escalation_steps', 'notifications'],
  ...['deliveries', 'delivery_attempts', 'alert_episodes'],
] as const;
const counts = async () => {
  const found: Record<string, number> = {};
  for (const table of TABLES) found[table] = await house.count(table);
  return found;
};
/** Time passes, partitions are made as they are every hour, and nothing becomes due. */
const forward = async (seconds: number) => {
  house.clock.forward(seconds);
  await house.backend.app.get(Partitions).make();
};

/** One that is over, and one that somebody still has. */
async function openAndOver(): Promise<{ readonly over: string; readonly open: string }> {
  const over = await house.elastic.fires('disk full');
  const open = await house.elastic.fires('queue long');
  await house.settles();
  await house.acknowledge(open, 'grace');
  await house.elastic.recovers('disk full');
  await house.settles();
  return { over, open };
}
const events = async (incidentId: string) =>
  (
    await house.rows<{ rawEventId: string }>('select raw_event_id from ledger_entries where incident_id = ?', [
      incidentId,
    ])
  ).map(({ rawEventId }) => rawEventId);

test('first what was posted goes, then the ledger, then the incident with all that belongs to it; what is open stays whole', async () => {
  house = await House.start({ env: KEPT });
  const { over, open } = await openAndOver();
  const [[ofOver = ''], [ofOpen = '']] = [await events(over), await events(open)];
  const before = await counts();
  const timeline = await house.timeline(open);

  await forward(days(10));
  expect(await prunes()).toMatchObject({ raw_event_days: 0, ledger_entries: 0, incidents: 0 });
  await forward(days(1));
  expect(await prunes()).toMatchObject({ raw_event_days: 1, ledger_entries: 0, incidents: 0 });
  const detail = (id: string) => house.api.ok<LedgerDetail>('GET', `/v1/ledger/${id}`);
  expect(await detail(ofOver)).toMatchObject({
    body: null,
    body_hidden: 'thrown_away',
    entries: [{ outcome: 'opened' }],
  });
  expect(await detail(ofOpen)).toMatchObject({ body_hidden: null, entries: [{ outcome: 'opened' }] });
  expect(await counts()).toEqual(before);

  await forward(days(10));
  expect(await prunes()).toMatchObject({ ledger_entries: 2, incidents: 0 });
  expect((await house.api.call('GET', `/v1/ledger/${ofOver}`)).status).toBe(404);
  expect(await events(open)).toEqual([ofOpen]);

  await forward(days(10));
  expect(await prunes()).toMatchObject({ incidents: 1 });
  expect((await house.api.call('GET', `/v1/incidents/${over}`)).status).toBe(404);
  expect(await house.incident(open)).toMatchObject({ status: 'acknowledged' });
  expect((await house.timeline(open)).slice(0, timeline.length)).toEqual(timeline);
  const after = await counts();
  expect(after).toMatchObject({ incidents: 1, incident_alerts: 1, escalations: 1, alert_episodes: 1 });
  expect(after['deliveries']).toBe(await house.count(`deliveries where incident_id = '${open}'`));
  expect(after['deliveries']).toBeGreaterThan(0);

  // However late, what is open is worked on to its end.
  await forward(days(400));
  expect(await prunes()).toMatchObject({ incidents: 0, ledger_entries: 0, raw_events: 0 });
  expect(await detail(ofOpen)).toMatchObject({ body_hidden: null });
  await house.resolve(open, 'grace');
  await house.settles();
  await forward(days(31));
  expect(await prunes()).toMatchObject({ incidents: 1, raw_events: 1 });
  // The ledger outlives its event by one turn at the most.
  expect(await prunes()).toMatchObject({ raw_events: 0 });
  expect(await counts()).toMatchObject({ incidents: 0, timeline_entries: 0, deliveries: 0 });
  expect(await house.metric('incidents_pruned_total')).toBeGreaterThan(0);
  expect(await house.metric('incidents_pruning_failures_total')).toBe(0);
});

test('nobody is told anything by it, and the auditor finds nothing wrong', async () => {
  house = await House.start({ env: KEPT });
  await openAndOver();
  house.mailbox.expect('ada', 'disk full');
  house.mailbox.expect('ada', 'queue long');
  house.mailbox.expect('ada', 'disk full');
  await house.passes(days(31));
  await prunes();
  await house.audits();
  expect(await house.api.ok('GET', '/v1/self-check')).toMatchObject({ well: true });
  house.mailbox.expectNothingMore();
});

test('an alert that goes on after somebody resolved it never comes back, also once its incident is gone', async () => {
  house = await House.start({ env: KEPT });
  const id = await house.elastic.fires('disk full', { uuid: 'an-old-episode' });
  await house.settles();
  await house.resolve(id, 'grace');
  await house.settles();
  await forward(days(29));
  // As long as it is heard of, the incident stays.
  const again = () => house.elastic.posts(house.elastic.active('disk full', { uuid: 'an-old-episode' }));
  expect(await again()).toMatchObject({ results: [{ outcome: 'ignored', reason: 'episode_ended', incident_id: id }] });
  await forward(days(2));
  expect(await prunes()).toMatchObject({ incidents: 0 });
  await forward(days(31));
  expect(await prunes()).toMatchObject({ incidents: 1, alert_episodes: 0 });
  expect(await again()).toMatchObject({ results: [{ outcome: 'ignored', reason: 'episode_ended' }] });
  await house.settles();
  expect(await house.incidents()).toEqual([]);
  await forward(days(61));
  await prunes();
  expect(await house.count('alert_episodes')).toBe(0);
});

test('two backends at once throw away the same, once', async () => {
  house = await House.start({ env: KEPT });
  const other = await house.another();
  for (let each = 0; each < 120; each += 1) {
    await house.elastic.fires(`problem ${each}`);
    await house.elastic.recovers(`problem ${each}`);
  }
  await forward(days(31));
  const both = () => Promise.all([prunes(), other.app.get(Pruning).prune()]);
  const turns = [...(await both()), ...(await both())];
  const sum = (name: string) => turns.reduce((total, turn) => total + (turn[name] ?? 0), 0);
  // The days that were ahead when it opened have passed too.
  expect([sum('incidents'), sum('raw_event_days'), sum('ledger_entries')]).toEqual([120, 8, 240]);
  expect(await house.count('incidents')).toBe(0);
});

test('an event without an end is kept, in whichever partition, and a day that was taken out is gone on with', async () => {
  house = await House.start({ env: KEPT });
  await house.elastic.fires('disk full');
  const [lost] = await house.rows<{ rawEventId: string }>('delete from ledger_entries returning raw_event_id');
  await house.elastic.fires('queue long');
  await house.rows(`update incidents set status = 'resolved', resolved_at = created_at`);
  await house.rows(`update escalations set status = 'resolved'`);
  await forward(days(11));
  // As if a backend had died in the middle.
  await house.rows('alter table raw_events detach partition raw_events_20270105');
  expect(await prunes()).toMatchObject({ raw_event_days: 1 });
  const left = await house.rows<{ id: string }>('select id from raw_events');
  expect(left).toEqual([{ id: lost?.rawEventId }]);
  expect(await prunes()).toMatchObject({ raw_event_days: 0, raw_events: 0 });
});

test('while somebody reads what was posted the day waits, posts do not, and the next turn has it', async () => {
  house = await House.start({ env: KEPT });
  await house.elastic.fires('disk full');
  await house.elastic.recovers('disk full');
  await forward(days(11));
  const reading = await house.database.database.transaction();
  await reading.raw('set local idle_in_transaction_session_timeout = 0');
  await reading.raw('select count(*) from raw_events');
  const pruning = prunes();
  await house.elastic.fires('queue long');
  expect(await pruning).not.toHaveProperty('raw_event_days');
  expect(await house.metric('incidents_pruning_failures_total')).toBe(1);
  await reading.rollback();
  expect(await prunes()).toMatchObject({ raw_event_days: 1 });
});

test('silences that are over go, one that holds somebody stays; of the audit trail the rest is whole', async () => {
  house = await House.start({ env: KEPT });
  await silence(house, hours(2), {}, 'grace');
  await house.settles();
  await house.passes(hours(3));
  await forward(days(29));
  expect(await prunes()).toMatchObject({ suppressions: 0, audit_entries: 0 });
  await forward(days(2));
  expect(await prunes()).toMatchObject({ suppressions: 1, audit_entries: 0 });
  const lasting = await silence(house, hours(24), {}, 'grace');
  await forward(days(10));
  const { audit_entries: pruned = 0 } = await prunes();
  expect(pruned).toBeGreaterThan(3);
  const verified = await house.api.ok<AuditVerification>('GET', '/v1/audit/verify');
  expect(verified).toMatchObject({ whole: true, broken: null, pruned });
  expect(verified.entries).toBeGreaterThan(0);
  expect(await house.count(`suppressions where id = '${lasting.id}'`)).toBe(1);
});
