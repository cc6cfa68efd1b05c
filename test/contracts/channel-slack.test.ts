import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { OutgoingMessage, SlackRecipient } from '../../backend/src/delivery/channel.ts';
import { SlackChannel } from '../../backend/src/delivery/slack.channel.ts';
import { FakeSlack, SLACK_TOKEN } from '../harness/fake-slack.ts';
import type { WebhookAnswer } from '../harness/fake-webhook.ts';
import { outgoing } from '../harness/outgoing.ts';

const NOW = new Date('2027-01-05T03:24:00Z');
const ROOM = 'C024BE91L';
const ADA = 'U024BE7LH';

let slack: FakeSlack;
let channel: SlackChannel;
beforeEach(async () => {
  slack = await FakeSlack.start(() => NOW);
  channel = new SlackChannel({ token: SLACK_TOKEN, apiUrl: slack.apiUrl });
});
afterEach(() => slack.stop());

const to = (over: Partial<SlackRecipient> = {}): SlackRecipient => ({
  kind: 'slack',
  conversation: ROOM,
  first: null,
  isShared: false,
  ...over,
});
const send = (over: Partial<OutgoingMessage> = {}) => channel.send(outgoing({ to: to(), ...over }));
const first = () => {
  const [post] = slack.posts;
  if (!post) throw new Error('nothing was posted');
  return post;
};

describe('the first message', () => {
  test('is posted into a channel, with our id in its metadata', async () => {
    const outcome = await send();
    expect(first()).toMatchObject({
      channel: ROOM,
      threadTs: null,
      text: 'CRITICAL #12 Disk full',
      metadata: {
        event_type: 'incident_notification',
        event_payload: { delivery_id: outgoing({ to: to() }).deliveryId },
      },
    });
    expect(outcome).toEqual({ kind: 'sent', providerId: `${ROOM}:${first().ts}` });
  });

  test("to a member names the conversation that it stands in, which is not the member's id", async () => {
    expect(await send({ to: to({ conversation: ADA }) })).toEqual({
      kind: 'sent',
      providerId: `D024BE7LH:${first().ts}`,
    });
  });
});

describe('a later one', () => {
  const later = (over: Partial<OutgoingMessage> = {}) =>
    send({ deliveryId: 'second', to: to({ first: { channel: ROOM, ts: first().ts } }), ...over });

  test("goes into the first one's thread, and brings that up to date", async () => {
    await send();
    const root = { text: 'RESOLVED #12 Disk full', blocks: [] };
    const reply = { text: 'Resolved by recovery.', blocks: [] };
    expect(await later({ slack: { root, reply } })).toMatchObject({ kind: 'sent' });
    expect(slack.posts).toMatchObject([
      { text: 'RESOLVED #12 Disk full', blocks: [], updates: 1 },
      { text: 'Resolved by recovery.', threadTs: first().ts, updates: 0 },
    ]);
  });

  test('whose first one was deleted is posted by itself', async () => {
    await send();
    slack.posts.splice(0, 1, { ...first(), ts: 'gone' });
    const outcome = await send({ deliveryId: 'second', to: to({ first: { channel: ROOM, ts: '1799119440.000001' } }) });
    expect(outcome).toMatchObject({ kind: 'sent' });
    expect(slack.posts.at(-1)).toMatchObject({ threadTs: null, text: 'CRITICAL #12 Disk full' });
  });

  test('whose update failed is not posted again, only the update is made', async () => {
    await send();
    await later();
    slack.refuses('internal_error');
    expect(await later({ attempt: 2 })).toMatchObject({ kind: 'refused', retryable: true });
    slack.accepts();
    expect(await later({ attempt: 3 })).toMatchObject({ kind: 'sent' });
    expect(slack.posts).toHaveLength(2);
    expect(first().updates).toBe(2);
  });
});

