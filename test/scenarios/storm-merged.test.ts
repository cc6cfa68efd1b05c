import { afterEach, expect, test } from '@jest/globals';
import { DEFAULT_THROTTLES, type DeliveryAnswer } from 'incident-core';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';
import { setThrottles } from '../harness/throttles.ts';

const EVERY_30 = { messages: 1, seconds: 30, burst: 1 };
const ONE_MAIL = { people: { ...DEFAULT_THROTTLES.people, email: EVERY_30 } };

let house: House;
afterEach(() => house.stop());

const log = async (query: string) =>
  (await house.api.ok<{ items: readonly DeliveryAnswer[] }>('GET', `/v1/deliveries?${query}`)).items;
const storm = (count: number, severity = 'error') =>
  Promise.all(Array.from({ length: count }, (_, at) => house.elastic.fires(`problem ${at + 1}`, { severity })));

test('forty alerts of one storm become one message for each person, which names them all, and nobody gets none', async () => {
  house = await House.start({ policy: [step('ada', 'grace').waits(hours(2))] });
  const incidents = await storm(40);
  const worst = await house.elastic.fires('database gone', { severity: 'critical' });
  await house.settles();
  for (const name of ['ada', 'grace']) {
    const mail = house.mailbox.expect(name, '41 incidents: 1 critical, 40 error', 'database gone');
    for (let at = 1; at <= 40; at += 1) expect(mail.text).toContain(`problem ${at} `);
    expect(mail.subject).toContain('database gone');
  }
  house.mailbox.expectNothingMore();
  await house.passes(hours(1));
  house.mailbox.expectNothingMore();

  expect(await house.count(`deliveries where status <> 'sent'`)).toBe(0);
  expect(await house.count(`escalation_steps where status = 'notified'`)).toBe(41);
  expect(await house.kinds(worst)).not.toContain('nobody_notified');
  const { number } = await house.incident(worst);
  const [entry] = await house.entries(incidents[0] ?? '', 'notification_sent');
  expect(entry?.data).toMatchObject({ merged_with: number });
  expect((await house.entries(worst, 'notification_sent'))[0]?.data).toMatchObject({ merged: 41 });
  expect(await house.metric('incidents_delivery_merged_total')).toBe(80);

  const [merged] = await log(`incident_id=${incidents[0] ?? ''}&user_id=${house.person('ada').id}`);
  expect(merged).toMatchObject({ status: 'sent', attempts: [{ attempt: 1, outcome: 'sent', latency_ms: 0 }] });
  const leader = await house.api.ok<DeliveryAnswer>('GET', `/v1/deliveries/${merged?.merged_into ?? ''}`);
  expect(leader).toMatchObject({ incident: { id: worst }, merged_into: null, attempts: merged?.attempts });
});

test('five alerts are five messages, as they always were', async () => {
  house = await House.start({ policy: [step('ada').waits(hours(2))] });
  await storm(5);
  await house.settles();
  expect(house.mailbox.takeTitles('ada')).toHaveLength(5);
  house.mailbox.expectNothingMore();
});

test('two backends at once send one message all the same', async () => {
  house = await House.start({ policy: [step('ada').waits(hours(2)).after(minutes(1))] });
  await house.another();
  await storm(40);
  await house.settlesTogether();
  house.clock.forward(minutes(1));
  await house.settles();
  const first = house.mailbox.unseen();
  expect(first.map(({ subject }) => subject)).toEqual([expect.stringContaining('40 incidents: 40 error')]);
});

