import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { addIncident, runRow } from '../../../test/harness/rows.ts';
import { EscalationRepository, type StoredEscalation } from './escalation.repository.ts';
import { HoldRepository } from './hold.repository.ts';
import { heldBy } from './runs.ts';

const NOW = new Date('2027-01-05T03:00:00.000Z');
const UNTIL = new Date('2027-01-05T04:00:00.000Z');
const SILENCE = randomUUID();
const HELD = heldBy({ kind: 'silence', id: SILENCE, reason: 'deploy', until: UNTIL }, NOW);

let place: TestDatabase;
let holds: HoldRepository;
beforeEach(async () => {
  place = await testDatabase();
  holds = new HoldRepository(place.database);
});
afterEach(() => place.drop());

async function addRun(over: Partial<StoredEscalation> = {}, status: 'triggered' | 'acknowledged' = 'triggered') {
  const incident = await addIncident(place.database, { status });
  const run = runRow(incident, over);
  await place.database.transaction((transaction) => new EscalationRepository().insert(transaction, [run]));
  return { id: run.id, incidentId: incident.id, teamId: incident.teamId };
}

test('live runs that nothing holds, in pages, by their incidents; not those that somebody asked for all the same', async () => {
  const free = [await addRun(), await addRun({ status: 'active' }), await addRun({ ...HELD, holdOverAt: NOW })];
  await addRun(HELD);
  await addRun({ holdWaived: true });
  await addRun({ status: 'resolved' });
  await addRun({}, 'acknowledged');
  const expected = free.map(({ incidentId }) => incidentId).sort();
  await place.database.transaction(async (transaction) => {
    const first = await holds.lockUnheld(transaction, { teamId: null, after: null, limit: 2 });
    const after = first.at(-1)?.incidentId ?? null;
    const rest = await holds.lockUnheld(transaction, { teamId: null, after, limit: 2 });
    expect([...first, ...rest].map(({ incidentId }) => incidentId)).toEqual(expected);
    const [ours] = free;
    const ofTeam = await holds.lockUnheld(transaction, { teamId: ours?.teamId ?? '', after: null, limit: 9 });
    expect(ofTeam).toHaveLength(3);
    expect(await holds.lockUnheld(transaction, { teamId: randomUUID(), after: null, limit: 9 })).toEqual([]);
  });
});

test('a run that somebody moves at the same time is waited for, and seen as it is then', async () => {
  const { id } = await addRun();
  let release: () => void = () => undefined;
  const isMoved = new Promise<void>((resolve) => (release = resolve));
  let begun: () => void = () => undefined;
  const hasBegun = new Promise<void>((resolve) => (begun = resolve));
  const moving = place.database.transaction(async (transaction) => {
    await transaction.raw('select from incidents for no key update');
    begun();
    await isMoved;
    await transaction('escalations').where({ id }).update({ status: 'resolved' });
  });
  await hasBegun;
  const looking = place.database.transaction((transaction) =>
    holds.lockUnheld(transaction, { teamId: null, after: null, limit: 9 }),
  );
  release();
  await moving;
  expect(await looking).toEqual([]);
});

test('what a suppression holds is due now, and nothing else is', async () => {
  const { id } = await addRun(HELD);
  const others = [await addRun({ ...HELD, holdId: randomUUID() }), await addRun({ ...HELD, holdOverAt: NOW })];
  await place.database.transaction((transaction) => holds.hasten(transaction, SILENCE, NOW));
  const due = await place.database<StoredEscalation>('escalations').where('dueAt', NOW).select('id');
  expect(due.map((run) => run.id)).toEqual([id]);
  expect(others).toHaveLength(2);
});

test('held runs are counted by what holds them', async () => {
  await addRun(HELD);
  await addRun(HELD);
  await addRun({ ...HELD, holdKind: 'auto_pause' });
  await addRun();
  const counts = await holds.countHeld();
  expect(new Map(counts.map(({ kind, count }) => [kind, count]))).toEqual(
    new Map([
      ['silence', 2],
      ['auto_pause', 1],
    ]),
  );
});
