import { afterEach, expect, test } from '@jest/globals';
import { House } from '../harness/house.ts';
import { minutes } from '../harness/manual-clock.ts';

let house: House;
afterEach(() => house.stop());

const GROUPING = { team: { grouping_window_seconds: minutes(10) } };
const ofBatch = (names: readonly string[], service = 'checkout') =>
  names.map((name) => house.elastic.active(name, { service }));

test('alerts of one service within ten minutes are one incident, told once; it resolves with the last of them', async () => {
  house = await House.start(GROUPING);
  const incident = await house.elastic.fires('latency');
  await house.passes(minutes(4));
  house.mailbox.expect('ada', 'latency');
  await house.acknowledge(incident, 'ada');
  const { results } = await house.elastic.posts(house.elastic.active('failure rate'));
  expect(results).toMatchObject([
    { outcome: 'attached', reason: 'grouping', incident_id: incident, team_id: house.teamId },
  ]);
  await house.passes(minutes(5));
  expect(await house.elastic.fires('throughput')).toBe(incident);
  expect(await house.incident(incident)).toMatchObject({
    title: 'latency (checkout, production)',
    description: 'latency: failed transactions is 42%',
    alert_count: 3,
    alerts_total: 3,
    status: 'acknowledged',
  });

  expect((await house.elastic.recovers('latency')).results).toMatchObject([
    { outcome: 'recovery_noted', reason: 'others_active', incident_id: incident },
  ]);
  expect((await house.elastic.recovers('throughput')).results).toMatchObject([{ outcome: 'recovery_noted' }]);
  await house.passes(minutes(1));
  house.mailbox.expectNothingMore();
  expect((await house.elastic.recovers('failure rate')).results).toMatchObject([{ outcome: 'resolved' }]);
  await house.passes(minutes(1));
  house.mailbox.expect('ada', 'Resolved: ', 'latency');
  house.mailbox.expectNothingMore();
  expect(await house.incidents()).toMatchObject([{ id: incident, status: 'resolved', resolution: 'recovery' }]);
  expect(await house.count('incident_alerts where unresolved')).toBe(0);
  const kinds = await house.kinds(incident);
  expect(kinds.filter((kind) => kind === 'attached')).toHaveLength(2);
  expect(kinds.filter((kind) => kind === 'recovery_noted')).toHaveLength(2);
  expect(await house.metric('incidents_attached_total')).toBe(2);
});

test('what comes after the window, of another service or environment, or without a service, has its own incident', async () => {
  house = await House.start(GROUPING);
  const first = await house.elastic.fires('latency');
  const others = [
    await house.elastic.fires('failure rate', { service: 'cart' }),
    await house.elastic.fires('failure rate', { environment: 'staging' }),
    await house.elastic.fires('disk full', { service: '' }),
    await house.elastic.fires('memory full', { service: '' }),
  ];
  await house.passes(minutes(10));
  expect(await house.elastic.fires('in time')).toBe(first);
  await house.passes(minutes(1));
  others.push(await house.elastic.fires('too late'));
  expect(new Set([first, ...others]).size).toBe(6);
  // The late one has opened a window of its own.
  expect(await house.elastic.fires('again in time')).toBe(others.at(-1));
  await house.passes(minutes(1));
  expect(house.mailbox.takeTitles('ada')).toHaveLength(6);
  house.mailbox.expectNothingMore();
});

test('nothing joins an incident that is over, nor one that another team has now', async () => {
  house = await House.start(GROUPING);
  const over = await house.elastic.fires('latency');
  await house.elastic.recovers('latency');
  const second = await house.elastic.fires('failure rate');
  expect(second).not.toBe(over);
  await house.change(second, 'assign', 'ada', { team_id: house.catchAllTeamId });
  expect(await house.elastic.fires('throughput')).not.toBe(second);
});

test('a team that says nothing has an incident for each alert', async () => {
  house = await House.start();
  expect(await house.elastic.fires('latency')).not.toBe(await house.elastic.fires('failure rate'));
});

test('alerts of one post, and of many posts at two backends at once, are one incident and one mail', async () => {
  house = await House.start(GROUPING);
  const there = await house.another();
  const names = Array.from({ length: 40 }, (_, index) => `problem ${index + 1}`);
  const ways = [house.sourceApi(house.backend), house.sourceApi(there)];
  const posts = names.flatMap((name, index) => {
    const [cart, checkout] = [...ofBatch([name], 'cart'), ...ofBatch([name])];
    return [
      { body: cart, way: ways[index % 2] },
      { body: checkout, way: ways[(index + 1) % 2] },
    ];
  });
  const answers = await Promise.all(posts.map(({ body, way }) => house.elastic.posts(body, way)));
  const outcomes = answers.flatMap(({ results }) => results.map(({ outcome }) => outcome));
  expect(outcomes.filter((outcome) => outcome === 'opened')).toHaveLength(2);
  expect(outcomes.filter((outcome) => outcome === 'attached')).toHaveLength(78);
  await house.settlesTogether();
  expect(await house.incidents()).toMatchObject([{ alert_count: 40 }, { alert_count: 40 }]);
  expect(house.mailbox.takeTitles('ada')).toHaveLength(2);

  const recoveries = names.flatMap((name, index) => [
    { body: house.elastic.recovery(name, { service: 'checkout' }), way: ways[index % 2] },
  ]);
  await Promise.all(recoveries.map(({ body, way }) => house.elastic.posts(body, way)));
  await house.settlesTogether();
  const standing = (await house.incidents()).map(({ service, status }) => [service, status]);
  expect(Object.fromEntries(standing)).toEqual({ checkout: 'resolved', cart: 'triggered' });
  expect(house.mailbox.takeTitles('ada')).toHaveLength(1);
  house.mailbox.expectNothingMore();
});

test('a worse alert that joins raises the incident, and its step hears of it', async () => {
  house = await House.start(GROUPING);
  const incident = await house.elastic.fires('latency', { severity: 'warning' });
  await house.settles();
  house.mailbox.expect('ada', 'latency');
  await house.elastic.fires('failure rate', { severity: 'critical' });
  await house.settles();
  expect(await house.incident(incident)).toMatchObject({ severity: 'critical', urgency: 'high' });
  house.mailbox.expect('ada', 'latency');
  house.mailbox.expectNothingMore();
});
