import { createHash, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { RawEventRepository, type RawEvent } from './raw-event.repository.ts';

const NOW = new Date('2027-01-05T23:59:59.999Z');

let place: TestDatabase;
let rawEvents: RawEventRepository;
beforeEach(async () => {
  place = await testDatabase();
  rawEvents = new RawEventRepository(place.database);
});
afterEach(() => place.drop());

function event(receivedAt: Date, body = Buffer.from([0, 0xff, 0xed, 0xa0, 0x80])): RawEvent {
  const bodySha256 = createHash('sha256').update(body).digest();
  const rest = { contentType: null, bodySize: body.length, bodySha256, truncated: false, via: 'push' as const };
  return { id: randomUUID(), receivedAt, sourceId: randomUUID(), body, ...rest };
}

async function insert(...events: readonly RawEvent[]): Promise<void> {
  await place.database.transaction((transaction) => rawEvents.insert(transaction, events));
}

async function partitions(): Promise<readonly string[]> {
  const { rows } = await place.database.raw<{ rows: readonly { name: string }[] }>(
    `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'raw_events'::regclass order by 1`,
  );
  return rows.map(({ name }) => name);
}

async function partitionOf({ id }: RawEvent): Promise<string> {
  const { rows } = await place.database.raw<{ rows: readonly { name: string }[] }>(
    'select tableoid::regclass::text as name from raw_events where id = ?',
    [id],
  );
  return rows[0]?.name ?? 'nowhere';
}

test('keeps every byte, and writes none for no events', async () => {
  const given = event(NOW);
  await insert(given);
  await insert();
  expect(await place.database('raw_events').select('*')).toEqual([given]);
});

test('makes a partition for today and for each day to come, once', async () => {
  await rawEvents.makePartitions(NOW, 2);
  await rawEvents.makePartitions(NOW, 2);
  const days = ['raw_events_20270105', 'raw_events_20270106', 'raw_events_20270107'];
  expect(await partitions()).toEqual([...days, 'raw_events_default']);
  const given = event(NOW);
  await insert(given);
  expect(await partitionOf(given)).toBe('raw_events_20270105');
});

test('many may make partitions at the same time, while events pour in', async () => {
  const days = [0, 1, 2, 3].map((day) => new Date(NOW.getTime() + day * 86_400_000));
  const made = Array.from({ length: 6 }, () => rawEvents.makePartitions(NOW, 3));
  const written = Array.from({ length: 40 }, (_, at) => insert(event(days[at % days.length] ?? NOW)));
  await Promise.all([...made, ...written]);
  expect(await place.database('raw_events').select('id')).toHaveLength(40);
});

test('the default partition takes what no other covers, and a day that it holds rows of stays there', async () => {
  const [today, tomorrow] = [event(NOW), event(new Date(NOW.getTime() + 86_400_000))];
  await insert(today);
  expect(await partitionOf(today)).toBe('raw_events_default');
  await rawEvents.makePartitions(NOW, 1);
  expect(await partitions()).toEqual(['raw_events_20270106', 'raw_events_default']);
  await insert(tomorrow);
  expect([await partitionOf(today), await partitionOf(tomorrow)]).toEqual([
    'raw_events_default',
    'raw_events_20270106',
  ]);
});
