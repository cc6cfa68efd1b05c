import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { OutgoingMessage } from '../../backend/src/delivery/channel.ts';
import { SmsChannel } from '../../backend/src/delivery/sms.channel.ts';
import type { TwilioOptions } from '../../backend/src/delivery/twilio.ts';
import { VoiceChannel } from '../../backend/src/delivery/voice.channel.ts';
import { FakeTwilio, TWILIO_FROM, TWILIO_SID, TWILIO_TOKEN } from '../harness/fake-twilio.ts';
import type { WebhookAnswer } from '../harness/fake-webhook.ts';
import { outgoing } from '../harness/outgoing.ts';

const NOW = new Date('2027-01-05T03:24:00Z');
const NUMBER = '+4915112345678';
const SMS = { kind: 'sms', number: NUMBER, code: '4711', known: [], rivals: 0 } as const;

let now = NOW;
let twilio: FakeTwilio;
const options = (over: Partial<TwilioOptions> = {}): TwilioOptions => ({
  accountSid: TWILIO_SID,
  authToken: TWILIO_TOKEN,
  from: TWILIO_FROM,
  apiUrl: twilio.apiUrl,
  publicUrl: 'https://incidents.example.org',
  now: () => now,
  ...over,
});
beforeEach(async () => {
  now = NOW;
  twilio = await FakeTwilio.start(() => now);
});
afterEach(() => twilio.stop());

const sms = (over: Partial<OutgoingMessage> = {}, given = options()) =>
  new SmsChannel(given).send(outgoing({ to: SMS, ...over }));
const call = (over: Partial<OutgoingMessage> = {}, given = options()) =>
  new VoiceChannel(given).send(outgoing({ to: { kind: 'voice', number: NUMBER }, ...over }));

describe('what is asked of Twilio', () => {
  test('an SMS with its text, and where its receipt goes', async () => {
    const outcome = await sms();
    const record = twilio.expect('sms', NUMBER, 'Disk full');
    expect(outcome).toEqual({ kind: 'sent', providerId: record.sid });
    expect(record.statusCallback).toBe(
      'https://incidents.example.org/v1/callbacks/twilio/status?delivery=01890a5d-ac96-774b-bcce-b302099a8057',
    );
  });

  test('a call with what it says, and where its receipt goes', async () => {
    const outcome = await call();
    const record = twilio.expect('voice', NUMBER, '<Say>CRITICAL #12 Disk full</Say>');
    expect(outcome).toEqual({ kind: 'sent', providerId: record.sid });
    expect(record.statusCallback).toContain('/v1/callbacks/twilio/status?delivery=');
  });

  test('without an address of our own, no receipt', async () => {
    await sms({}, options({ publicUrl: null }));
    expect(twilio.expect('sms', NUMBER).statusCallback).toBeNull();
  });
});

