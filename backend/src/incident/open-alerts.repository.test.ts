import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { addIncident, alertRow } from '../../../test/harness/rows.ts';
import { OpenAlertsRepository } from './open-alerts.repository.ts';
import type { StoredAlert } from './intake.repository.ts';

const SOURCE = randomUUID();
const NOW = new Date('2027-01-05T03:00:00.000Z');

let place: TestDatabase;
let alerts: OpenAlertsRepository;
beforeEach(async () => {
  place = await testDatabase();
  alerts = new OpenAlertsRepository(place.database);
});
afterEach(() => place.drop());

async function addAlert(
  episode: string,
  status: 'triggered' | 'acknowledged' | 'in_progress' = 'triggered',
  over: Partial<StoredAlert> = {},
): Promise<string> {
  const incident = await addIncident(place.database, { status });
  const row = alertRow(incident, `key-${episode}`, { sourceId: SOURCE, episode, ...over });
  const json = { links: JSON.stringify(row.links), metadata: JSON.stringify(row.metadata) };
  await place.database('incident_alerts').insert({ ...row, tags: [...row.tags], ...json });
  return row.id;
}

test('the active alerts of open incidents of a source, in pages', async () => {
  const ids = [await addAlert('a'), await addAlert('b'), await addAlert('c')].sort();
  await addAlert('recovered', 'triggered', { status: 'recovered' });
  await addAlert('resolved', 'triggered', { unresolved: false });
  await addAlert('foreign', 'triggered', { sourceId: randomUUID() });
  const first = await alerts.activeOf(SOURCE, null, 2);
  const rest = await alerts.activeOf(SOURCE, first.at(-1)?.id ?? null, 2);
  expect([...first, ...rest].map(({ id }) => id)).toEqual(ids);
});

test('which episodes are known', async () => {
  const known = { dedupKey: 'k', episode: 'e1' };
  await place.database('alert_episodes').insert({ ...known, activeDates: [], lastDate: NOW });
  const asked = [known, { dedupKey: 'k', episode: 'e2' }, { dedupKey: 'other', episode: 'e1' }];
  expect(await alerts.known(asked)).toEqual([known]);
  expect(await alerts.known([])).toEqual([]);
});

test('an acknowledgement is to be written once, its end only where it was written, and for each episode anew', async () => {
  const [held, worked] = [await addAlert('held', 'acknowledged'), await addAlert('worked', 'in_progress')];
  await addAlert('nobodys');
  const wanted = async (status: 'acknowledged' | 'open') =>
    (await alerts.toWriteBack(SOURCE, status, 10)).map(({ episode }) => episode).sort();
  expect([await wanted('acknowledged'), await wanted('open')]).toEqual([['held', 'worked'], []]);
  await place.database.transaction((transaction) =>
    alerts.saveWrittenBack(
      transaction,
      [
        { id: held, episode: 'held' },
        { id: worked, episode: 'worked' },
      ],
      'acknowledged',
    ),
  );
  expect([await wanted('acknowledged'), await wanted('open')]).toEqual([[], []]);
  await place.database('incidents').update({ status: 'triggered' });
  expect([await wanted('acknowledged'), await wanted('open')]).toEqual([[], ['held', 'worked']]);
  await place.database('incidents').update({ status: 'acknowledged' });
  await place.database('incident_alerts').where({ id: held }).update({ episode: 'again' });
  expect(await wanted('acknowledged')).toEqual(['again', 'nobodys']);
});
