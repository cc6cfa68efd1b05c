import { z } from 'zod';
import { codeOf, refusedForGood, refusedForNow, type Refused } from './channel.ts';
import { toRetryAfter } from './retry-after.ts';

export interface TwilioOptions {
  readonly accountSid: string;
  readonly authToken: string;
  /** The number that messages and calls come from. */
  readonly from: string;
  /** `https://api.twilio.com` */
  readonly apiUrl: string;
  /** Where Twilio reaches this backend; null when it cannot, and then there are no receipts and no answers. */
  readonly publicUrl: string | null;
  readonly now: () => Date;
}

/** One call of Twilio's REST API. */
export interface TwilioCall {
  readonly method: 'GET' | 'POST';
  /** Below the account: `Messages.json`. */
  readonly resource: string;
  /** The form, or the query. */
  readonly fields: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export type TwilioAnswer<Answer> = { readonly kind: 'answered'; readonly answer: Answer } | Refused;

/**
 * Calls Twilio as its REST API is documented; three calls do not need its library (21 MB of memory, and a fifth of a second at each
 * start). Never throws; errors hold neither numbers nor secrets.
 */
export async function callTwilio<Answer>(
  options: TwilioOptions,
  call: TwilioCall,
  schema: z.ZodType<Answer>,
): Promise<TwilioAnswer<Answer>> {
  const { method, resource, fields, signal } = call;
  const url = `${options.apiUrl}/2010-04-01/Accounts/${options.accountSid}/${resource}`;
  const form = new URLSearchParams(fields).toString();
  const credentials = Buffer.from(`${options.accountSid}:${options.authToken}`).toString('base64');
  try {
    const response = await fetch(method === 'GET' ? `${url}?${form}` : url, {
      method,
      headers: {
        authorization: `Basic ${credentials}`,
        accept: 'application/json',
        ...(method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      },
      ...(method === 'POST' ? { body: form } : {}),
      redirect: 'error',
      signal,
    });
    const text = await response.text();
    if (!response.ok) return toRefused(response, text, options.now());
    const parsed = schema.safeParse(parseJson(text));
    if (parsed.success) return { kind: 'answered', answer: parsed.data };
    return refusedForNow('Twilio answered what cannot be read');
  } catch (error) {
    // What fetch throws is the network's failure.
    if (signal.aborted) return refusedForNow('Twilio did not answer completely in time');
    return refusedForNow(`Twilio gave no complete answer (${codeOf(error instanceof Error ? error.cause : null)})`);
  }
}

const errorSchema = z.object({ code: z.int() });

/**
 * Codes that are about this number: it is none, cannot take the message, has unsubscribed (21610), or lies in a country
 * that the account may not reach. All other refusals are about us, and end when an operator mends them.
 */
const FOR_GOOD: ReadonlySet<number> = new Set([
  ...[21211, 21214, 21217, 21408, 21602, 21605, 21608, 21610, 21612, 21614, 21617],
  ...[13223, 13224, 13225, 13226, 13227, 21215, 21216, 21219],
]);

function toRefused(response: Response, text: string, now: Date): Refused {
  const parsed = errorSchema.safeParse(parseJson(text));
  const code = parsed.success ? parsed.data.code : null;
  const error = `Twilio answered ${response.status}${code === null ? '' : ` (${code})`}`;
  if (response.status === 400 && code !== null && FOR_GOOD.has(code)) return refusedForGood(error);
  return refusedForNow(error, toRetryAfter(response.headers.get('retry-after'), now));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Where Twilio tells what became of a message or call of ours. */
export function statusCallback({ publicUrl }: TwilioOptions, deliveryId: string): string | null {
  return publicUrl === null ? null : `${publicUrl}/v1/callbacks/twilio/status?${query(deliveryId)}`;
}

/** Where the keys go that are pressed during a call. */
export function voiceCallback(publicUrl: string | null, deliveryId: string): string | null {
  return publicUrl === null ? null : `${publicUrl}/v1/callbacks/twilio/voice?${query(deliveryId)}`;
}

function query(deliveryId: string): string {
  return new URLSearchParams({ delivery: deliveryId }).toString();
}
