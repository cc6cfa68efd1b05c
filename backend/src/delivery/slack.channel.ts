import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  WebClient,
  type WebClientOptions,
} from '@slack/web-api';
import type { AttemptOutcome, SlackMessage } from 'incident-core';
import { z } from 'zod';
import {
  codeOf,
  refusedForGood,
  refusedForNow,
  type DeliveryChannel,
  type OutgoingMessage,
  type Refused,
  type SlackPlace,
  type SlackRecipient,
} from './channel.ts';

export interface SlackOptions {
  readonly token: string;
  /** `https://slack.com/api` */
  readonly apiUrl: string;
}

/** By this, and our own id in it, a message of ours is found again. */
const EVENT_TYPE = 'incident_notification';
/** Slack's clock and ours need not agree. */
const CLOCK_SLACK_SECONDS = 60;
const LOOKED_AT = 100;

/**
 * Tells Slack conversations. An incident has one message in each: the first telling posts it, every later one answers in
 * its thread and brings the message itself up to date. Slack's word is *sent*.
 *
 * Slack knows no idempotency key: before a further attempt it is asked whether the message is there already, by our id in
 * the message's metadata.
 */
export class SlackChannel implements DeliveryChannel {
  readonly channel = 'slack';
  readonly #options: SlackOptions;

  constructor(options: SlackOptions) {
    this.#options = options;
  }

  async send(message: OutgoingMessage): Promise<AttemptOutcome> {
    const { to, slack } = message;
    if (to.kind !== 'slack') return refusedForGood('this channel sends to Slack conversations only');
    const signal = AbortSignal.timeout(message.timeoutMs);
    try {
      const client = this.#client(signal);
      const found = message.attempt > 1 ? await findPosted(client, message, to) : null;
      const place = found ?? (await post(client, message, to));
      // What an earlier attempt has posted says how things stood then.
      const shown = to.first ?? found;
      if (shown !== null && !to.isShared) await update(client, shown, slack.root);
      return { kind: 'sent', providerId: `${place.channel}:${place.ts}` };
    } catch (error) {
      return toRefused(error, signal);
    }
  }

  /** Says something to one member that nobody else in the conversation sees; answers what came of it. */
  async whisper(channel: string, user: string, text: string, timeoutMs: number): Promise<AttemptOutcome> {
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      await this.#client(signal).apiCall('chat.postEphemeral', { channel, user, text: escaped(text) });
      return { kind: 'sent', providerId: null };
    } catch (error) {
      return toRefused(error, signal);
    }
  }

  /** One for each attempt, since the time that it may take is the attempt's. Delivery decides on retries, not Slack's library. */
  #client(signal: AbortSignal): WebClient {
    return new WebClient(this.#options.token, {
      slackApiUrl: `${this.#options.apiUrl}/`,
      allowAbsoluteUrls: false,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      logger: SILENT,
      fetch: (url, init) => fetch(url, { ...init, signal, redirect: 'error' }),
    });
  }
}

/** Our own log says what came of it, without the secrets that the library's might hold. */
const SILENT: NonNullable<WebClientOptions['logger']> = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  setName: () => undefined,
  getLevel: () => LEVEL,
};
type Level = ReturnType<NonNullable<WebClientOptions['logger']>['getLevel']>;
const LEVEL = 'error' as Level;

const placeSchema = z.object({ channel: z.string(), ts: z.string() });
const foundSchema = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      metadata: z.object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) }).optional(),
    }),
  ),
});
const openedSchema = z.object({ channel: z.object({ id: z.string() }) });

async function post(client: WebClient, message: OutgoingMessage, to: SlackRecipient): Promise<SlackPlace> {
  const { root, reply } = message.slack;
  if (to.first === null) return postNew(client, message, { channel: to.conversation }, root);
  try {
    return await postNew(client, message, { channel: to.first.channel, thread_ts: to.first.ts }, reply);
  } catch (error) {
    // Somebody has deleted the message: people are told all the same.
    if (!isPlatform(error, THREAD_GONE)) throw error;
    return postNew(client, message, { channel: to.first.channel }, root);
  }
}

async function postNew(
  client: WebClient,
  { deliveryId, incidentId }: OutgoingMessage,
  where: { readonly channel: string; readonly thread_ts?: string },
  { text, blocks }: SlackMessage,
): Promise<SlackPlace> {
  const answer = await client.apiCall('chat.postMessage', {
    ...where,
    text,
    blocks,
    metadata: {
      event_type: EVENT_TYPE,
      event_payload: { delivery_id: deliveryId, ...(incidentId !== null && { incident_id: incidentId }) },
    },
    unfurl_links: false,
    unfurl_media: false,
  });
  return placeSchema.parse(answer);
}

