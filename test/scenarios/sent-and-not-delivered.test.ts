import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { twilioSays } from '../harness/callbacks.ts';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

const ADA = '+4915112345678';
const LINUS = '+4915187654321';

let house: House;
beforeEach(async () => {
  house = await House.start({
    policy: [step('ada', 'linus').waits(hours(2)), step('grace').after(minutes(30)).waits(hours(2))],
    reachable: true,
    unreachable: ['linus'],
    fallback: 'grace',
  });
  await house.removeMail('ada');
  await house.addContact('ada', 'sms', ADA);
});
afterEach(() => house.stop());

/** Both steps have begun within a second of each other, and the first was left but once. */
async function expectGoneOn(incident: string): Promise<void> {
  house.mailbox.expect('grace', 'disk full', 'step 2 of 2');
  house.mailbox.expect('grace', 'NOBODY REACHED', 'all deliveries of the step failed');
  expect(await house.entries(incident, 'nobody_notified')).toMatchObject([
    { data: { step: 1, reason: 'all_deliveries_failed' } },
  ]);
  expect(await house.entries(incident, 'step_escalated')).toMatchObject([
    { data: { step: 1, reason: 'nobody_notified' } },
  ]);
  expect(await house.metric('incidents_nobody_notified_total')).toBe(1);
  await house.passes(minutes(90));
  house.mailbox.expectNothingMore();
  house.twilio.expectNothingMore();
}

test('a step whose only SMS does not arrive, long after it was sent, has reached nobody: the next one is told at once', async () => {
  const incident = await house.elastic.fires('disk full', { severity: 'critical' });
  await house.passes(minutes(1));
  const sms = house.twilio.expect('sms', ADA);
  expect(await house.rows('select status from escalations')).toEqual([{ status: 'notified' }]);
  await twilioSays(house, sms, 'undelivered', { ErrorCode: '30003' });
  await house.settles();
  expect(await house.minutesOf(incident, 'step_activated')).toEqual([0, 1]);
  await expectGoneOn(incident);
});

test('one of which nobody hears in time has not either', async () => {
  const incident = await house.elastic.fires('disk full', { severity: 'critical' });
  await house.settles();
  house.twilio.expect('sms', ADA);
  await house.passes(minutes(3));
  expect(await house.minutesOf(incident, 'step_activated')).toEqual([0, 2]);
  await expectGoneOn(incident);
});

test('it has while a call follows, and has not any more when nobody takes that', async () => {
  await house.addContact('ada', 'voice', ADA);
  const incident = await house.elastic.fires('disk full', { severity: 'critical' });
  await house.settles();
  await twilioSays(house, house.twilio.expect('sms', ADA), 'undelivered');
  await house.passes(minutes(1));
  const call = house.twilio.expect('voice', ADA);
  expect(await house.kinds(incident)).not.toContain('nobody_notified');
  await twilioSays(house, call, 'no-answer');
  await house.settles();
  await expectGoneOn(incident);
});

test('one of two who is reached is enough, whatever comes of the other', async () => {
  await house.addContact('linus', 'sms', LINUS);
  const incident = await house.elastic.fires('disk full', { severity: 'critical' });
  await house.settles();
  await twilioSays(house, house.twilio.expect('sms', ADA), 'undelivered');
  await twilioSays(house, house.twilio.expect('sms', LINUS), 'delivered');
  await house.passes(minutes(90));
  expect(await house.kinds(incident)).not.toContain('nobody_notified');
  expect(await house.kinds(incident)).not.toContain('step_escalated');
  house.mailbox.expectNothingMore();
});

test('a receipt that comes when the step has been left changes nothing', async () => {
  const incident = await house.elastic.fires('disk full', { severity: 'critical' });
  await house.settles();
  const sms = house.twilio.expect('sms', ADA);
  await house.change(incident, 'escalate', 'linus');
  await house.settles();
  house.mailbox.expect('grace', 'disk full', 'step 2 of 2');
  await twilioSays(house, sms, 'undelivered');
  await house.passes(minutes(10));
  expect(await house.kinds(incident)).not.toContain('nobody_notified');
  house.mailbox.expectNothingMore();
});
