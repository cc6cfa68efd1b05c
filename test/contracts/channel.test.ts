import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { AttemptOutcome } from 'incident-core';
import type { DeliveryChannel, OutgoingMessage } from '../../backend/src/delivery/channel.ts';
import { EmailChannel } from '../../backend/src/delivery/email.channel.ts';
import { SlackChannel } from '../../backend/src/delivery/slack.channel.ts';
import { SmsChannel } from '../../backend/src/delivery/sms.channel.ts';
import { TeamsChannel } from '../../backend/src/delivery/teams.channel.ts';
import { VoiceChannel } from '../../backend/src/delivery/voice.channel.ts';
import { WebhookChannel } from '../../backend/src/delivery/webhook.channel.ts';
import { startMailbox } from '../../scripts/mailbox.mjs';
import { FakeSlack, SLACK_TOKEN } from '../harness/fake-slack.ts';
import { FakeTeams } from '../harness/fake-teams.ts';
import { FakeTwilio, TWILIO_FROM, TWILIO_SID, TWILIO_TOKEN } from '../harness/fake-twilio.ts';
import { FakeWebhook } from '../harness/fake-webhook.ts';
import { outgoing } from '../harness/outgoing.ts';

const NOW = new Date('2027-01-05T03:24:00Z');
const now = () => NOW;
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYqr';

/** A channel and the outside that it talks to. */
interface World {
  readonly channel: DeliveryChannel;
  readonly to: OutgoingMessage['to'];
  /** What the outside took: the key that tells repeats apart, and the content. */
  readonly taken: () => readonly { readonly key: string; readonly content: string }[];
  readonly refuses: (how: 'for good' | 'for now') => void;
  readonly accepts: () => void;
  readonly falls: (how: 'silent' | 'away') => Promise<void> | void;
  readonly comesBack: () => Promise<void>;
  readonly end: () => Promise<void>;
  /** What must not appear in an error. */
  readonly confidential: readonly string[];
  /** It can be asked whether it has taken a message: a further attempt of one that it has is none. */
  readonly asked?: true;
}

async function emailWorld(): Promise<World> {
  const mailbox = await startMailbox();
  const smtpUrl = `smtp://127.0.0.1:${mailbox.smtpPort}`;
  const options = { smtpUrl, from: 'Incidents <incidents@example.org>', messageIdDomain: 'incidents.example.org', now };
  const channel = new EmailChannel(options);
  const address = 'ada@example.org';
  return {
    channel,
    to: { kind: 'email', address, name: 'Ada Lovelace' },
    taken: () => mailbox.messages().map(({ message_id, text }) => ({ key: message_id ?? '', content: text ?? '' })),
    refuses: (how) => mailbox.refuseWith(how === 'for good' ? 550 : 451, `5.1.1 <${address}> is not known here`),
    accepts: () => mailbox.accept(),
    falls: (how) => (how === 'away' ? mailbox.closeSmtp() : mailbox.answerAfter(60_000)),
    comesBack: async () => mailbox.openSmtp(),
    end: async () => {
      await channel.close();
      await mailbox.stop();
    },
    confidential: [address, 'Lovelace', '127.0.0.1', String(mailbox.smtpPort), 'not known here'],
  };
}

async function webhookWorld(): Promise<World> {
  let webhook = await FakeWebhook.start();
  const { url, port } = webhook;
  const accepted = { kind: 'status', status: 204 } as const;
  return {
    channel: new WebhookChannel({ now, allowed: ['127.0.0.0/8'] }),
    to: { kind: 'webhook', url: `${url}?token=swordfish`, secrets: [SECRET] },
    taken: () => webhook.requests.map(({ headers, body }) => ({ key: String(headers['webhook-id']), content: body })),
    refuses: (how) => webhook.answers({ kind: 'status', status: how === 'for good' ? 404 : 503 }),
    accepts: () => webhook.answers(accepted),
    falls: (how) => (how === 'away' ? webhook.stop() : webhook.answers({ kind: 'silence' })),
    comesBack: async () => {
      webhook = await FakeWebhook.start(port);
    },
    end: () => webhook.stop(),
    confidential: [SECRET, SECRET.slice(6), 'swordfish', '127.0.0.1', String(port), '/hook'],
  };
}

async function teamsWorld(): Promise<World> {
  const teams = await FakeTeams.start();
  const { url, port } = teams;
  return {
    channel: new TeamsChannel({ now, allowed: ['127.0.0.0/8'] }),
    to: { kind: 'teams', url },
    taken: () => teams.cards.map(({ trackingId, content }) => ({ key: trackingId, content })),
    refuses: (how) => teams.answers({ kind: 'status', status: how === 'for good' ? 404 : 502 }),
    accepts: () => teams.answers(null),
    falls: (how) => (how === 'away' ? teams.stop() : teams.answers({ kind: 'silence' })),
    comesBack: () => teams.open(port),
    end: () => teams.stop(),
    confidential: ['swordfish', '127.0.0.1', String(port), '/workflows'],
  };
}

async function slackWorld(): Promise<World> {
  const slack = await FakeSlack.start(now);
  const { apiUrl, port } = slack;
  const conversation = 'C024BE91L';
  return {
    channel: new SlackChannel({ token: SLACK_TOKEN, apiUrl }),
    to: { kind: 'slack', conversation, first: null, isShared: false },
    taken: () =>
      slack.posts.map(({ metadata, text }) => ({ key: String(metadata?.event_payload['delivery_id']), content: text })),
    refuses: (how) => slack.refuses(how === 'for good' ? 'is_archived' : 'internal_error'),
    accepts: () => slack.accepts(),
    falls: (how) => (how === 'away' ? slack.stop() : slack.misbehaves({ kind: 'silence' })),
    comesBack: () => slack.open(port),
    end: () => slack.stop(),
    confidential: [SLACK_TOKEN, conversation, '127.0.0.1', String(port)],
    asked: true,
  };
}