test('whose bucket is empty waits, and hears then of all that waited, once; the histories say that it waited', async () => {
  house = await House.start({ policy: [step('ada').waits(hours(2))] });
  await setThrottles(house.api, ONE_MAIL);
  await house.elastic.fires('first');
  await house.settles();
  house.mailbox.expect('ada', 'first');
  const second = await house.elastic.fires('second');
  await house.passes(10);
  const third = await house.elastic.fires('third');
  await house.passes(19);
  house.mailbox.expectNothingMore();
  expect(await log('status=pending')).toMatchObject([{ hold_reason: 'throttle' }, { hold_reason: 'throttle' }]);

  await house.passes(1);
  house.mailbox.expect('ada', '2 incidents: 2 error', 'second', 'third');
  await house.passes(hours(1));
  house.mailbox.expectNothingMore();
  for (const id of [second, third]) {
    expect(await house.entries(id, 'notification_held')).toMatchObject([{ data: { reason: 'throttle' } }]);
    expect(await house.kinds(id)).toContain('notification_sent');
    expect(await house.kinds(id)).not.toContain('nobody_notified');
  }
  expect(await house.metric('incidents_delivery_held_total')).toBeGreaterThanOrEqual(2);
});

test('what is critical goes first: it does not wait for what is not', async () => {
  house = await House.start({ policy: [step('ada').waits(hours(2))] });
  await setThrottles(house.api, ONE_MAIL);
  await house.elastic.fires('mild', { severity: 'warning' });
  await house.settles();
  house.mailbox.expect('ada', 'mild');
  await house.elastic.fires('mild again', { severity: 'info' });
  await house.elastic.fires('database gone', { severity: 'critical' });
  await house.settles();
  house.mailbox.expect('ada', 'database gone');
  house.mailbox.expectNothingMore();
  await house.passes(30);
  house.mailbox.expect('ada', 'mild again');
  house.mailbox.expectNothingMore();
});

test('what is acknowledged while it waits is in no message, and the rest is', async () => {
  house = await House.start({ policy: [step('ada').waits(hours(2))] });
  await setThrottles(house.api, ONE_MAIL);
  await house.elastic.fires('first');
  await house.settles();
  house.mailbox.expect('ada', 'first');
  const [one = ''] = await storm(4);
  await house.settles();
  await house.acknowledge(one, 'grace');
  await house.passes(minutes(5));
  const mail = house.mailbox.expect('ada', '3 incidents: 3 error');
  expect(mail.text).not.toContain('problem 1 ');
  house.mailbox.expectNothingMore();
  expect(await house.entries(one, 'notification_suppressed')).toMatchObject([{ data: { reason: 'acknowledged' } }]);
});

test('what is acknowledged while its message is refused is not in it when it comes, be it the first in it', async () => {
  house = await House.start({ policy: [step('ada').waits(hours(2))] });
  house.mailbox.server.refuseWith(451, 'try later');
  const worst = await house.elastic.fires('database gone', { severity: 'critical' });
  const [one = ''] = await storm(5);
  await house.settles();
  const [{ id: key } = { id: '' }] = await log(`incident_id=${worst}`);
  for (const id of [worst, one]) await house.acknowledge(id, 'grace');
  house.mailbox.server.accept();
  await house.passes(minutes(5));
  const mail = house.mailbox.expect('ada', '4 incidents: 4 error');
  expect(mail.message_id).toContain(key);
  expect(mail.text).not.toContain('database gone');
  house.mailbox.expectNothingMore();
  for (const id of [worst, one]) {
    expect(await house.entries(id, 'notification_suppressed')).toMatchObject([{ data: { reason: 'acknowledged' } }]);
    expect(await house.kinds(id)).not.toContain('notification_sent');
  }
  expect(await house.count(`deliveries where status in ('pending', 'sending')`)).toBe(0);
});

test('a provider that takes one mail a second gets all of them, one a second', async () => {
  house = await House.start({ policy: [step('ada', 'grace', 'linus').waits(hours(2))] });
  await setThrottles(house.api, {
    providers: { ...DEFAULT_THROTTLES.providers, email: { messages: 1, seconds: 1, burst: 1 } },
  });
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  expect(house.mailbox.unseen()).toHaveLength(1);
  await house.passes(1);
  expect(house.mailbox.unseen()).toHaveLength(2);
  await house.passes(1);
  for (const name of ['ada', 'grace', 'linus']) house.mailbox.expect(name, 'disk full');
  await house.passes(minutes(10));
  house.mailbox.expectNothingMore();
  expect(await house.kinds(incident)).not.toContain('notification_held');
  expect(await house.count(`deliveries where status = 'sent' and attempts = 1`)).toBe(3);
});
