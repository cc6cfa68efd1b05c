import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { BackendProcess, environmentOf, eventually, type Environment } from '../harness/backend-process.ts';
import { FakeSlack, SLACK_SECRET, SLACK_TOKEN } from '../harness/fake-slack.ts';
import { FakeTeams } from '../harness/fake-teams.ts';
import { FakeTwilio, TWILIO_FROM, TWILIO_SID, TWILIO_TOKEN } from '../harness/fake-twilio.ts';
import { FakeWebhook } from '../harness/fake-webhook.ts';
import { House, PUBLIC_URL, step } from '../harness/house.ts';
import { setThrottles, UNTHROTTLED } from '../harness/throttles.ts';

const ROOM = 'C024BE91L';
const PHONE = '+4915112345678';
const SILENCE = { kind: 'silence' } as const;
const ROUNDS = Number(process.env['KILL_ROUNDS'] ?? 1);
const ROUND_MS = 120_000;

/** What all rounds have come to, by deliveries. */
const tally = { kills: 0, deliveries: 0, arrived: 0, repeated: 0, under_other_keys: 0 };

/** A provider, and what it can do at the moment at which the backend dies. */
interface Provider {
  /** Whom the policy names, so that this channel is used. */
  readonly target: () => string;
  /** The keys of what it has taken about that incident. */
  readonly taken: (title: string) => readonly string[];
  /** Reads the request and does nothing with it. */
  readonly holdsBefore: () => void;
  /** Takes it and does not say so. */
  readonly holdsAfter: () => void;
  readonly isWell: () => void;
  readonly whenAnswered: (act: () => void) => void;
  readonly requests: () => number;
  /** It can be asked, so that nothing comes twice. */
  readonly isAsked: boolean;
}

let house: House;
let env: Environment;
let running: BackendProcess | null = null;
let slack: FakeSlack;
let twilio: FakeTwilio;
let teams: FakeTeams;
let webhook: FakeWebhook;
const targets = new Map<string, string>();

beforeAll(async () => {
  const now = () => new Date();
  house = await House.start({ policy: null });
  // Round after round is more than a person would be told.
  await setThrottles(house.api, UNTHROTTLED);
  house.clock.set(new Date());
  [slack, twilio, teams, webhook] = await Promise.all([
    FakeSlack.start(now, [ROOM]),
    FakeTwilio.start(now),
    FakeTeams.start(),
    FakeWebhook.start(),
  ]);
  env = {
    ...environmentOf({ databaseUrl: house.database.url, smtpPort: house.mailbox.server.smtpPort }),
    PUBLIC_URL,
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: SLACK_TOKEN,
    SLACK_SIGNING_SECRET: SLACK_SECRET,
    TWILIO_API_URL: twilio.apiUrl,
    TWILIO_ACCOUNT_SID: TWILIO_SID,
    TWILIO_AUTH_TOKEN: TWILIO_TOKEN,
    TWILIO_FROM,
    WEBHOOK_ALLOWED_ADDRESSES: '127.0.0.0/8',
    // What dies is not to be taken for what has no receipt.
    RECEIPT_DEADLINE_SECONDS: '3600',
  };
  for (const name of ['grace', 'linus']) await house.removeMail(name);
  await house.addContact('grace', 'sms', PHONE);
  await house.addContact('linus', 'voice', PHONE);
  targets.set('slack', `slack:${await house.addSlackChannel(ROOM)}`);
  targets.set('webhook', `webhook:${(await house.addWebhook(webhook.url)).id}`);
  targets.set('teams', `webhook:${(await house.addWebhook(teams.url, 'teams')).id}`);
});
afterEach(async () => {
  await running?.ended('SIGKILL');
  running = null;
});
afterAll(async () => {
  const { arrived, deliveries, ...others } = tally;
  if (ROUNDS > 1) process.stdout.write(`${JSON.stringify({ deliveries, lost: deliveries - arrived, ...others })}\n`);
  await Promise.all([slack.stop(), twilio.stop(), teams.stop(), webhook.stop()]);
  await house.stop();
});

