import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';
import { list, prefers, toldOf } from '../harness/preferences.ts';

const ADA = 'U024BE7LH';
const PHONE = '+4915112345678';

let house: House;
beforeEach(async () => {
  house = await House.start({ policy: [step('ada').waits(hours(2))], reachable: true });
  await house.addContact('ada', 'slack', ADA);
  await house.addContact('ada', 'sms', PHONE);
});
afterEach(() => house.stop());

test('Slack is down for twenty minutes: who has nothing but a phone beside it is told by SMS, once, within a minute', async () => {
  await house.removeMail('ada');
  house.slack.misbehaves({ kind: 'status', status: 503 });
  const incident = await house.elastic.fires('disk full');
  await house.passes(5);
  house.twilio.expectNothingMore();
  await house.passes(55);
  house.twilio.expect('sms', PHONE, 'disk full', 'Reply ');
  await house.passes(minutes(19));
  expect(house.slack.posts).toEqual([]);

  house.slack.accepts();
  await house.passes(minutes(10));
  expect(house.slack.in(ADA)).toHaveLength(1);
  await house.passes(minutes(60));
  house.twilio.expectNothingMore();
  house.mailbox.expectNothingMore();
  expect(house.slack.posts).toHaveLength(1);
  const told = await house.api.ok<{ items: { channel: string; because: string | null }[] }>(
    'GET',
    `/v1/incidents/${incident}/notifications`,
  );
  expect(told.items).toMatchObject([
    { channel: 'sms', because: expect.stringContaining('slack did not get through') },
    { channel: 'slack', because: null },
  ]);
  expect(await house.kinds(incident)).not.toContain('nobody_notified');
});

test('who got the mail is not woken by an SMS because Slack is down', async () => {
  house.slack.misbehaves({ kind: 'status', status: 503 });
  await house.elastic.fires('disk full');
  await house.passes(minutes(20));
  house.mailbox.expect('ada', 'disk full');
  house.mailbox.expectNothingMore();
  house.twilio.expectNothingMore();
});

test('one that asks for more patience than there is, is not waited for at all', async () => {
  await house.removeMail('ada');
  house.slack.misbehavesOnce({ kind: 'status', status: 429, headers: { 'retry-after': '300' } });
  await house.elastic.fires('disk full');
  await house.settles();
  house.twilio.expect('sms', PHONE, 'disk full');
  await house.passes(minutes(10));
  expect(house.slack.in(ADA)).toHaveLength(1);
  house.twilio.expectNothingMore();
});

test('a low urgency wakes nobody, however long Slack is down', async () => {
  await house.removeMail('ada');
  house.slack.misbehaves({ kind: 'status', status: 503 });
  await house.elastic.fires('disk full', { severity: 'warning' });
  await house.passes(minutes(40));
  house.twilio.expectNothingMore();
});

test('what can wait comes by mail where Slack is all that was asked for, but not in quiet hours, and no phone rings', async () => {
  await prefers(house, 'ada', { low: list('slack 0'), quiet_hours: { from: '04:15', until: '04:30' } });
  house.slack.misbehaves({ kind: 'status', status: 503 });
  const before = await house.elastic.fires('nearly full', { severity: 'warning' });
  await house.passes(minutes(2));
  house.mailbox.expect('ada', 'nearly full');
  expect((await toldOf(house, before)).map(({ channel }) => channel).sort()).toEqual(['email', 'slack']);
  await house.acknowledge(before, 'ada');

  house.clock.set(new Date('2027-01-05T03:14:50.000Z'));
  await house.elastic.fires('slow', { severity: 'warning' });
  await house.passes(minutes(15));
  house.mailbox.expectNothingMore();
  await house.passes(10);
  house.mailbox.expect('ada', 'slow');
  house.mailbox.expectNothingMore();
  house.twilio.expectNothingMore();
});

test('when Slack and mail fail together, one SMS follows', async () => {
  house.slack.refuses('user_disabled');
  house.mailbox.server.refuseWith(550, 'no such user');
  await house.elastic.fires('disk full');
  await house.settles();
  house.twilio.expect('sms', PHONE, 'disk full');
  await house.passes(minutes(30));
  house.twilio.expectNothingMore();
});

test('when the last channel fails too, nobody was told, loudly', async () => {
  await house.removeMail('ada');
  house.slack.refuses('user_disabled');
  house.twilio.refuses(400, 21610);
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  expect(await house.kinds(incident)).toContain('nobody_notified');
  expect(await house.metric('incidents_nobody_notified_total')).toBe(1);
  house.twilio.expectNothingMore();
});