/** The message, where it is there from an attempt whose end nobody knows. */
async function findPosted(client: WebClient, message: OutgoingMessage, to: SlackRecipient): Promise<SlackPlace | null> {
  const oldest = String(Math.floor(message.firstAttemptAt.getTime() / 1000) - CLOCK_SLACK_SECONDS);
  const window = { oldest, limit: LOOKED_AT, include_all_metadata: true };
  try {
    const channel = to.first?.channel ?? (await toChannel(client, to.conversation));
    const answer =
      to.first === null
        ? await client.apiCall('conversations.history', { channel, ...window })
        : await client.apiCall('conversations.replies', { channel, ts: to.first.ts, ...window });
    const found = foundSchema
      .parse(answer)
      .messages.find(
        ({ metadata }) =>
          metadata?.event_type === EVENT_TYPE && metadata.event_payload['delivery_id'] === message.deliveryId,
      );
    return found === undefined ? null : { channel, ts: found.ts };
  } catch (error) {
    // Without the right to read, nothing can be found: twice is better than never.
    if (isPlatform(error, CANNOT_LOOK)) return null;
    throw error;
  }
}

/** The channel in which the app and a member write to each other. */
async function toChannel(client: WebClient, conversation: string): Promise<string> {
  if (!/^[UW]/.test(conversation)) return conversation;
  return openedSchema.parse(await client.apiCall('conversations.open', { users: conversation })).channel.id;
}

async function update(client: WebClient, { channel, ts }: SlackPlace, { text, blocks }: SlackMessage): Promise<void> {
  try {
    await client.apiCall('chat.update', { channel, ts, text, blocks });
  } catch (error) {
    if (!isPlatform(error, CANNOT_UPDATE)) throw error;
  }
}

const THREAD_GONE: readonly string[] = ['thread_not_found', 'message_not_found'];
const CANNOT_LOOK: readonly string[] = [
  ...['missing_scope', 'not_in_channel', 'channel_not_found', 'thread_not_found', 'message_not_found'],
  ...['method_not_supported_for_channel_type', 'no_permission', 'user_not_found', 'cannot_dm_bot', 'user_disabled'],
];
const CANNOT_UPDATE: readonly string[] = ['message_not_found', 'cant_update_message', 'edit_window_closed'];

/** About this conversation or this message: the same attempt would be refused again. */
const FOR_GOOD: readonly string[] = [
  ...['channel_not_found', 'is_archived', 'not_in_channel', 'user_not_found', 'user_disabled', 'cannot_dm_bot'],
  ...['restricted_action', 'restricted_action_read_only_channel', 'posting_to_channel_denied', 'no_permission'],
  ...['msg_too_long', 'msg_blocks_too_long', 'invalid_blocks', 'invalid_blocks_format', 'no_text'],
  ...['invalid_arguments', 'metadata_too_large', 'invalid_metadata_format', 'invalid_metadata_schema'],
  ...['messages_tab_disabled', 'not_allowed_token_type', 'as_user_not_supported', 'too_many_attachments'],
];
/** About our token: the operator can mend it, and until then the log is loud and others are told. */
const TOKEN: readonly string[] = [
  ...['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired', 'missing_scope'],
  ...[
    'team_access_not_granted',
    'access_denied',
    'enterprise_is_restricted',
    'org_login_required',
    'ekm_access_denied',
  ],
];

function toRefused(error: unknown, signal: AbortSignal): Refused {
  if (error instanceof WebAPIRateLimitedError) return refusedForNow('Slack asks for patience', error.retryAfter);
  if (error instanceof WebAPIPlatformError) return toPlatformRefused(error);
  if (error instanceof WebAPIHTTPError) return refusedForNow(`Slack answered ${error.statusCode}`);
  // What is left are failures of the network, and answers that are none of Slack's: their text may hold addresses.
  if (signal.aborted) return refusedForNow('Slack did not answer completely in time');
  const cause = error instanceof WebAPIRequestError ? error.original.cause : null;
  return refusedForNow(`Slack gave no complete answer (${codeOf(cause)})`);
}

function toPlatformRefused({ data }: WebAPIPlatformError): Refused {
  const code = /^[a-z_]{1,60}$/.test(data.error) ? data.error : 'no code';
  if (TOKEN.includes(code)) return refusedForNow(`Slack refuses our token: ${code}`);
  const error = `Slack refused it: ${code}`;
  return FOR_GOOD.includes(code) ? refusedForGood(error) : refusedForNow(error);
}

function isPlatform(error: unknown, codes: readonly string[]): boolean {
  return error instanceof WebAPIPlatformError && codes.includes(error.data.error);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