const keyOf = (callback: string | null) => new URL(callback ?? 'http://none/').searchParams.get('delivery') ?? '';
const phone = (kind: 'sms' | 'voice', target: string): Provider => ({
  target: () => target,
  taken: (title) =>
    twilio.records
      .filter((record) => record.kind === kind && record.content.includes(title))
      .map(({ statusCallback }) => keyOf(statusCallback)),
  holdsBefore: () => twilio.misbehaves(SILENCE),
  holdsAfter: () => twilio.misbehavesAfterTaking(SILENCE),
  isWell: () => twilio.accepts(),
  whenAnswered: (act) => twilio.whenAnswered(act),
  requests: () => twilio.requests.length,
  isAsked: kind === 'sms',
});
const providers: Readonly<Record<string, Provider>> = {
  slack: {
    target: () => targets.get('slack') ?? '',
    taken: (title) =>
      slack.posts
        .filter(({ text }) => text.includes(title))
        .map(({ metadata }) => String(metadata?.event_payload['delivery_id'])),
    holdsBefore: () => slack.misbehaves(SILENCE),
    holdsAfter: () => slack.misbehavesAfterTaking(SILENCE),
    isWell: () => slack.accepts(),
    whenAnswered: (act) => slack.whenAnswered(act),
    requests: () => slack.requests.length,
    isAsked: true,
  },
  sms: phone('sms', 'grace'),
  voice: phone('voice', 'linus'),
  teams: {
    target: () => targets.get('teams') ?? '',
    taken: (title) => teams.cards.filter(({ content }) => content.includes(title)).map(({ trackingId }) => trackingId),
    holdsBefore: () => teams.answers(SILENCE),
    holdsAfter: () => teams.misbehavesAfterTaking(SILENCE),
    isWell: () => {
      teams.answers(null);
      teams.misbehavesAfterTaking(null);
    },
    whenAnswered: (act) => teams.whenAnswered(act),
    requests: () => teams.requests.length,
    isAsked: false,
  },
  webhook: {
    target: () => targets.get('webhook') ?? '',
    taken: (title) =>
      webhook.requests.filter(({ body }) => body.includes(title)).map(({ headers }) => String(headers['webhook-id'])),
    // This receiver keeps whatever it reads.
    holdsBefore: () => webhook.answers(SILENCE),
    holdsAfter: () => webhook.answers(SILENCE),
    isWell: () => webhook.answers(null),
    whenAnswered: (act) => {
      webhook.whenAnswered = act;
    },
    requests: () => webhook.requests.length,
    isAsked: false,
  },
};

const CHANNELS = Object.keys(providers);

describe('SIGKILL loses nothing, and repeats only under the same key', () => {
  test.each(['claimed', 'request sent', 'status written'] as const)(
    '%s, on each channel at once',
    (boundary) => rounds(boundary, CHANNELS),
    ROUNDS * ROUND_MS,
  );
  // The one that hears the first answer is the one that dies of it.
  test.each(CHANNELS)('answer received, on %s', (channel) => rounds('answer received', [channel]), ROUNDS * ROUND_MS);
});

type Boundary = 'claimed' | 'request sent' | 'answer received' | 'status written';

async function rounds(boundary: Boundary, channels: readonly string[]): Promise<void> {
  for (let round = 1; round <= ROUNDS; round += 1) {
    await dies(boundary, channels, `${channels.join('-')} ${boundary}, round ${round}.`);
    await running?.ended('SIGKILL');
  }
}

async function dies(boundary: Boundary, channels: readonly string[], title: string): Promise<void> {
  const told = channels.flatMap((channel) => providers[channel] ?? []);
  await house.setPolicy([step(...told.map(({ target }) => target())).waits(3_600)]);
  const before = new Map(told.map((provider) => [provider, provider.requests()]));
  const isOver = new Promise<void>((resolve) => {
    for (const provider of told) {
      if (boundary === 'claimed') provider.holdsBefore();
      if (boundary === 'request sent') provider.holdsAfter();
      if (boundary === 'answer received')
        provider.whenAnswered(() => void running?.ended('SIGKILL').then(() => resolve()));
    }
  });
  await start();
  const incidentId = await house.elastic.fires(title, { severity: 'critical' });
  const areEnded = () => ended(incidentId, channels.length);
  if (boundary === 'answer received') await isOver;
  else if (boundary === 'status written') await eventually(areEnded);
  else await eventually(() => told.every((provider) => provider.requests() > (before.get(provider) ?? 0)));
  await running?.ended('SIGKILL');
  tally.kills += 1;
  tally.deliveries += told.length;
  for (const provider of told) {
    provider.whenAnswered(() => undefined);
    provider.isWell();
  }

  // As if the lease of whoever was killed had run out.
  await house.rows(`update deliveries set leased_until = 'epoch' where status = 'sending'`);
  await start();
  const ids = await eventually(areEnded);
  for (const provider of told) {
    const keys = provider.taken(title);
    tally.arrived += Math.min(keys.length, 1);
    tally.repeated += Math.max(keys.length - 1, 0);
    tally.under_other_keys += Math.max(new Set(keys).size - 1, 0);
    expect(keys.length).toBeGreaterThan(0);
    expect(new Set(keys).size).toBe(1);
    expect(ids).toContain(keys[0]);
    if (provider.isAsked || boundary === 'status written') expect(keys).toHaveLength(1);
    else expect(keys.length).toBeLessThanOrEqual(2);
  }
}

/** The deliveries of the incident, once there are as many and all have arrived. */
async function ended(incidentId: string, count: number): Promise<readonly string[] | false> {
  const rows = await house.rows<{ id: string }>(
    `select id from deliveries where incident_id = ? and status in ('sent', 'delivered')`,
    [incidentId],
  );
  return rows.length === count && rows.map(({ id }) => id);
}

async function start(): Promise<void> {
  running = (await BackendProcess.listening(env)).process;
}
