import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { twilioCalls, twilioSays } from '../harness/callbacks.ts';
import { House, PUBLIC_URL, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

const PHONE = '+4915112345678';

let house: House;
beforeEach(async () => {
  house = await House.start({ policy: [step('ada').waits(hours(2))], reachable: true });
  await house.removeMail('ada');
  await house.addContact('ada', 'sms', PHONE);
  await house.addContact('ada', 'voice', PHONE);
});
afterEach(() => house.stop());

const deliveries = () => house.rows('select channel, status, reason from deliveries order by channel');

test('an SMS without a receipt in two minutes counts as not delivered, and a call follows', async () => {
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  house.twilio.expect('sms', PHONE, 'disk full');
  await house.passes(119);
  house.twilio.expectNothingMore();
  await house.passes(1);
  house.twilio.expect('voice', PHONE, 'disk full', 'Press 4 to acknowledge');
  await house.passes(1);
  expect(await deliveries()).toEqual([
    { channel: 'sms', status: 'failed', reason: 'no receipt came in time' },
    { channel: 'voice', status: 'sent', reason: null },
  ]);
  expect(await house.kinds(incident)).toEqual(expect.arrayContaining(['notification_sent', 'notification_failed']));
  await house.passes(hours(1));
  house.twilio.expectNothingMore();
  house.mailbox.expectNothingMore();
});

test('one that is confirmed is delivered, and stays so whatever comes after', async () => {
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  const sms = house.twilio.expect('sms', PHONE);
  for (const status of ['queued', 'sent', 'delivered', 'delivered', 'sent', 'undelivered', 'failed']) {
    expect((await twilioSays(house, sms, status)).status).toBe(204);
  }
  await house.passes(minutes(30));
  house.twilio.expectNothingMore();
  expect(await deliveries()).toEqual([{ channel: 'sms', status: 'delivered', reason: null }]);
  expect(await house.entries(incident, 'notification_delivered')).toHaveLength(1);
  expect(await house.entries(incident, 'notification_failed')).toHaveLength(0);
});

test('one that Twilio took and did not say so is delivered when it is confirmed, and is not sent again', async () => {
  house.twilio.misbehavesAfterTaking({ kind: 'status', status: 502 });
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  const sms = house.twilio.expect('sms', PHONE, 'disk full');
  expect(await deliveries()).toMatchObject([{ status: 'pending' }]);
  house.twilio.accepts();
  expect((await twilioSays(house, sms, 'delivered')).status).toBe(204);
  await house.passes(minutes(30));
  expect(await deliveries()).toEqual([{ channel: 'sms', status: 'delivered', reason: null }]);
  expect(await house.entries(incident, 'notification_delivered')).toHaveLength(1);
  house.twilio.expectNothingMore();
});

test('two of one incident that Twilio refused are both sent when it is well, and none is taken for the other', async () => {
  await house.setPolicy([step('ada').waits(60), step('ada').waits(hours(2))]);
  house.twilio.refuses(500, 20500);
  await house.elastic.fires('disk full');
  await house.passes(70);
  house.twilio.accepts();
  await house.passes(minutes(10));
  const ids = house.twilio.records.filter(({ kind }) => kind === 'sms').map(({ sid }) => sid);
  const sent = await house.rows<{ providerId: string }>(`select provider_id from deliveries where channel = 'sms'`);
  expect(sent.map(({ providerId }) => providerId).sort()).toEqual(ids);
  expect(ids).toHaveLength(2);
});

test('one that Twilio could not deliver is followed by a call at once, and is not revived', async () => {
  await house.elastic.fires('disk full');
  await house.settles();
  const sms = house.twilio.expect('sms', PHONE);
  await twilioSays(house, sms, 'undelivered', { ErrorCode: '30003' });
  await house.settles();
  const call = house.twilio.expect('voice', PHONE);
  await twilioSays(house, sms, 'delivered');
  await twilioSays(house, call, 'completed');
  await house.passes(minutes(30));
  expect(await deliveries()).toEqual([
    { channel: 'sms', status: 'failed', reason: 'Twilio says that it is undelivered (30003)' },
    { channel: 'voice', status: 'delivered', reason: null },
  ]);
  house.twilio.expectNothingMore();
});

test.each(['busy', 'no-answer', 'failed', 'canceled'])(
  'a call that ends with %s has not reached anybody',
  async (status) => {
    await house.elastic.fires('disk full');
    await house.passes(minutes(2));
    house.twilio.expect('sms', PHONE);
    await twilioSays(house, house.twilio.expect('voice', PHONE), status);
    await house.settles();
    expect((await deliveries()).at(-1)).toMatchObject({ channel: 'voice', status: 'failed' });
  },
);

test('a call that a mailbox takes has reached nobody, though it ends well: the next step is told at once', async () => {
  await house.setPolicy([step('ada').waits(hours(2)), step('grace').waits(hours(2))]);
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  await twilioSays(house, house.twilio.expect('sms', PHONE), 'undelivered', { ErrorCode: '30003' });
  await house.settles();
  const call = house.twilio.expect('voice', PHONE, 'disk full');
  expect(house.twilio.machinesAreHeard(call)).toBe(true);
  house.mailbox.expectNothingMore();
  const found = { CallSid: call.sid, AnsweredBy: 'machine_start', MachineDetectionDuration: '2400' };
  const path = (call.statusCallback ?? '').replace(PUBLIC_URL, '');
  expect((await twilioCalls(house, path, found)).status).toBe(204);
  expect((await twilioSays(house, call, 'completed')).status).toBe(204);
  await house.settles();
  expect(await deliveries()).toMatchObject([
    { channel: 'email' },
    { channel: 'sms' },
    { status: 'failed', reason: 'a machine answered the call' },
  ]);
  expect(await house.kinds(incident)).toContain('nobody_notified');
  house.mailbox.expect('grace', 'disk full');
  house.mailbox.expectNothingMore();
});

test('one that a person takes is delivered', async () => {
  await house.elastic.fires('disk full');
  await house.settles();
  await twilioSays(house, house.twilio.expect('sms', PHONE), 'undelivered', { ErrorCode: '30003' });
  await house.settles();
  const call = house.twilio.expect('voice', PHONE);
  const path = (call.statusCallback ?? '').replace(PUBLIC_URL, '');
  await twilioCalls(house, path, { CallSid: call.sid, AnsweredBy: 'human' });
  expect(await deliveries()).toMatchObject([{ channel: 'sms' }, { channel: 'voice', status: 'sent' }]);
  await twilioSays(house, call, 'completed', { AnsweredBy: 'human' });
  expect(await deliveries()).toMatchObject([{ channel: 'sms' }, { channel: 'voice', status: 'delivered' }]);
  await house.passes(hours(1));
  house.twilio.expectNothingMore();
  house.mailbox.expectNothingMore();
});

test('what is acknowledged meanwhile is not followed by a call', async () => {
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  house.twilio.expect('sms', PHONE);
  await house.acknowledge(incident, 'grace');
  await house.passes(minutes(30));
  house.twilio.expectNothingMore();
});

test('a receipt that is forged, or of a delivery that is none, changes nothing', async () => {
  await house.elastic.fires('disk full');
  await house.settles();
  const sms = house.twilio.expect('sms', PHONE);
  const path = new URL(sms.statusCallback ?? '').pathname + new URL(sms.statusCallback ?? '').search;
  const form = { MessageSid: sms.sid, MessageStatus: 'delivered' };
  expect((await twilioCalls(house, path, form, 'another-token')).status).toBe(403);
  expect((await house.api.call('POST', path, new URLSearchParams(form).toString())).status).toBe(403);
  const other = path.replace(/delivery=.*/, 'delivery=01890a5d-ac96-774b-bcce-b302099a8057');
  expect((await twilioCalls(house, other, form)).status).toBe(204);
  expect((await twilioCalls(house, path.replace(/delivery=.*/, 'delivery=x'), form)).status).toBe(400);
  expect(await deliveries()).toMatchObject([{ status: 'sent' }]);
});