async function twilioWorld(kind: 'sms' | 'voice'): Promise<World> {
  const twilio = await FakeTwilio.start(now);
  const { apiUrl, port } = twilio;
  const number = '+4915112345678';
  const publicUrl = 'https://incidents.example.org';
  const options = { accountSid: TWILIO_SID, authToken: TWILIO_TOKEN, from: TWILIO_FROM, apiUrl, publicUrl, now };
  return {
    channel: kind === 'sms' ? new SmsChannel(options) : new VoiceChannel(options),
    to: kind === 'sms' ? { kind, number, code: '4711', known: [], rivals: 0 } : { kind, number },
    taken: () =>
      twilio.records.map(({ statusCallback, content }) => ({
        key: new URL(statusCallback ?? '').searchParams.get('delivery') ?? '',
        content,
      })),
    refuses: (how) => (how === 'for good' ? twilio.refuses(400, 21610) : twilio.refuses(500, 20500)),
    accepts: () => twilio.accepts(),
    falls: (how) => (how === 'away' ? twilio.stop() : twilio.misbehaves({ kind: 'silence' })),
    comesBack: () => twilio.open(port),
    end: () => twilio.stop(),
    confidential: [number, number.slice(1), TWILIO_TOKEN, TWILIO_SID, '127.0.0.1', String(port)],
    ...(kind === 'sms' ? { asked: true } : {}),
  };
}

describe.each([
  ['email', 'sent', emailWorld],
  ['webhook', 'delivered', webhookWorld],
  ['teams', 'sent', teamsWorld],
  ['slack', 'sent', slackWorld],
  ['sms', 'sent', () => twilioWorld('sms')],
  ['voice', 'sent', () => twilioWorld('voice')],
] as const)('the %s channel', (kind, taken, open) => {
  let world: World;
  beforeEach(async () => {
    world = await open();
  });
  afterEach(() => world.end());

  const send = (over: Partial<OutgoingMessage> = {}): Promise<AttemptOutcome> =>
    world.channel.send(outgoing({ to: world.to, ...over }));
  const expectRefused = (outcome: AttemptOutcome, retryable: boolean) => {
    expect(outcome).toMatchObject({ kind: 'refused', retryable, gone: false });
    for (const word of world.confidential) expect(JSON.stringify(outcome)).not.toContain(word);
  };

  test('names itself', () => {
    expect(world.channel.channel).toBe(kind);
  });

  test(`what is taken is ${taken}, with its content`, async () => {
    expect(await send()).toMatchObject({ kind: taken });
    expect(world.taken()).toHaveLength(1);
    expect(world.taken()[0]?.content).toContain('Disk full');
  });

  test('a refusal for good is not retryable', async () => {
    world.refuses('for good');
    expectRefused(await send(), false);
  });

  test('a refusal for now is retryable', async () => {
    world.refuses('for now');
    expectRefused(await send(), true);
  });

  test('a receiver that is not there is retryable, and is reached when it is back', async () => {
    expect(await send()).toMatchObject({ kind: taken });
    await world.falls('away');
    expectRefused(await send(), true);
    await world.comesBack();
    expect(await send()).toMatchObject({ kind: taken });
  });

  test('silence is retryable, and lasts no longer than the attempt may', async () => {
    await world.falls('silent');
    const before = performance.now();
    expectRefused(await send({ timeoutMs: 150 }), true);
    expect(performance.now() - before).toBeLessThan(2_000);
  });

  test('a further attempt carries the same key', async () => {
    world.refuses('for now');
    await send();
    world.accepts();
    await send({ attempt: 2 });
    await send({ attempt: 3 });
    const keys = world.taken().map(({ key }) => key);
    if (world.asked) expect(keys).toHaveLength(1);
    else expect(keys.length).toBeGreaterThanOrEqual(2);
    expect(new Set(keys).size).toBe(1);
  });

  test('fifty at once all arrive, each once', async () => {
    const ids = Array.from({ length: 50 }, (_, at) => `delivery-${at}`);
    const outcomes = await Promise.all(ids.map((id) => send({ deliveryId: id, idempotencyKey: id })));
    expect(outcomes.every((outcome) => outcome.kind === taken)).toBe(true);
    expect(new Set(world.taken().map(({ key }) => key)).size).toBe(50);
    expect(world.taken()).toHaveLength(50);
  });

  test('an address of another channel is refused for good', async () => {
    const email = { kind: 'email', address: 'ada@example.org', name: 'Ada' } as const;
    const webhook = { kind: 'webhook', url: 'https://example.org/', secrets: [] } as const;
    expectRefused(await send({ to: kind === 'email' ? webhook : email }), false);
    expect(world.taken()).toHaveLength(0);
  });

  test('ids that do not fit a header do no harm', async () => {
    const hostile = 'x\r\nBcc: grace@example.org';
    await send({ deliveryId: hostile, incidentId: hostile, idempotencyKey: hostile });
    for (const { key, content } of world.taken()) {
      // Where it travels in JSON or a query, line breaks in it are harmless.
      if (!world.asked && kind !== 'voice') expect(key).not.toMatch(/[\r\n]/);
      expect(content).toContain('Disk full');
    }
  });
});
