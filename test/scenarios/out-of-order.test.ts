import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { House } from '../harness/house.ts';
import { hours, minutes, OPENED } from '../harness/manual-clock.ts';

let house: House;
beforeEach(async () => {
  house = await House.start();
  // What follows happened in the last hour.
  await house.passes(hours(1));
});
afterEach(() => house.stop());

const minute = (count: number) => new Date(OPENED.getTime() + minutes(count) * 1000);

test('an alert that arrives after its own recovery opens nothing', async () => {
  const uuid = randomUUID();
  const recovery = await house.elastic.recovers('disk full', { uuid, at: minute(5) });
  expect(recovery.results).toMatchObject([{ outcome: 'ignored', reason: 'nothing_to_recover', incident_id: null }]);
  for (const at of [minute(0), minute(3), minute(7)]) {
    const late = await house.elastic.posts(house.elastic.active('disk full', { uuid, at }));
    expect(late.results).toMatchObject([{ outcome: 'ignored', reason: 'episode_ended', incident_id: null }]);
  }
  await house.passes(hours(2));
  house.mailbox.expectNothingMore();
  expect(await house.incidents()).toEqual([]);
  expect(await house.count('raw_events')).toBe(4);
});

test('an older alert of the running episode counts, and what it says is not taken for news', async () => {
  const uuid = randomUUID();
  const incident = await house.elastic.fires('disk full', { uuid, at: minute(5), reason: '99% full' });
  const { results } = await house.elastic.posts(
    house.elastic.active('disk full', { uuid, at: minute(1), reason: '91% full', severity: 'info' }),
  );
  expect(results).toMatchObject([{ outcome: 'refreshed', reason: 'late', incident_id: incident }]);
  const { alerts, ...shown } = await house.incident(incident);
  expect(shown).toMatchObject({ alert_count: 2, description: '99% full', severity: 'error' });
  expect(alerts).toMatchObject([{ count: 2, reason: '99% full', severity: 'error' }]);
  await house.settles();
  house.mailbox.expect('ada', '99% full');
  house.mailbox.expectNothingMore();
});

test('an alert of an earlier episode, overtaken by a later one that has come and gone, opens nothing', async () => {
  const incident = await house.elastic.fires('disk full', { at: minute(10) });
  await house.elastic.recovers('disk full', { at: minute(12) });
  await house.passes(minutes(30));
  const { results } = await house.elastic.posts(house.elastic.active('disk full', { at: minute(0) }));
  expect(results).toMatchObject([{ outcome: 'ignored', reason: 'out_of_order' }]);
  await house.passes(hours(1));
  house.mailbox.expectNothingMore();
  expect(await house.incidents()).toMatchObject([{ id: incident, status: 'resolved', reopen_count: 0 }]);
});

test('the recovery of an earlier episode does not end the later one', async () => {
  const first = randomUUID();
  const incident = await house.elastic.fires('disk full', { uuid: first, at: minute(0) });
  await house.elastic.fires('disk full', { at: minute(10) });
  const { results } = await house.elastic.recovers('disk full', { uuid: first, at: minute(5) });
  expect(results).toMatchObject([{ outcome: 'ignored', reason: 'nothing_to_recover' }]);
  expect(await house.incident(incident)).toMatchObject({ status: 'triggered', resolved_at: null });
});

test('at the same date a recovery wins, whichever of the two arrives first', async () => {
  await house.elastic.fires('disk full', { at: minute(1) });
  await house.elastic.recovers('disk full', { at: minute(1) });
  const uuid = randomUUID();
  await house.elastic.recovers('queue stuck', { uuid, at: minute(1) });
  await house.elastic.posts(house.elastic.active('queue stuck', { uuid, at: minute(1) }));
  expect(await house.count(`incidents where status <> 'resolved'`)).toBe(0);
});
