import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { addIncident, AT } from '../../../test/harness/rows.ts';
import { LedgerRepository } from './ledger.repository.ts';
import type { LedgerEntry } from './ledger.ts';
import { TimelineRepository } from './timeline.repository.ts';
import { SYSTEM, type TimelineEntry } from './timeline.ts';

let place: TestDatabase;
let timeline: TimelineRepository;
let incident: { readonly id: string };
beforeAll(async () => {
  place = await testDatabase();
  timeline = new TimelineRepository(place.database);
});
beforeEach(async () => {
  incident = await addIncident(place.database);
});
afterAll(() => place.drop());

const entry = (data: TimelineEntry['data'], incidentId = incident.id): TimelineEntry => ({
  incidentId,
  at: AT,
  kind: 'note',
  actor: SYSTEM,
  data,
});
const append = (...entries: readonly TimelineEntry[]) =>
  place.database.transaction((transaction) => timeline.append(transaction, entries));

test('entries come back in the order in which they were written, in pages, as they were given', async () => {
  const data = [{ text: '<b>"\\' }, { nested: { snake_case: [1, null, 'x'] } }, {}, { reason: 'last' }];
  const ids = await append(...data.map((one) => entry(one)));
  expect(ids).toEqual([...ids].sort((a, b) => a - b));
  const all = await timeline.list(incident.id, 0, 10);
  expect(all.map((row) => row.data)).toEqual(data);
  expect(all[0]).toEqual({ id: ids[0], incidentId: incident.id, at: AT, kind: 'note', actor: SYSTEM, data: data[0] });
  expect((await timeline.list(incident.id, ids[1] ?? 0, 1)).map(({ id }) => id)).toEqual([ids[2]]);
});

test('an incident has its own entries only, and without an incident there are none', async () => {
  const other = await addIncident(place.database);
  await append(entry({ of: 'one' }), entry({ of: 'other' }, other.id));
  expect((await timeline.list(other.id, 0, 10)).map(({ data }) => data)).toEqual([{ of: 'other' }]);
  await expect(append(entry({}, randomUUID()))).rejects.toThrow('foreign key');
  expect(await append()).toEqual([]);
});

test('more entries than one statement can hold are written in their order', async () => {
  const ids = await append(...Array.from({ length: 14_000 }, (_, at) => entry({ at })));
  expect(ids).toHaveLength(14_000);
  const page = await timeline.list(incident.id, ids[9_999] ?? 0, 2);
  expect(page.map(({ data }) => data)).toEqual([{ at: 10_000 }, { at: 10_001 }]);
});

test('the ledger holds one entry for each part of a raw event: the first', async () => {
  const ledger = new LedgerRepository();
  const rawEventId = randomUUID();
  const nothing = { dedupKey: null, episode: null, alertStatus: null, alertDate: null, incidentId: null, teamId: null };
  const part = (position: number): LedgerEntry => ({
    rawEventId,
    position,
    receivedAt: AT,
    sourceId: NOBODY,
    via: 'push',
    ...nothing,
    outcome: 'unreadable',
    reason: 'not_json',
    path: '$',
    found: '"\\',
    expected: 'a value',
  });
  const record = (...entries: readonly LedgerEntry[]) =>
    place.database.transaction((transaction) => ledger.record(transaction, entries));
  await record(part(0), part(1));
  await record();
  await record({ ...part(1), outcome: 'duplicate' }, part(2));
  const rows = await place.database('ledger_entries').where({ rawEventId }).orderBy('position').select('*');
  expect(rows).toEqual([part(0), part(1), part(2)]);
});

const NOBODY = '01890a5d-ac96-774b-bcce-b302099a8057';
