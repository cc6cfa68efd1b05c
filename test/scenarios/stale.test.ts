import { afterEach, expect, test } from '@jest/globals';
import { House } from '../harness/house.ts';
import { hours } from '../harness/manual-clock.ts';
import { startPulledHouse, type PulledHouse } from '../harness/pulled-house.ts';

const WEEK = hours(7 * 24);
/** Nobody is told: a week of hourly runs says nothing here. */
const QUIET = { policy: null } as const;

let stop: () => Promise<void>;
afterEach(() => stop());

async function quietHouse(): Promise<House> {
  const house = await House.start(QUIET);
  stop = () => house.stop();
  return house;
}

const listed = async (house: House, stale: boolean) =>
  (await house.api.ok<{ items: { title: string }[] }>('GET', `/v1/incidents?stale=${stale}`)).items.map(
    ({ title }) => title.split(' (')[0],
  );

test('an incident that nobody touches and no alert refreshes is stale after seven days, and says so', async () => {
  const house = await quietHouse();
  const forgotten = await house.elastic.fires('forgotten');
  house.clock.forward(hours(1));
  await house.elastic.fires('fresh');
  house.clock.forward(WEEK - hours(1) - 60);
  await house.settles();
  expect(await listed(house, true)).toEqual([]);
  house.clock.forward(60);
  await house.settles();
  expect(await listed(house, true)).toEqual(['forgotten']);
  expect(await listed(house, false)).toEqual(['fresh']);
  expect(await house.incident(forgotten)).toMatchObject({ stale_at: house.clock.now().toISOString() });
  expect(await house.entries(forgotten, 'stale')).toHaveLength(1);
});

test.each<readonly [string, (house: House, id: string) => Promise<unknown>]>([
  ['an alert that comes again', (house) => house.elastic.fires('disk full', { uuid: 'u-1' })],
  ['a note', (house, id) => house.as('ada').ok('POST', `/v1/incidents/${id}/notes`, { text: 'still looking' })],
  ['an acknowledgement', (house, id) => house.acknowledge(id, 'ada')],
  ['a resolution', (house, id) => house.resolve(id, 'ada')],
])('%s takes the mark away', async (_title, touches) => {
  const house = await quietHouse();
  const id = await house.elastic.fires('disk full', { uuid: 'u-1' });
  house.clock.forward(WEEK);
  await house.settles();
  expect(await listed(house, true)).toEqual(['disk full']);
  await touches(house, id);
  house.clock.forward(60);
  await house.settles();
  expect(await listed(house, true)).toEqual([]);
  expect(await house.incident(id)).toMatchObject({ stale_at: null });
});

test('what the pull still finds active is not stale', async () => {
  const place: PulledHouse = await startPulledHouse(QUIET, { interval_seconds: 3_600 });
  stop = place.stop;
  const { house, elasticsearch } = place;
  const id = await house.elastic.fires('disk full', { uuid: 'u-1' });
  for (let days = 0; days < 9; days += 1) {
    house.clock.forward(hours(24));
    elasticsearch.shows(house.elastic.active('disk full', { uuid: 'u-1' }));
    await house.settles();
  }
  expect(await listed(house, true)).toEqual([]);
  expect(await house.incident(id)).toMatchObject({ alert_count: 1, last_seen_at: house.clock.now().toISOString() });
});
