import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { House } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

let house: House;
let incident: string;
const episode = randomUUID();

beforeEach(async () => {
  house = await House.start();
  incident = await house.elastic.fires('disk full', { uuid: episode });
  await house.settles();
  house.mailbox.expect('ada', 'disk full');
  await house.passes(minutes(2));
  const resolved = await house.resolve(incident, 'ada');
  expect(resolved).toMatchObject({ status: 'resolved', resolution: 'responder', still_active: true });
  await house.settles();
  house.mailbox.expect('ada', 'Resolved: ', 'by a responder');
});
afterEach(() => house.stop());

test('the alert of an episode that a person has resolved opens nothing when it is posted again', async () => {
  for (const wait of [minutes(1), minutes(5), hours(2)]) {
    await house.passes(wait);
    const { results } = await house.elastic.posts(house.elastic.active('disk full', { uuid: episode }));
    expect(results).toMatchObject([{ outcome: 'ignored', reason: 'episode_ended', incident_id: incident }]);
  }
  await house.passes(hours(2));
  house.mailbox.expectNothingMore();
  expect(await house.incidents()).toMatchObject([{ id: incident, status: 'resolved', alert_count: 1 }]);
  expect(await house.rows('select outcome, reason from ledger_entries order by received_at')).toEqual([
    { outcome: 'opened', reason: null },
    ...Array(3).fill({ outcome: 'ignored', reason: 'episode_ended' }),
  ]);
});

test('a new episode within fifteen minutes opens the same incident again and pages from step 1', async () => {
  await house.passes(minutes(15));
  const { results } = await house.elastic.posts(house.elastic.active('disk full'));
  expect(results).toMatchObject([{ outcome: 'reopened', incident_id: incident }]);
  await house.settles();
  house.mailbox.expect('ada', 'disk full', 'step 1 of 1', 'run 2');
  house.mailbox.expectNothingMore();
  expect(await house.incident(incident)).toMatchObject({
    status: 'triggered',
    reopen_count: 1,
    assignee: null,
    acknowledged_at: null,
    resolved_at: null,
    resolution: null,
  });
  expect(await house.entries(incident, 'escalation_started')).toMatchObject([
    { data: { run: 1, because: 'opened' } },
    { data: { run: 2, because: 'reopened' } },
  ]);
});

test('a new episode after that opens a new incident', async () => {
  await house.passes(minutes(15) + 1);
  const next = await house.elastic.fires('disk full');
  expect(next).not.toBe(incident);
  await house.settles();
  house.mailbox.expect('ada', '#2', 'disk full');
  house.mailbox.expectNothingMore();
  expect(await house.incident(incident)).toMatchObject({ status: 'resolved', alert_count: 1 });
  expect(await house.incident(next)).toMatchObject({ status: 'triggered', number: 2, alert_count: 1 });
});

test('the late recovery of the resolved episode changes nothing', async () => {
  await house.passes(minutes(3));
  const { results } = await house.elastic.recovers('disk full');
  expect(results).toMatchObject([{ outcome: 'ignored', reason: 'nothing_to_recover' }]);
  await house.passes(hours(1));
  house.mailbox.expectNothingMore();
  expect(await house.incident(incident)).toMatchObject({ status: 'resolved', resolution: 'responder' });
});
