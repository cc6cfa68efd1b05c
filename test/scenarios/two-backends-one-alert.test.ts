import { afterEach, expect, test } from '@jest/globals';
import { House } from '../harness/house.ts';
import { minutes } from '../harness/manual-clock.ts';
import { setThrottles, UNTHROTTLED } from '../harness/throttles.ts';

let house: House;
afterEach(() => house.stop());

test('the same alerts at two backends at once make one incident and one mail each', async () => {
  house = await House.start();
  await setThrottles(house.api, UNTHROTTLED);
  await house.another();
  const names = Array.from({ length: 30 }, (_, index) => `problem ${index + 1}`);
  const bodies = names.map((name) => house.elastic.active(name));
  const ways = house.backends.map((backend) => house.sourceApi(backend));
  const posts = [0, 1, 2].flatMap(() => bodies.flatMap((body) => ways.map((way) => ({ body, way }))));
  const answers = await Promise.all(posts.map(({ body, way }) => house.elastic.posts(body, way)));
  const outcomes = answers.flatMap(({ results }) => results.map(({ outcome }) => outcome));
  expect(outcomes.filter((outcome) => outcome === 'opened')).toHaveLength(30);
  expect(outcomes.filter((outcome) => outcome === 'duplicate')).toHaveLength(150);

  await house.settlesTogether();
  const incidents = await house.incidents();
  expect(incidents).toHaveLength(30);
  expect(incidents.filter((incident) => incident.alert_count !== 1)).toEqual([]);
  const titles = names.map((name) => `${name} (checkout, production)`);
  expect(house.mailbox.takeTitles('ada')).toEqual(titles.sort());
  house.mailbox.expectNothingMore();
});

test('refreshes at two backends at once are all counted', async () => {
  house = await House.start();
  await setThrottles(house.api, UNTHROTTLED);
  await house.another();
  const ways = house.backends.map((backend) => house.sourceApi(backend));
  const first = house.elastic.active('disk full', { uuid: 'e1' });
  await house.elastic.posts(first);
  await house.passes(minutes(10));
  house.mailbox.expect('ada', 'disk full');
  const dates = Array.from({ length: 40 }, (_, index) => new Date(house.clock.now().getTime() - index * 1_000));
  await Promise.all(
    dates.map((at, index) =>
      house.elastic.posts(house.elastic.active('disk full', { uuid: 'e1', at }), ways[index % 2]),
    ),
  );
  await house.settlesTogether();
  expect(await house.incidents()).toMatchObject([{ alert_count: 41, status: 'triggered' }]);
});

test('an alert and its recovery at two backends at once leave nothing open, whichever is first', async () => {
  house = await House.start();
  await setThrottles(house.api, UNTHROTTLED);
  await house.another();
  const [here, there] = house.backends.map((backend) => house.sourceApi(backend));
  const names = Array.from({ length: 20 }, (_, index) => `problem ${index + 1}`);
  const pairs = names.map((name) => ({ active: house.elastic.active(name), recovery: house.elastic.recovery(name) }));
  await Promise.all(
    pairs.flatMap(({ active, recovery }) => [house.elastic.posts(active, here), house.elastic.posts(recovery, there)]),
  );
  await house.settlesTogether();
  expect(await house.count(`incidents where status <> 'resolved'`)).toBe(0);
  expect(await house.count('incident_alerts where unresolved')).toBe(0);
  house.mailbox.expectNothingMore();
});
