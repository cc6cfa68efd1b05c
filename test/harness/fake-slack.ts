import { createHmac } from 'node:crypto';
import { FakeWebhook, type WebhookAnswer, type WebhookRequest } from './fake-webhook.ts';

export const SLACK_TOKEN = 'xoxb-token-of-the-tests';
export const SLACK_SECRET = 'signing-secret-of-the-tests';

/** A message as Slack keeps it. */
export interface SlackPost {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | null;
  text: string;
  blocks: readonly Record<string, unknown>[];
  readonly metadata: { readonly event_type: string; readonly event_payload: Readonly<Record<string, unknown>> } | null;
  updates: number;
}

/** Slack's Web API, as far as we use it: forms in, JSON out, refusals with status 200. */
export class FakeSlack {
  readonly posts: SlackPost[] = [];
  /** What only one member was shown. */
  readonly whispers: { readonly channel: string; readonly user: string; readonly text: string }[] = [];
  readonly calls: string[] = [];
  private refusal: string | null = null;
  private afterTaking: WebhookAnswer | null = null;
  private count = 0;

  private constructor(private readonly now: () => Date) {}
  private server!: FakeWebhook;

  /** Knows every member, and the channels that are named. */
  static async start(now: () => Date, channels: readonly string[] = ['C024BE91L']): Promise<FakeSlack> {
    const slack = new FakeSlack(now);
    slack.channels = new Set(channels);
    await slack.open();
    return slack;
  }
  private channels: ReadonlySet<string> = new Set();

  get apiUrl(): string {
    return `http://127.0.0.1:${this.server.port}/api`;
  }
  get requests(): readonly WebhookRequest[] {
    return this.server.requests;
  }
  get port(): number {
    return this.server.port;
  }

  async open(port = 0): Promise<void> {
    this.server = await FakeWebhook.start(port, (request) => this.respond(request));
  }
  async stop(): Promise<void> {
    await this.server.stop();
  }
  /** To each call that writes, until it accepts again. */
  refuses(error: string): void {
    this.refusal = error;
  }
  misbehaves(answer: WebhookAnswer): void {
    this.server.answers(answer);
  }
  /** Takes what is posted, and then fails to say so. */
  misbehavesAfterTaking(answer: WebhookAnswer): void {
    this.afterTaking = answer;
  }
  whenAnswered(act: () => void): void {
    this.server.whenAnswered = act;
  }
  misbehavesOnce(answer: WebhookAnswer): void {
    this.server.answersOnce(answer);
  }
  accepts(): void {
    this.refusal = null;
    this.afterTaking = null;
    this.server.answers(null);
  }

  in(conversation: string): readonly SlackPost[] {
    return this.posts.filter(({ channel }) => channel === toChannel(conversation));
  }

  /** The buttons of a post, by what they ask for. */
  buttons(post: SlackPost): readonly string[] {
    return post.blocks.flatMap((block) =>
      block['type'] === 'actions'
        ? (block['elements'] as { action_id: string }[]).map(({ action_id }) => action_id)
        : [],
    );
  }

  /** What Slack posts when a member presses a button, signed at that time. */
  pressed(given: { member: string; post: SlackPost; action: string; value: string; at: Date }): {
    readonly body: string;
    readonly headers: Record<string, string>;
  } {
    const payload = {
      type: 'block_actions',
      user: { id: given.member, username: 'somebody' },
      container: { type: 'message', message_ts: given.post.ts, channel_id: given.post.channel },
      channel: { id: given.post.channel },
      actions: [{ type: 'button', action_id: given.action, block_id: 'incident', value: given.value }],
    };
    const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    return { body, headers: signedBySlack(body, given.at) };
  }

  private respond(request: WebhookRequest): WebhookAnswer {
    const method = request.path.replace('/api/', '');
    const form = Object.fromEntries(new URLSearchParams(request.body));
    this.calls.push(method);
    const token = request.headers.authorization ?? `Bearer ${form['token'] ?? ''}`;
    const answer = token === `Bearer ${SLACK_TOKEN}` ? this.call(method, form) : { ok: false, error: 'invalid_auth' };
    if (method === 'chat.postMessage' && this.afterTaking !== null) return this.afterTaking;
    return {
      kind: 'status',
      status: 200,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(answer),
    };
  }