describe('an SMS whose end nobody knows', () => {
  test('is looked for by its reply code, and not sent again', async () => {
    const outcome = await sms();
    now = new Date(NOW.getTime() + 60_000);
    expect(await sms({ attempt: 2 })).toEqual(outcome);
    expect(twilio.records).toHaveLength(1);
  });

  test('is sent when what is there is older than its first attempt', async () => {
    await sms();
    now = new Date(NOW.getTime() + 60_000);
    expect(await sms({ attempt: 2, firstAttemptAt: now })).toMatchObject({ kind: 'sent' });
    expect(twilio.records).toHaveLength(2);
  });

  test('is sent when what is there has another code, or it has none itself', async () => {
    await sms();
    const other = { ...SMS, code: '1234' };
    await sms({ attempt: 2, to: other, sms: 'Reply 1234 to acknowledge.' });
    await sms({ attempt: 2, to: { ...SMS, code: null } });
    expect(twilio.records).toHaveLength(3);
  });

  test('is sent when what is there is known to be another of its incident', async () => {
    await sms();
    const known = twilio.records.map(({ sid }) => sid);
    expect(await sms({ attempt: 2, to: { ...SMS, known } })).toMatchObject({ kind: 'sent' });
    expect(twilio.records).toHaveLength(2);
    expect(await sms({ attempt: 3, to: { ...SMS, known } })).toEqual({
      kind: 'sent',
      providerId: twilio.records[1]?.sid,
    });
    expect(twilio.records).toHaveLength(2);
  });

  test('is sent when what is there may be another of its incident, of which nobody knows either', async () => {
    await sms({ sms: 'Triggered. Reply 4711 to acknowledge.' });
    const worse = { attempt: 2, to: { ...SMS, rivals: 1 }, sms: 'Worse. Reply 4711 to acknowledge.' };
    expect(await sms(worse)).toEqual({ kind: 'sent', providerId: twilio.records[1]?.sid });
    expect(twilio.records.map(({ content }) => content)).toEqual([
      expect.stringContaining('Triggered'),
      expect.stringContaining('Worse'),
    ]);
    // It is there now, and says the same.
    expect(await sms({ ...worse, attempt: 3 })).toEqual({ kind: 'sent', providerId: twilio.records[1]?.sid });
    // Both are there, whatever they say by now.
    expect(await sms({ ...worse, attempt: 4, sms: 'Worse, for 9 min. Reply 4711 to acknowledge.' })).toMatchObject({
      kind: 'sent',
    });
    expect(twilio.records).toHaveLength(2);
  });

  test('is not sent while Twilio cannot be asked', async () => {
    twilio.misbehaves({ kind: 'status', status: 503 });
    expect(await sms({ attempt: 2 })).toMatchObject({ kind: 'refused', retryable: true });
    twilio.accepts();
    expect(twilio.records).toHaveLength(0);
  });
});

test('a call whose end nobody knows is made again: Twilio has nothing to know it by', async () => {
  await call();
  await call({ attempt: 2 });
  expect(new Set(twilio.records.map(({ statusCallback }) => statusCallback)).size).toBe(1);
  expect(twilio.records).toHaveLength(2);
});

describe.each([
  ['SMS', sms],
  ['call', call],
])('a refused %s', (_, send) => {
  test.each([
    ['a number that is none', 400, 21211, false],
    ['one who has unsubscribed', 400, 21610, false],
    ['a country that is not open to us', 400, 21408, false],
    ['our own number', 400, 21606, true],
    ['a code that nobody knows yet', 400, 99999, true],
    ['our token', 401, 20003, true],
    ['our account', 404, 20404, true],
    ['too many at once', 429, 20429, true],
    ['a fault of Twilio', 500, 20500, true],
    ['a busy Twilio', 503, 20503, true],
  ])('for %s (%d, %d): retryable is %j', async (_title, status, code, retryable) => {
    twilio.refuses(status, code, '17');
    const outcome = await send();
    expect(outcome).toMatchObject({ kind: 'refused', retryable, error: `Twilio answered ${status} (${code})` });
    if (retryable) expect(outcome).toMatchObject({ retryAfterSeconds: 17 });
    expect(JSON.stringify(outcome)).not.toContain(NUMBER.slice(1));
  });

  test.each([
    ['silence', { kind: 'silence' }],
    ['a half-closed connection', { kind: 'half_close' }],
    ['a body that is cut off', { kind: 'cut_body', status: 201 }],
    ['a body that does not end', { kind: 'slow_body', status: 201 }],
    ['a reset', { kind: 'reset' }],
    ['something that is no HTTP', { kind: 'garbage' }],
    ['a page instead of JSON', { kind: 'status', status: 200, body: '<html>' }],
    ['a redirect', { kind: 'status', status: 307, headers: { location: 'http://127.0.0.1:1/' } }],
  ] satisfies readonly (readonly [string, WebhookAnswer])[])('by %s is tried again', async (_title, answer) => {
    twilio.misbehaves(answer);
    const outcome = await send({ timeoutMs: 300 });
    expect(outcome).toMatchObject({ kind: 'refused', retryable: true, gone: false });
    expect(JSON.stringify(outcome)).not.toMatch(/127\.0\.0\.1|49151|auth-token/);
  });

  test('with a wrong token is tried again, and holds nothing of it', async () => {
    const outcome = await send({}, options({ authToken: 'wrong-token' }));
    expect(outcome).toMatchObject({ retryable: true, error: 'Twilio answered 401 (20003)' });
    expect(JSON.stringify(outcome)).not.toContain('wrong');
  });
});
