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

/** A receiver that says nothing, and what is due for it, by two webhooks of one server. */
async function mute(count: number): Promise<FakeWebhook> {
  const receiver = await FakeWebhook.start();
  receiver.answers({ kind: 'silence' });
  const { database } = house.database;
  const incident = await addIncident(database);
  const webhooks = [await house.addWebhook(receiver.url), await house.addWebhook(`${receiver.url}/two`)];
  for (let at = 0; at < count; at += 1) {
    const to = { recipientType: 'webhook', recipientId: webhooks[at % 2]?.id, channel: 'webhook' };
    await addDelivery(database, incident, { delivery: { channel: 'webhook' }, notification: to });
  }
  return receiver;
}

test('of receivers that say nothing, no more are waited for than a backend may have under way', async () => {
  const mutes: FakeWebhook[] = [];
  for (let count = 0; count < 8; count += 1) mutes.push(await mute(50));
  const called = () => mutes.reduce((sum, { requests }) => sum + requests.length, 0);
  await house.another('all');
  await eventually(() => called() >= 200);
  // Two polls of the workers. On a slow machine the first have been given up by now, and others begun in their place.
  await pause(2_500);
  expect(await house.count(`deliveries where status = 'sending'`)).toBeLessThanOrEqual(200);
  await Promise.all(mutes.map((each) => each.stop()));
  await haveBeenTried(400);
});

test('one server that says nothing, by however many webhooks, leaves the others most of the room', async () => {
  const dead = await mute(120);
  await house.setPolicy([step(`webhook:${webhook.id}`).waits(hours(1))]);
  await house.elastic.fires('queue stuck');
  await house.another('all');
  await eventually(() => pager.requests.length === 1);
  // However often what stands aside is looked at again.
  for (let polls = 0; polls < 3; polls += 1) {
    house.clock.forward(2);
    await pause(1_000);
  }
  expect(dead.requests).toHaveLength(50);
  expect(await house.count(`deliveries where status = 'sending'`)).toBe(50);
  await dead.stop();
  await haveBeenTried(121);
});

/** What stands aside has its turn as the time goes on. */
async function haveBeenTried(count: number): Promise<void> {
  await eventually(async () => {
    house.clock.forward(1);
    return (await house.count('deliveries where attempts > 0')) === count;
  });
}

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
