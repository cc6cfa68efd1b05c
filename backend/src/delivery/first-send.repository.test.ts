import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { addIncident, AT, later, runRow } from '../../../test/harness/rows.ts';
import { FirstSendRepository, type FirstSend, type RunSend } from './first-send.repository.ts';

let place: TestDatabase;
const rows = new FirstSendRepository();
beforeEach(async () => {
  place = await testDatabase();
});
afterEach(() => place.drop());

async function addRun(over: Parameters<typeof runRow>[1] = {}): Promise<string> {
  const run = runRow(await addIncident(place.database), { status: 'notified', activatedAt: AT, ...over });
  await place.database('escalations').insert({ ...run, snapshot: run.snapshot && JSON.stringify(run.snapshot) });
  return run.id;
}
const note = (...sends: readonly RunSend[]): Promise<readonly FirstSend[]> =>
  place.database.transaction((transaction) => rows.note(transaction, sends));

test('of several sends of a run the earliest is the first, and is written once', async () => {
  const escalationId = await addRun();
  expect(await note({ escalationId, at: later(9) }, { escalationId, at: later(4) })).toMatchObject([
    { sentAt: later(4) },
  ]);
  expect(await note({ escalationId, at: later(1) })).toEqual([]);
  expect(await place.database('first_sends').select('escalationId', 'runAt', 'sentAt')).toEqual([
    { escalationId, runAt: AT, sentAt: later(4) },
  ]);
  expect(await note()).toEqual([]);
});

test('of two backends that send at once, one has sent first', async () => {
  const escalationId = await addRun();
  const noted = await Promise.all(Array.from({ length: 8 }, (_, at) => note({ escalationId, at: later(at) })));
  expect(noted.flat()).toHaveLength(1);
  expect(await place.database('first_sends')).toHaveLength(1);
});

test('runs that no alert began are not measured, and nothing is sent before it was wanted', async () => {
  const [byHand, again, reopened] = [
    await addRun({ startedBecause: 'escalated' }),
    await addRun({ startedBecause: 'released' }),
    await addRun({ startedBecause: 'reopened' }),
  ];
  const sends = [byHand, again, reopened].map((escalationId) => ({ escalationId, at: later(-5) }));
  const noted = await note(...sends);
  expect(noted).toHaveLength(1);
  for (const { since, sentAt } of noted) expect(since.getTime()).toBeLessThanOrEqual(sentAt.getTime());
  expect(await place.database('first_sends').select('escalationId')).toEqual([{ escalationId: reopened }]);
});
