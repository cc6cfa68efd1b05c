import { afterEach, expect, test } from '@jest/globals';
import { House } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';
import { later, maintenance } from '../harness/suppressions.ts';

let house: House;
afterEach(() => house.stop());

const days = (count: number) => hours(24 * count);
/** Each night from 01:00 to 05:00 by the clocks of Berlin. */
const nightly = (startsOn: string) => ({
  type: 'recurring',
  starts_on: startsOn,
  from: '01:00',
  minutes: 240,
  time_zone: 'Europe/Berlin',
  recurrence: { unit: 'day', every: 1 },
});

test('a window that ends while it still fires: told then, with why now; nobody before', async () => {
  house = await House.start();
  const times = { type: 'once', starts_at: later(house, minutes(10)), ends_at: later(house, minutes(70)) };
  const made = await maintenance(house, times);
  await house.passes(minutes(15));
  const incident = await house.elastic.fires('disk full');
  await house.passes(minutes(54));
  house.mailbox.expectNothingMore();
  expect(await house.incident(incident)).toMatchObject({
    suppressed: { kind: 'maintenance_window', id: made.id, until: times.ends_at },
  });
  await house.passes(minutes(1));
  house.mailbox.expect('ada', 'disk full', 'a maintenance window (database moves) held it until now');
  house.mailbox.expectNothingMore();
});

test('what recovers inside a window resolves quietly', async () => {
  house = await House.start();
  await maintenance(house, { type: 'once', starts_at: later(house, 0), ends_at: later(house, hours(2)) });
  const incident = await house.elastic.fires('disk full');
  await house.passes(minutes(30));
  await house.elastic.recovers('disk full');
  await house.passes(hours(5));
  house.mailbox.expectNothingMore();
  expect(await house.incident(incident)).toMatchObject({ status: 'resolved' });
  expect(await house.kinds(incident)).toEqual(['opened', 'held', 'resolved', 'escalation_ended']);
});

test('a window of another team holds nothing of this one', async () => {
  house = await House.start();
  const times = { type: 'once', starts_at: later(house, 0), ends_at: later(house, hours(2)) };
  await maintenance(house, times, { team_id: house.catchAllTeamId });
  await house.elastic.fires('disk full');
  await house.settles();
  house.mailbox.expect('ada', 'disk full');
});

test('one that comes each night ends at the same time on the clocks in the night in which they go forward', async () => {
  house = await House.start();
  house.clock.set(new Date('2027-03-27T12:00:00.000Z'));
  await maintenance(house, nightly('2027-03-01'));
  // The night before they change: from 01:00 on it is midnight in UTC.
  await house.passes(hours(12) + minutes(30));
  const incident = await house.elastic.fires('disk full');
  expect(await house.incident(incident)).toMatchObject({ suppressed: { until: '2027-03-28T03:00:00.000Z' } });
  await house.passes(minutes(149));
  house.mailbox.expectNothingMore();
  await house.passes(minutes(1));
  house.mailbox.expect('ada', 'disk full');
  house.mailbox.expectNothingMore();
  await house.acknowledge(incident, 'ada');
  // The next night begins an hour earlier in UTC.
  await house.passes(hours(20) + minutes(15));
  const next = await house.elastic.fires('memory full');
  expect(await house.incident(next)).toMatchObject({ suppressed: { until: '2027-03-29T03:00:00.000Z' } });
});

test('and in the night in which they go back', async () => {
  house = await House.start();
  house.clock.set(new Date('2027-10-30T23:30:00.000Z'));
  const made = await maintenance(house, nightly('2027-10-01'));
  expect(made.next.slice(0, 2)).toEqual([
    { from: '2027-10-30T23:00:00.000Z', until: '2027-10-31T04:00:00.000Z' },
    { from: '2027-11-01T00:00:00.000Z', until: '2027-11-01T04:00:00.000Z' },
  ]);
  await house.elastic.fires('disk full');
  await house.passes(hours(4) + minutes(29));
  house.mailbox.expectNothingMore();
  await house.passes(minutes(1));
  house.mailbox.expect('ada', 'disk full');
  house.mailbox.expectNothingMore();
});

test('ending the occurrence that runs lets go at once, and the next one holds again', async () => {
  house = await House.start();
  const daily = { ...nightly('2027-01-01'), time_zone: 'UTC', from: '02:00' };
  const { id } = await maintenance(house, daily);
  const incident = await house.elastic.fires('disk full');
  await house.passes(minutes(5));
  house.mailbox.expectNothingMore();
  const ended = await house.api.ok('POST', `/v1/maintenance-windows/${id}/end`);
  expect(ended).toMatchObject({ state: 'planned', next: [{ from: '2027-01-06T02:00:00.000Z' }, {}, {}, {}, {}] });
  await house.settles();
  house.mailbox.expect('ada', 'disk full');
  await house.resolve(incident, 'ada');
  await house.passes(days(1));
  house.mailbox.expect('ada', 'Resolved');
  const next = await house.elastic.fires('memory full');
  await house.passes(minutes(5));
  house.mailbox.expectNothingMore();
  expect(await house.incident(next)).toMatchObject({ suppressed: { id } });

  // For good: it stays in the list, and never comes again.
  expect((await house.api.call('DELETE', `/v1/maintenance-windows/${id}`)).status).toBe(204);
  await house.settles();
  house.mailbox.expect('ada', 'memory full');
  expect(await house.api.ok('GET', '/v1/maintenance-windows?state=over')).toMatchObject({ items: [{ id, next: [] }] });
  await house.resolve(next, 'ada');
  await house.settles();
  house.mailbox.expect('ada', 'Resolved');
  await house.passes(days(1));
  await house.elastic.fires('swap full');
  await house.settles();
  house.mailbox.expect('ada', 'swap full');
});

test('a window and a silence that overlap: the one that ends later holds on', async () => {
  house = await House.start();
  const times = { type: 'once', starts_at: later(house, 0), ends_at: later(house, minutes(30)) };
  await maintenance(house, times);
  const body = { matchers: { environment: ['production'] }, reason: 'longer', ends_at: later(house, minutes(50)) };
  await house.elastic.fires('disk full', { environment: 'production' });
  await house.passes(minutes(10));
  // Made while the window holds it already, and seen when that ends.
  await house.api.ok('POST', '/v1/silences', body);
  await house.passes(minutes(39));
  house.mailbox.expectNothingMore();
  await house.passes(minutes(1));
  house.mailbox.expect('ada', 'disk full', 'a silence (longer) held it until now');
  house.mailbox.expectNothingMore();
});
