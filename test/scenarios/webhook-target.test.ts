import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { eventually } from '../harness/backend-process.ts';
import { FakeWebhook, isSignedWith } from '../harness/fake-webhook.ts';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';
import { addDelivery, addIncident } from '../harness/rows.ts';

let house: House;
let pager: FakeWebhook;
let webhook: { readonly id: string; readonly secret: string };

beforeEach(async () => {
  pager = await FakeWebhook.start();
  house = await House.start({ policy: null });
  webhook = await house.addWebhook(pager.url);
  await house.setPolicy([step(`webhook:${webhook.id}`).waits(hours(1)), step('grace').waits(hours(1))]);
});
afterEach(async () => {
  await house.stop();
  await pager.stop();
});

const ids = () => pager.requests.map(({ headers }) => headers['webhook-id']);

test('a webhook is told with a signature, and its answer counts as delivered', async () => {
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  const [request, ...more] = pager.requests;
  expect(more).toEqual([]);
  if (!request) throw new Error('the webhook was not called');
  expect(isSignedWith(request, webhook.secret, house.clock.now())).toBe(true);
  expect(isSignedWith({ ...request, body: `${request.body} ` }, webhook.secret, house.clock.now())).toBe(false);
  expect(JSON.parse(request.body)).toMatchObject({ type: 'incident.escalation_step' });
  expect(request.body).toContain(incident);
  expect(await house.count(`deliveries where status = 'delivered'`)).toBe(1);
  house.mailbox.expectNothingMore();
});

test('a refused call is repeated with the same id, not before the receiver wants it', async () => {
  pager.answersOnce({ kind: 'status', status: 503, headers: { 'retry-after': '120' } });
  pager.answersOnce({ kind: 'reset' });
  await house.elastic.fires('disk full');
  await house.passes(119);
  expect(pager.requests).toHaveLength(1);
  await house.passes(minutes(5));
  expect(pager.requests).toHaveLength(3);
  expect(new Set(ids()).size).toBe(1);
  expect(await house.rows('select status, attempts from deliveries')).toEqual([{ status: 'delivered', attempts: 3 }]);
  await house.passes(minutes(30));
  expect(pager.requests).toHaveLength(3);
  house.mailbox.expectNothingMore();
});

test('a receiver that says nothing keeps no other waiting, however often it is called', async () => {
  const mute = await FakeWebhook.start();
  mute.answers({ kind: 'silence' });
  await house.setPolicy([step(`webhook:${(await house.addWebhook(mute.url)).id}`).waits(hours(1))]);
  await house.another('all');
  for (let calls = 1; calls <= 4; calls += 1) {
    await house.elastic.fires(`disk ${calls} full`);
    await eventually(() => mute.requests.length === calls);
  }
  await house.setPolicy([step(`webhook:${webhook.id}`).waits(hours(1))]);
  await house.elastic.fires('queue stuck');
  await eventually(() => pager.requests.length === 1);
  // The one that was answered is written down a moment later.
  await eventually(async () => (await house.count(`deliveries where status = 'sending' and fence = 1`)) === 4);
  await mute.stop();
  await eventually(async () => (await house.count(`deliveries where status = 'pending' and attempts = 1`)) === 4);
});

test('of receivers that say nothing, no more are waited for than a backend may have under way', async () => {
  const mute = await FakeWebhook.start();
  mute.answers({ kind: 'silence' });
  const to = { recipientType: 'webhook', recipientId: (await house.addWebhook(mute.url)).id, channel: 'webhook' };
  const { database } = house.database;
  const incident = await addIncident(database);
  for (let count = 0; count < 230; count += 1)
    await addDelivery(database, incident, { delivery: { channel: 'webhook' }, notification: to });
  await house.another('all');
  await eventually(() => mute.requests.length === 200);
  // Two polls of the workers.
  await pause(2_500);
  expect(mute.requests).toHaveLength(200);
  expect(await house.count(`deliveries where status = 'sending'`)).toBe(200);
  await mute.stop();
  await eventually(async () => (await house.count('deliveries where attempts > 0')) === 230);
});

test('a webhook that is gone is turned off, and its step escalates at once', async () => {
  pager.answers({ kind: 'status', status: 410 });
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  house.mailbox.expect('grace', 'disk full', 'step 2 of 2');
  house.mailbox.expectNothingMore();
  expect(await house.minutesOf(incident, 'step_activated')).toEqual([0, 0]);
  expect(await house.entries(incident, 'nobody_notified')).toMatchObject([
    { data: { reason: 'all_deliveries_failed' } },
    { data: { reason: 'no_fallback' } },
  ]);
  const found = await house.api.ok('GET', `/v1/webhooks/${webhook.id}`);
  expect(found).toMatchObject({ enabled: false, turned_off_reason: 'it answered 410 Gone' });

  const next = await house.elastic.fires('queue stuck');
  await house.settles();
  house.mailbox.expect('grace', 'queue stuck');
  expect(await house.entries(next, 'nobody_notified')).toMatchObject([
    { data: { reason: 'no_target_reachable' } },
    { data: { reason: 'no_fallback' } },
  ]);
  expect(pager.requests).toHaveLength(1);
});

test('who was called hears of the resolution, in a call of its own', async () => {
  await house.elastic.fires('disk full');
  await house.passes(minutes(1));
  await house.elastic.recovers('disk full');
  await house.passes(hours(2));
  expect(pager.requests.map(({ body }) => JSON.parse(body))).toMatchObject([
    { type: 'incident.escalation_step' },
    { type: 'incident.resolved' },
  ]);
  expect(new Set(ids()).size).toBe(2);
  house.mailbox.expectNothingMore();
});
