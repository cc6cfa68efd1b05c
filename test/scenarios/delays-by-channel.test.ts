import { afterEach, expect, test } from '@jest/globals';
import { textsBack, codeIn } from '../harness/callbacks.ts';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';
import { list, prefers, toldOf } from '../harness/preferences.ts';

const ADA = 'U024BE7LH';
const PHONE = '+4915112345678';

let house: House;
afterEach(() => house.stop());

/** Slack at once, SMS after two minutes, a call after five. */
async function open(): Promise<void> {
  house = await House.start({ policy: [step('ada').waits(hours(1))], reachable: true });
  await house.removeMail('ada');
  await house.addContact('ada', 'slack', ADA);
  await house.addContact('ada', 'sms', PHONE);
  await house.addContact('ada', 'voice', PHONE);
  await prefers(house, 'ada', { high: list('slack 0', 'sms 120', 'voice 300') });
}

test('each channel has its turn after its delay, until somebody acknowledges', async () => {
  await open();
  const incident = await house.elastic.fires('disk full', { severity: 'critical' });
  await house.passes(119);
  expect(house.slack.in(ADA)).toHaveLength(1);
  house.twilio.expectNothingMore();
  await house.passes(1);
  const code = codeIn(house.twilio.expect('sms', PHONE, 'disk full'));
  await textsBack(house, PHONE, code, 'SM1');
  await house.passes(hours(2));
  house.twilio.expectNothingMore();
  house.mailbox.expectNothingMore();
  const told = await toldOf(house, incident);
  expect(told).toHaveLength(4);
  const ofStep = (channel: string) => told.find((each) => each.channel === channel && each.event === 'escalation_step');
  expect(ofStep('slack')).toMatchObject({ status: 'sent', sent_at: '2027-01-05T03:00:00.000Z' });
  expect(ofStep('sms')).toMatchObject({ sent_at: '2027-01-05T03:02:00.000Z' });
  expect(ofStep('voice')).toMatchObject({ status: 'suppressed', reason: 'acknowledged', sent_at: null });
  expect(told.find(({ event }) => event === 'standing_changed')).toMatchObject({ channel: 'slack', status: 'sent' });
});

test('whom neither woke is called, once', async () => {
  await open();
  const incident = await house.elastic.fires('disk full', { severity: 'critical' });
  await house.passes(299);
  house.twilio.expect('sms', PHONE);
  house.twilio.expectNothingMore();
  await house.passes(1);
  house.twilio.expect('voice', PHONE, 'disk full');
  const [entry] = await house.entries(incident, 'step_activated');
  expect(entry?.data['told']).toMatchObject([
    { channel: 'slack' },
    { channel: 'sms', delay_seconds: 120 },
    { channel: 'voice', delay_seconds: 300 },
  ]);
  await house.passes(minutes(50));
  house.twilio.expectNothingMore();
  expect(house.slack.in(ADA)).toHaveLength(1);
});

test('what is urgent without being critical leaves the SMS out, and calls', async () => {
  await open();
  await house.elastic.fires('disk full', { severity: 'error' });
  await house.passes(minutes(50));
  house.twilio.expect('voice', PHONE, 'disk full');
  house.twilio.expectNothingMore();
  expect(house.slack.in(ADA)).toHaveLength(1);
});

test('what can wait neither rings nor calls', async () => {
  await open();
  await house.elastic.fires('disk full', { severity: 'warning' });
  await house.passes(minutes(50));
  expect(house.slack.in(ADA)).toHaveLength(1);
  house.twilio.expectNothingMore();
});

test('what is given to somebody comes at once, and nothing follows it', async () => {
  await open();
  const incident = await house.elastic.fires('disk full', { severity: 'critical' });
  await house.settles();
  await house.acknowledge(incident, 'grace');
  await house.passes(minutes(10));
  house.twilio.expectNothingMore();
  await house.change(incident, 'assign', 'grace', { user_id: house.person('ada').id });
  await house.passes(minutes(10));
  expect((await toldOf(house, incident)).filter(({ event }) => event === 'assigned')).toMatchObject([
    { channel: 'slack', status: 'sent' },
  ]);
  house.twilio.expectNothingMore();
});