describe('an attempt whose end nobody knows', () => {
  test.each([
    ['in a channel', to(), ['chat.postMessage', 'conversations.history', 'chat.update']],
    [
      'to a member',
      to({ conversation: ADA }),
      ['chat.postMessage', 'conversations.open', 'conversations.history', 'chat.update'],
    ],
  ])('is looked for by our id, and not made again: %s', async (_, recipient, calls) => {
    const outcome = await send({ to: recipient });
    expect(await send({ to: recipient, attempt: 2 })).toEqual(outcome);
    expect(slack.posts).toHaveLength(1);
    expect(slack.calls).toEqual(calls);
  });

  test('shows how things stand by now', async () => {
    await send();
    const { slack: before } = outgoing({ to: to() });
    const slackNow = { ...before, root: { ...before.root, text: 'RESOLVED #12 Disk full' } };
    expect(await send({ attempt: 2, slack: slackNow })).toMatchObject({ kind: 'sent' });
    expect(first()).toMatchObject({ text: 'RESOLVED #12 Disk full', updates: 1 });
  });

  test('that never arrived is made', async () => {
    await send({ deliveryId: 'another' });
    expect(await send({ attempt: 2 })).toMatchObject({ kind: 'sent' });
    expect(slack.posts).toHaveLength(2);
  });

  test('is made again where Slack does not let us look: twice is better than never', async () => {
    const blind = await FakeSlack.start(() => NOW, []);
    const other = new SlackChannel({ token: SLACK_TOKEN, apiUrl: blind.apiUrl });
    blind.misbehavesOnce({ kind: 'status', status: 200, body: '{"ok":false,"error":"missing_scope"}' });
    expect(await other.send(outgoing({ to: to({ conversation: ADA }), attempt: 2 }))).toMatchObject({ kind: 'sent' });
    await blind.stop();
  });

  test('is not made while Slack cannot be asked', async () => {
    slack.misbehavesOnce({ kind: 'status', status: 503 });
    expect(await send({ attempt: 2 })).toMatchObject({ kind: 'refused', retryable: true });
    expect(slack.posts).toHaveLength(0);
  });
});

describe('a refusal', () => {
  test.each([
    'channel_not_found',
    'is_archived',
    'not_in_channel',
    'user_disabled',
    'invalid_blocks',
    'restricted_action',
  ])('for %s is final', async (error) => {
    slack.refuses(error);
    expect(await send()).toMatchObject({ retryable: false, error: `Slack refused it: ${error}` });
  });

  test.each(['internal_error', 'fatal_error', 'service_unavailable', 'ratelimited', 'something_new'])(
    'for %s is tried again',
    async (error) => {
      slack.refuses(error);
      expect(await send()).toMatchObject({ retryable: true });
    },
  );

  test.each(['invalid_auth', 'account_inactive', 'token_revoked', 'missing_scope'])(
    'of our token (%s) is the operator’s to mend, and tried again',
    async (error) => {
      slack.refuses(error);
      expect(await send()).toMatchObject({ retryable: true, error: `Slack refuses our token: ${error}` });
    },
  );

  test('with a wrong token holds nothing of it', async () => {
    const wrong = new SlackChannel({ token: 'xoxb-wrong', apiUrl: slack.apiUrl });
    const outcome = await wrong.send(outgoing({ to: to() }));
    expect(outcome).toMatchObject({ retryable: true, error: 'Slack refuses our token: invalid_auth' });
    expect(JSON.stringify(outcome)).not.toContain('xoxb');
  });

  test('429 says when to come back', async () => {
    slack.misbehavesOnce({ kind: 'status', status: 429, headers: { 'retry-after': '30' }, body: '{"ok":false}' });
    expect(await send()).toMatchObject({ retryable: true, retryAfterSeconds: 30 });
    expect(slack.calls).toEqual([]);
  });

  test.each([
    ['500', { kind: 'status', status: 500 }],
    ['403 of a proxy', { kind: 'status', status: 403, body: '<html>' }],
    ['a page instead of JSON', { kind: 'status', status: 200, body: '<html>' }],
    ['JSON that says nothing', { kind: 'status', status: 200, body: '{"ok":true}' }],
    ['silence', { kind: 'silence' }],
    ['a half-closed connection', { kind: 'half_close' }],
    ['a body that is cut off', { kind: 'cut_body', status: 200 }],
    ['a reset', { kind: 'reset' }],
    ['something that is no HTTP', { kind: 'garbage' }],
    ['a redirect', { kind: 'status', status: 302, headers: { location: 'http://127.0.0.1:1/' } }],
  ] satisfies readonly (readonly [string, WebhookAnswer])[])('%s is tried again', async (_, answer) => {
    slack.misbehaves(answer);
    const outcome = await send({ timeoutMs: 300 });
    expect(outcome).toMatchObject({ kind: 'refused', retryable: true, gone: false });
    expect(JSON.stringify(outcome)).not.toMatch(/127\.0\.0\.1|xoxb|C024/);
  });
});

test('a whisper is heard by one member, as text and not as markup', async () => {
  expect(await channel.whisper(ROOM, ADA, 'No <!channel> & no', 1_000)).toMatchObject({ kind: 'sent' });
  expect(slack.whispers).toEqual([{ channel: ROOM, user: ADA, text: 'No &lt;!channel&gt; &amp; no' }]);
});
