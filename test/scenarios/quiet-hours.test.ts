import { afterEach, expect, test } from '@jest/globals';
import { twilioSays } from '../harness/callbacks.ts';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';
import { list, prefers, toldOf } from '../harness/preferences.ts';

const PHONE = '+4915112345678';
const utc = (time: string) => new Date(`${time}:00.000Z`);
const NIGHT = { quiet_hours: { from: '22:00', until: '07:00' } };

let house: House;
afterEach(() => house.stop());

/** It is four in the morning in Berlin. */
async function open(policy = [step('ada').waits(hours(12))]): Promise<void> {
  house = await House.start({ policy });
  await prefers(house, 'ada', NIGHT);
}

/** Lets time pass until then. */
async function passesUntil(time: string): Promise<void> {
  await house.passes((utc(time).getTime() - house.clock.now().getTime()) / 1000);
}

test('what can wait is held until they are over, and shown with its reason; what is urgent is not', async () => {
  await open();
  const low = await house.elastic.fires('nearly full', { severity: 'warning' });
  await house.settles();
  const hold = { reason: 'quiet_hours', until: '2027-01-05T06:00:00.000Z' };
  expect(await toldOf(house, low)).toMatchObject([{ status: 'pending', due_at: hold.until, hold, attempts: [] }]);
  expect(await house.entries(low, 'step_activated')).toMatchObject([{ data: { told: [{ channel: 'email', hold }] } }]);
  expect(await house.kinds(low)).not.toContain('nobody_notified');
  await house.elastic.fires('disk full', { severity: 'error' });
  await house.settles();
  house.mailbox.expect('ada', 'disk full');
  await passesUntil('2027-01-05T05:59');
  house.mailbox.expectNothingMore();
  await passesUntil('2027-01-05T06:00');
  house.mailbox.expect('ada', 'nearly full');
  house.mailbox.expectNothingMore();
  expect(await toldOf(house, low)).toMatchObject([{ status: 'sent', hold: null }]);
});

test('what recovers while it is held is never told', async () => {
  await open();
  await house.elastic.fires('nearly full', { severity: 'warning' });
  await house.passes(minutes(10));
  await house.elastic.recovers('nearly full');
  await passesUntil('2027-01-05T12:00');
  house.mailbox.expectNothingMore();
});

test('others are told, and so is whoever a schedule says is on call', async () => {
  house = await House.start({ policy: null });
  for (const name of ['ada', 'grace']) await prefers(house, name, NIGHT);
  const rotation = { type: 'daily', starts_on: '2027-01-01', handoff_time: '09:00' };
  const schedule = await house.addSchedule('Payments primary', [{ name: 'days', turns: ['grace'], rotation }]);
  await house.setPolicy([step('ada', 'linus', `schedule:${schedule}`).waits(hours(12))]);
  const incident = await house.elastic.fires('nearly full', { severity: 'warning' });
  await house.passes(minutes(30));
  house.mailbox.expect('grace', 'nearly full', 'on call in Payments primary');
  house.mailbox.expect('linus', 'nearly full');
  house.mailbox.expectNothingMore();
  expect((await toldOf(house, incident)).map(({ recipient, hold }) => [recipient.name, hold !== null]).sort()).toEqual([
    ['ada', true],
    ['grace', false],
    ['linus', false],
  ]);
});

test('who is on call is told at once also where a step names them and no schedule', async () => {
  await open([step('ada', 'grace').waits(hours(12))]);
  await prefers(house, 'grace', NIGHT);
  const rotation = { type: 'daily', starts_on: '2027-01-01', handoff_time: '09:00' };
  await house.addSchedule('Something else', [{ name: 'days', turns: ['ada'], rotation }]);
  await house.elastic.fires('nearly full', { severity: 'warning' });
  await house.settles();
  house.mailbox.expect('ada', 'nearly full');
  house.mailbox.expectNothingMore();
});

test.each([
  ['begins, they are an hour shorter', '2027-03-27T22:00', '2027-03-28T05:00'],
  ['ends, they are an hour longer', '2027-10-30T22:00', '2027-10-31T06:00'],
])('in the night in which summer time %s', async (_, at, end) => {
  await open();
  house.clock.set(utc(at));
  await house.elastic.fires('nearly full', { severity: 'warning' });
  await house.settles();
  await house.passes((utc(end).getTime() - utc(at).getTime()) / 1000 - 1);
  house.mailbox.expectNothingMore();
  await house.passes(1);
  house.mailbox.expect('ada', 'nearly full');
  house.mailbox.expectNothingMore();
});

test('who works on weekdays hears on Monday morning what happened on Friday night', async () => {
  await open();
  await prefers(house, 'ada', {
    ...NIGHT,
    working_days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
  });
  house.clock.set(utc('2027-01-08T22:30'));
  await house.elastic.fires('nearly full', { severity: 'warning' });
  await passesUntil('2027-01-11T05:59');
  house.mailbox.expectNothingMore();
  await passesUntil('2027-01-11T06:00');
  house.mailbox.expect('ada', 'nearly full');
});

test('what becomes urgent while it is held is told at once, and not again in the morning', async () => {
  house = await House.start({ policy: [step('ada').waits(hours(12))], reachable: true });
  await house.addContact('ada', 'sms', PHONE);
  await prefers(house, 'ada', { ...NIGHT, high: list('email 0', 'sms 60') });
  const incident = await house.elastic.fires('disk full', { uuid: 'e1', severity: 'warning' });
  await house.passes(minutes(10));
  house.mailbox.expectNothingMore();
  await house.elastic.fires('disk full', { uuid: 'e1', severity: 'critical' });
  await house.settles();
  house.mailbox.expect('ada', '[critical]', 'disk full', 'it rose from warning to critical');
  house.twilio.expectNothingMore();
  await house.passes(60);
  await twilioSays(house, house.twilio.expect('sms', PHONE, 'disk full'), 'delivered');
  await passesUntil('2027-01-05T12:00');
  house.mailbox.expectNothingMore();
  expect((await toldOf(house, incident)).map(({ event, channel }) => `${event} ${channel}`)).toEqual([
    'severity_rose sms',
    'escalation_step email',
  ]);
});

test('what becomes worse and can still wait is told once, in the morning', async () => {
  await open();
  await house.elastic.fires('disk full', { uuid: 'e1', severity: 'info' });
  await house.passes(minutes(10));
  await house.elastic.fires('disk full', { uuid: 'e1', severity: 'warning' });
  await house.passes(minutes(10));
  house.mailbox.expectNothingMore();
  await passesUntil('2027-01-05T06:00');
  house.mailbox.expect('ada', '[warning]', 'disk full');
  await passesUntil('2027-01-05T09:00');
  house.mailbox.expectNothingMore();
});

test('what was given to somebody at night and then became urgent waits no longer', async () => {
  await open();
  await prefers(house, 'grace', NIGHT);
  const incident = await house.elastic.fires('disk full', { uuid: 'e1', severity: 'warning' });
  await house.settles();
  await house.acknowledge(incident, 'linus');
  await house.change(incident, 'assign', 'linus', { user_id: house.person('grace').id });
  await house.passes(minutes(10));
  house.mailbox.expectNothingMore();
  await house.elastic.fires('disk full', { uuid: 'e1', severity: 'error' });
  await house.settles();
  house.mailbox.expect('grace', 'Worse');
  house.mailbox.expect('grace', 'Assigned to you');
  await passesUntil('2027-01-05T12:00');
  house.mailbox.expectNothingMore();
});