  private call(method: string, form: Readonly<Record<string, string>>): object {
    switch (method) {
      case 'chat.postMessage':
        return this.post(form);
      case 'chat.update':
        return this.update(form);
      case 'chat.postEphemeral':
        this.whispers.push({ channel: form['channel'] ?? '', user: form['user'] ?? '', text: form['text'] ?? '' });
        return { ok: true, message_ts: this.nextTs() };
      case 'conversations.open':
        return { ok: true, channel: { id: toChannel(form['users'] ?? '') } };
      case 'conversations.history':
        return this.list(form, (post) => post.threadTs === null);
      case 'conversations.replies':
        return this.list(form, (post) => post.threadTs === form['ts'] || post.ts === form['ts']);
      default:
        return { ok: false, error: 'unknown_method' };
    }
  }

  private post(form: Readonly<Record<string, string>>): object {
    const channel = toChannel(form['channel'] ?? '');
    if (this.refusal !== null) return { ok: false, error: this.refusal };
    if (!channel.startsWith('D') && !this.channels.has(channel)) return { ok: false, error: 'channel_not_found' };
    const threadTs = form['thread_ts'] ?? null;
    if (threadTs !== null && !this.posts.some(({ ts }) => ts === threadTs))
      return { ok: false, error: 'thread_not_found' };
    const blocks = JSON.parse(form['blocks'] ?? '[]') as Record<string, unknown>[];
    if (!areBlocks(blocks)) return { ok: false, error: 'invalid_blocks' };
    const metadata = form['metadata'] === undefined ? null : (JSON.parse(form['metadata']) as SlackPost['metadata']);
    const post = { channel, ts: this.nextTs(), threadTs, text: form['text'] ?? '', blocks, metadata, updates: 0 };
    this.posts.push(post);
    return { ok: true, channel, ts: post.ts, message: { text: post.text } };
  }

  private update(form: Readonly<Record<string, string>>): object {
    if (this.refusal !== null) return { ok: false, error: this.refusal };
    const post = this.posts.find(({ channel, ts }) => channel === form['channel'] && ts === form['ts']);
    if (!post) return { ok: false, error: 'message_not_found' };
    const blocks = JSON.parse(form['blocks'] ?? '[]') as Record<string, unknown>[];
    if (!areBlocks(blocks)) return { ok: false, error: 'invalid_blocks' };
    post.text = form['text'] ?? '';
    post.blocks = blocks;
    post.updates += 1;
    return { ok: true, channel: post.channel, ts: post.ts, text: post.text };
  }

  private list(form: Readonly<Record<string, string>>, isIn: (post: SlackPost) => boolean): object {
    const posts = this.posts.filter(
      (post) => post.channel === form['channel'] && isIn(post) && Number(post.ts) >= Number(form['oldest'] ?? 0),
    );
    const withMetadata = form['include_all_metadata'] === 'true';
    const messages = posts
      .slice(-Number(form['limit'] ?? 100))
      .reverse()
      .map(({ ts, text, metadata }) => ({
        type: 'message',
        ts,
        text,
        ...(withMetadata && metadata ? { metadata } : {}),
      }));
    return { ok: true, messages, has_more: false };
  }

  private nextTs(): string {
    this.count += 1;
    return `${Math.floor(this.now().getTime() / 1000)}.${String(this.count).padStart(6, '0')}`;
  }
}

/** Slack's own limits, whose breach it answers with `invalid_blocks`. */
function areBlocks(blocks: readonly Record<string, unknown>[]): boolean {
  return (
    blocks.length <= 50 &&
    blocks.every((block) => textLength(block['text']) <= (block['type'] === 'header' ? 150 : 3000))
  );
}
function textLength(text: unknown): number {
  return typeof text === 'object' && text !== null && 'text' in text ? String(text.text).length : 0;
}

/** A member's conversation with the app has an id of its own. */
function toChannel(conversation: string): string {
  return /^[UW]/.test(conversation) ? `D${conversation.slice(1)}` : conversation;
}

/** The signature as Slack describes it, written from its description and not from our check. */
export function signedBySlack(body: string, at: Date, secret = SLACK_SECRET): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${signature}`,
  };
}