test('a step is not unheard while a channel is tried yet, and is at once when the last one fails', async () => {
  const policy = [step('ada').waits(hours(1)), step('grace').waits(hours(1))];
  house = await House.start({ policy, reachable: true, fallback: 'linus' });
  await prefers(house, 'ada', { low: list('email 0', 'slack 600') });
  await house.addContact('ada', 'slack', ADA);
  house.mailbox.server.refuseWith(550, 'no such user');
  house.slack.misbehaves({ kind: 'status', status: 503 });
  const incident = await house.elastic.fires('disk full', { severity: 'warning' });
  await house.passes(20);
  expect(await house.kinds(incident)).toContain('notification_failed');
  expect(await house.kinds(incident)).not.toContain('nobody_notified');
  // Slack was to wait for ten minutes, and is tried since the mail failed.
  const [slack] = (await toldOf(house, incident)).filter(({ channel }) => channel === 'slack');
  expect(slack).toMatchObject({ status: 'pending', because: expect.stringContaining('email did not get through') });
  house.slack.accepts();
  house.slack.refuses('user_disabled');
  await house.passes(minutes(5));
  expect(await house.entries(incident, 'nobody_notified')).toMatchObject([
    { data: { step: 1, reason: 'all_deliveries_failed' } },
    { data: { step: 2 } },
  ]);
  expect(await house.entries(incident, 'step_activated')).toHaveLength(2);
});

test('when the first channel fails, the one that was to wait has its turn at once; what comes after it keeps its time', async () => {
  await open();
  house.slack.refuses('user_disabled');
  const incident = await house.elastic.fires('disk full', { severity: 'critical' });
  await house.settles();
  house.twilio.expect('sms', PHONE, 'disk full');
  house.twilio.expectNothingMore();
  expect(await house.kinds(incident)).not.toContain('nobody_notified');
  const [sms] = (await toldOf(house, incident)).filter(({ channel }) => channel === 'sms');
  expect(sms).toMatchObject({
    because: expect.stringContaining('slack did not get through'),
    attempts: [{ attempt: 1 }],
  });
  await house.passes(299);
  // Two minutes without a receipt: the call was hastened in its turn.
  house.twilio.expect('voice', PHONE, 'disk full');
  await house.passes(minutes(50));
  house.twilio.expectNothingMore();
  expect((await toldOf(house, incident)).filter(({ event }) => event === 'escalation_step')).toHaveLength(3);
});

test('one whose address was taken away before its turn hears by the next, then and there', async () => {
  house = await House.start({ policy: [step('ada', 'grace').waits(hours(1))], reachable: true });
  await house.addContact('ada', 'slack', ADA);
  await prefers(house, 'ada', { high: list('email 300') });
  const incident = await house.elastic.fires('disk full', { severity: 'critical' });
  await house.settles();
  house.mailbox.expect('grace', 'disk full');
  await house.removeMail('ada');
  await house.passes(300);
  expect(house.slack.in(ADA)).toHaveLength(1);
  const told = (await toldOf(house, incident)).filter(({ recipient }) => recipient.name === 'ada');
  expect(told.find(({ channel }) => channel === 'email')).toMatchObject({ status: 'suppressed' });
  expect(told.find(({ channel }) => channel === 'slack')).toMatchObject({
    status: 'sent',
    because: 'email did not get through (contact_method_gone)',
  });
  await house.passes(minutes(50));
  expect(house.slack.in(ADA)).toHaveLength(1);
  house.mailbox.expectNothingMore();
});

test('what fails falls back in the order of the person, before what they did not name', async () => {
  await open();
  await prefers(house, 'ada', { high: list('voice 0', 'sms 60') });
  house.twilio.refuses(400, 21610);
  await house.elastic.fires('disk full', { severity: 'critical' });
  await house.settles();
  expect(house.slack.in(ADA)).toHaveLength(1);
  const incident = (await house.incidents())[0]?.id ?? '';
  const told = await toldOf(house, incident);
  expect(told.map(({ channel, status }) => `${channel} ${status}`).sort()).toEqual([
    'slack sent',
    'sms failed',
    'voice failed',
  ]);
  const because = (channel: string) => told.find((each) => each.channel === channel)?.because;
  expect(because('sms')).toContain('voice did not get through');
  expect(because('slack')).toContain('sms did not get through');
});
