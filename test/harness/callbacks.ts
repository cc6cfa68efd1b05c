import type { Answer } from './api.ts';
import type { SlackPost } from './fake-slack.ts';
import { signedByTwilio, type TwilioRecord } from './fake-twilio.ts';
import { PUBLIC_URL, type House } from './house.ts';

/** A button pressed by a member in a message of ours. */
export function presses(
  house: House,
  member: string,
  action: string,
  post: SlackPost,
  incident: string,
): Promise<Answer> {
  const { body, headers } = house.slack.pressed({ member, post, action, value: incident, at: house.clock.now() });
  return house.api.as(null).call('POST', '/v1/callbacks/slack/interactive', body, headers);
}

/** A call of Twilio's, signed for the address at which it knows the backend. */
export function twilioCalls(
  house: House,
  path: string,
  form: Readonly<Record<string, string>>,
  token?: string,
): Promise<Answer> {
  const body = new URLSearchParams(form).toString();
  return house.api.as(null).call('POST', path, body, signedByTwilio(`${PUBLIC_URL}${path}`, form, token));
}

/** What Twilio tells of a message or call that it took. */
export function twilioSays(house: House, record: TwilioRecord, status: string, more: Record<string, string> = {}) {
  const path = (record.statusCallback ?? '').replace(PUBLIC_URL, '');
  const kind = record.kind === 'sms' ? 'Message' : 'Call';
  return twilioCalls(house, path, { [`${kind}Sid`]: record.sid, [`${kind}Status`]: status, To: record.to, ...more });
}

/** An SMS that somebody sends back. */
export function textsBack(house: House, from: string, text: string, sid: string): Promise<Answer> {
  return twilioCalls(house, '/v1/callbacks/twilio/sms', { MessageSid: sid, From: from, Body: text });
}

/** A key pressed during a call. */
export function pressesKey(house: House, record: TwilioRecord, digits: string): Promise<Answer> {
  const path = /action="([^"]+)"/.exec(record.content)?.[1]?.replaceAll('&#38;', '&').replace(PUBLIC_URL, '');
  if (path === undefined) throw new Error(`the call asks for no key: ${record.content}`);
  return twilioCalls(house, path, { CallSid: record.sid, To: record.to, Digits: digits });
}

/** The reply code in an SMS. */
export function codeIn({ content }: TwilioRecord): string {
  const code = /Reply (\d{4}) to acknowledge/.exec(content)?.[1];
  if (code === undefined) throw new Error(`no code in: ${content}`);
  return code;
}

/** The path of the link in a text. */
export function linkIn(text: string): string {
  const path = /https:\/\/incidents\.example\.org(\/ack\/[\w-]+)/.exec(text)?.[1];
  if (path === undefined) throw new Error(`no link in: ${text}`);
  return path;
}
