import { afterEach, expect, test } from '@jest/globals';
import { minutes } from '../harness/manual-clock.ts';
import { startPulledHouse, type PulledHouse } from '../harness/pulled-house.ts';

let place: PulledHouse;
afterEach(() => place.stop());

test('of two backends one polls a source at a time, and together they open each incident once', async () => {
  place = await startPulledHouse();
  const { house, elasticsearch } = place;
  const other = await house.another();
  let atOnce = 0;
  let most = 0;
  elasticsearch.beforeSearch = () => {
    atOnce += 1;
    most = Math.max(most, atOnce);
    setImmediate(() => (atOnce -= 1));
  };
  const posts = Array.from({ length: 20 }, (_, at) =>
    house.elastic.active(`alert ${at}`, { tags: ['incidents-for-kibana'] }),
  );
  for (const posted of posts) elasticsearch.shows(posted);
  house.clock.forward(minutes(3));
  // Both poll, while half of the webhooks come late.
  await Promise.all([
    house.settlesTogether(),
    ...posts.slice(10).map((posted) => house.elastic.posts(posted, house.sourceApi(other))),
  ]);
  await house.passes(minutes(2));
  const incidents = await house.incidents();
  expect(incidents).toHaveLength(20);
  expect(new Set(incidents.map(({ title }) => title)).size).toBe(20);
  expect(most).toBe(1);
});

test('whoever lost the lease commits nothing more; who took it over goes on where it was', async () => {
  // The other backend's whole poll fits in between.
  place = await startPulledHouse({ env: { PULL_TIMEOUT_SECONDS: '60' } });
  const { house, elasticsearch } = place;
  const other = await house.another();
  for (let at = 0; at < 250; at += 1) {
    elasticsearch.shows(house.elastic.active(`alert ${at}`, { tags: ['incidents-for-kibana'] }));
  }
  house.clock.forward(minutes(3));
  const places: (string | undefined)[] = [];
  const committed: number[] = [];
  elasticsearch.beforeSearch = async ({ search_after: after, query }) => {
    if (query?.['range'] === undefined) return;
    places.push(after?.[1]);
    committed.push(await house.count('raw_events'));
    if (places.length !== 2) return;
    // In the middle of the first poll its lease runs out, and the other backend has done it all before it goes on.
    house.clock.forward(minutes(5));
    await other.workers.runUntilQuiet();
    committed.push(await house.count('raw_events'));
  };
  await house.backend.workers.runUntilQuiet();
  expect(committed).toEqual([0, 200, 200, 250]);
  expect(places[2]).toBe(places[1]);
  expect(await house.count('raw_events')).toBe(250);
  await house.passes(minutes(2));
  expect(await house.count('incidents')).toBe(250);
  expect(await house.count('raw_events')).toBe(250);
});

test('a backlog of a thousand alerts is read in pages, and polling goes on meanwhile for all', async () => {
  place = await startPulledHouse();
  const { house, elasticsearch } = place;
  for (let at = 0; at < 1_000; at += 1) {
    elasticsearch.shows(house.elastic.active(`alert ${at}`, { tags: ['theirs'] }));
  }
  house.clock.forward(minutes(3));
  elasticsearch.searches.splice(0);
  await house.settles();
  expect(elasticsearch.searches).toEqual([200, 200, 200, 200, 200, 0]);
  expect(await house.count('raw_events')).toBe(0);
  expect(await house.count('alert_episodes')).toBe(0);
});

test('a pull that is ended in mid-poll commits nothing more', async () => {
  place = await startPulledHouse();
  const { house, elasticsearch } = place;
  elasticsearch.shows(house.elastic.active('disk full', { tags: ['incidents-for-kibana'] }));
  house.clock.forward(minutes(3));
  let searches = 0;
  elasticsearch.beforeSearch = async () => {
    searches += 1;
    if (searches === 1) await house.api.ok('DELETE', `/v1/sources/${house.sourceId}/pull`);
  };
  await house.settles();
  await house.passes(minutes(10));
  expect(searches).toBe(1);
  expect(await house.incidents()).toEqual([]);
  expect(await place.source()).toMatchObject({ health: { status: 'unknown' } });
});
