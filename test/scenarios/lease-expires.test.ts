import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { FakeWebhook } from '../harness/fake-webhook.ts';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

let house: House;
beforeEach(async () => {
  house = await House.start({ policy: [step('ada').waits(hours(2))] });
});
afterEach(() => house.stop());

test('a delivery whose worker vanished is sent when the lease is over, under the id that the lost attempt had', async () => {
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  const { message_id: first } = house.mailbox.expect('ada', 'disk full');
  // As if the backend had died between sending and writing it down.
  await house.rows(
    `update deliveries set status = 'sending', leased_until = ?::timestamptz + interval '60 seconds', sent_at = null,
            ended_at = null, provider_id = null`,
    [house.clock.now()],
  );

  await house.passes(59);
  house.mailbox.expectNothingMore();
  await house.passes(1);
  const { message_id: second } = house.mailbox.expect('ada', 'disk full');
  expect(second).toBe(first);
  await house.passes(hours(1));
  house.mailbox.expectNothingMore();
  expect(await house.rows('select status, attempts from deliveries')).toEqual([{ status: 'sent', attempts: 2 }]);
  expect(await house.minutesOf(incident, 'notification_sent')).toEqual([0, 1]);
});

test('what was acknowledged while its worker was gone is not sent again', async () => {
  const incident = await house.elastic.fires('disk full');
  house.mailbox.server.refuseWith(451, 'try later');
  await house.settles();
  await house.rows(`update deliveries set status = 'sending', leased_until = ?, due_at = null`, [house.clock.now()]);
  await house.acknowledge(incident, 'grace');
  house.mailbox.server.accept();
  await house.passes(minutes(10));
  house.mailbox.expectNothingMore();
  expect(await house.rows('select status, reason from deliveries')).toEqual([
    { status: 'suppressed', reason: 'acknowledged' },
  ]);
});

test('a worker that comes back after its lease does not overwrite what another has written', async () => {
  const pager = await FakeWebhook.start();
  const webhook = await house.addWebhook(pager.url);
  await house.setPolicy([step(`webhook:${webhook.id}`).waits(hours(1))]);
  const other = await house.another();
  pager.answersOnce({ kind: 'silence' });
  const incident = await house.elastic.fires('disk full');
  const slow = house.backend.workers.runUntilQuiet();
  while (pager.requests.length === 0) await house.count('deliveries');

  house.clock.forward(61);
  await other.workers.runUntilQuiet();
  const written = await house.rows('select * from deliveries');
  expect(written).toMatchObject([{ status: 'delivered', attempts: 2, fence: 2 }]);

  // Cuts the first call's connection: for the slow worker, an outcome at last.
  await pager.stop();
  await slow;
  expect(await house.rows('select * from deliveries')).toEqual(written);
  expect(pager.requests.map(({ headers }) => headers['webhook-id'])).toHaveLength(2);
  expect(new Set(pager.requests.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect(await house.entries(incident, 'notification_sent')).toHaveLength(1);
});
