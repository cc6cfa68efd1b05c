import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { addIncident, AT, catchAllTeam, later, runRow } from '../../../test/harness/rows.ts';
import { LedgerLogRepository, type LedgerFilter, type LedgerPlace } from './ledger-log.repository.ts';

const [KIBANA, GONE] = [randomUUID(), randomUUID()];

let place: TestDatabase;
let log: LedgerLogRepository;
let teamId: string;
beforeEach(async () => {
  place = await testDatabase();
  log = new LedgerLogRepository(place.database);
  teamId = await catchAllTeam(place.database);
  await place.database('sources').insert({ id: KIBANA, name: 'kibana' });
});
afterEach(() => place.drop());

let made = 0;
async function add(over: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const rawEventId = randomUUID();
  const entry = {
    rawEventId,
    position: 0,
    receivedAt: later((made += 1)),
    sourceId: KIBANA,
    outcome: 'opened',
    ...over,
  };
  await place.database('ledger_entries').insert(entry);
  return entry.rawEventId;
}
const list = async (filter: Partial<LedgerFilter> = {}, below: LedgerPlace | null = null, limit = 100) =>
  log.list({ teams: null, ...filter }, below, limit);
const ids = async (filter: Partial<LedgerFilter> = {}) => (await list(filter)).map(({ rawEventId }) => rawEventId);

test('an entry has the names that people know, also where what it names is gone', async () => {
  const incident = await addIncident(place.database);
  await add({ incidentId: incident.id, teamId });
  await add({ incidentId: randomUUID(), teamId: randomUUID(), sourceId: GONE });
  expect(await list()).toMatchObject([
    { sourceName: null, incidentId: null, title: null, teamName: null, via: 'push' },
    {
      sourceName: 'kibana',
      incidentId: incident.id,
      title: 'Disk full',
      incidentStatus: 'triggered',
      teamName: 'Catch-all',
    },
  ]);
});

describe('each way of asking gives its entries, the latest first', () => {
  test('by event, incident, source, outcome, team and time, and several of them', async () => {
    const incident = await addIncident(place.database);
    const opened = await add({ incidentId: incident.id, teamId, receivedAt: AT });
    const duplicate = await add({ outcome: 'duplicate', incidentId: incident.id, receivedAt: later(10) });
    const foreign = await add({ sourceId: GONE, outcome: 'duplicate', receivedAt: later(20) });
    const empty = await add({ outcome: 'unreadable', reason: 'empty_body', receivedAt: later(30) });
    const broken = await add({ outcome: 'unreadable', reason: 'not_json', teamId, receivedAt: later(40) });
    expect(await ids()).toEqual([broken, empty, foreign, duplicate, opened]);
    expect(await ids({ event: duplicate })).toEqual([duplicate]);
    expect(await ids({ incident: incident.id })).toEqual([duplicate, opened]);
    expect(await ids({ source: KIBANA })).toEqual([broken, empty, duplicate, opened]);
    expect(await ids({ outcomes: ['duplicate'] })).toEqual([foreign, duplicate]);
    expect(await ids({ outcomes: ['duplicate', 'opened'], source: KIBANA })).toEqual([duplicate, opened]);
    expect(await ids({ teams: [teamId] })).toEqual([broken, opened]);
    expect(await ids({ teams: [] })).toEqual([]);
    expect(await ids({ from: later(10), to: later(30) })).toEqual([foreign, duplicate]);
    expect(await ids({ source: KIBANA, from: later(10), teams: [teamId] })).toEqual([broken]);
    expect(await ids({ incident: incident.id, outcomes: ['opened'] })).toEqual([opened]);
  });

  test('what of a body was refused is told apart from what could not be read', async () => {
    const empty = await add({ outcome: 'unreadable', reason: 'empty_body' });
    const large = await add({ outcome: 'unreadable', reason: 'body_too_large' });
    const broken = await add({ outcome: 'unreadable', reason: 'not_json' });
    expect(await ids({ outcomes: ['rejected'] })).toEqual([large, empty]);
    expect(await ids({ outcomes: ['unreadable'] })).toEqual([broken]);
    expect(await ids({ outcomes: ['rejected', 'unreadable'], source: KIBANA })).toEqual([broken, large, empty]);
    expect((await list()).map(({ outcome }) => outcome)).toEqual(['unreadable', 'rejected', 'rejected']);
  });
});

test.each([
  ['all', {}],
  ['a source', { source: KIBANA }],
  ['an outcome', { outcomes: ['refreshed', 'opened'] as const }],
  ['a team', { teams: 'own' }],
])('pages of %s are complete and without doubles, also where all came at one instant', async (_, given) => {
  const filter = { ...given, ...('teams' in given ? { teams: [teamId] } : {}) } as Partial<LedgerFilter>;
  const rawEventId = randomUUID();
  for (let position = 0; position < 5; position += 1) await add({ rawEventId, position, receivedAt: AT, teamId });
  for (let count = 0; count < 6; count += 1) await add({ receivedAt: AT, teamId, outcome: 'refreshed' });
  const seen: string[] = [];
  for (let below: LedgerPlace | null = null; ;) {
    const page: Awaited<ReturnType<typeof list>> = await list(filter, below, 3);
    seen.push(...page.map((entry) => `${entry.rawEventId} ${entry.position}`));
    const last = page.at(-1);
    if (!last) break;
    below = { receivedAt: last.receivedAt, rawEventId: last.rawEventId, position: last.position };
  }
  expect(seen).toHaveLength(11);
  expect(new Set(seen).size).toBe(11);
});

test('why runs of an incident are held, and which team has it', async () => {
  const incident = await addIncident(place.database);
  const add = async (run: number, over: object) => {
    const row = runRow(incident, { run, status: 'resolved', endedAt: AT, ...over });
    await place.database('escalations').insert({ ...row, snapshot: null });
  };
  await add(1, {});
  await add(2, { holdKind: 'silence', holdReason: 'we deploy' });
  await add(3, { holdKind: 'auto_pause' });
  await add(4, { holdKind: 'silence', holdReason: 'over', holdOverAt: AT });
  expect([...(await log.holdsOf(incident.id))]).toEqual([
    [2, 'we deploy'],
    [3, 'auto_pause'],
  ]);
  expect(await log.teamOf(incident.id)).toBe(teamId);
  expect(await log.teamOf(randomUUID())).toBeNull();
});
