import { isAsked, toContent, toHeadline, toHeld, toPlace, toTitle } from './render-content.ts';
import { toLine } from './render-safe-text.ts';
import { renderSpan } from './render-time.ts';
import type { Told } from './render-told.ts';

/** What the keys of a phone do while a call is on. */
export const VOICE_KEYS = { acknowledge: '4', repeat: '0' } as const;

/** A call's text is heard, not read: what is longer is not listened to. */
const TITLE_LENGTH = 140;

const OWN_LENGTH = 600;

/**
 * Writes what a call says, as TwiML. Pressed keys go to `keysUrl`; null where no answer would reach us. `own`: what a
 * template made of all but the words about the keys.
 */
export function renderVoice(told: Told, keysUrl: string | null, own = ''): string {
  const keys = `Press ${VOICE_KEYS.acknowledge} to acknowledge, ${VOICE_KEYS.repeat} to hear this again.`;
  const text = toLine(own, OWN_LENGTH) || toSpoken(told);
  return renderCall(text, keys, isAsked(told.incident) ? keysUrl : null);
}

/** A call that says a text, and, where there is an address for them, which keys can be pressed. */
export function renderCall(text: string, keys: string, keysUrl: string | null): string {
  if (keysUrl === null) return twiml(say(text));
  const gather = `<Gather numDigits="1" timeout="10" method="POST" action="${toXml(keysUrl)}">${say(text)}${say(keys)}</Gather>`;
  return twiml(`${gather}${say('No key was pressed. The escalation goes on. Goodbye.')}`);
}

/** One sentence as TwiML, with which a call ends. */
export function renderVoiceEnd(text: string): string {
  return twiml(`${say(toLine(text, 500))}<Hangup/>`);
}

/** One text as TwiML, with which an SMS is answered. */
export function renderSmsAnswer(text: string): string {
  return twiml(`<Message>${toXml(toLine(text, 320))}</Message>`);
}

/** What is heard about an incident. */
export function toSpoken(told: Told): string {
  const { incident, now } = told;
  const { loud, headline } = toContent(told);
  const place = toPlace(told, 60);
  const since = toSpokenSpan(renderSpan(now.getTime() - incident.triggeredAt.getTime()));
  return [
    `${incident.severity} incident, number ${incident.number}.`,
    ...(loud ? [headline.toLowerCase()] : []),
    `${toLine(toTitle(told), TITLE_LENGTH)}.`,
    ...(place.length === 0 ? [] : [`In ${place.join(', ')}.`]),
    toStanding(told, since),
  ].join(' ');
}

function toStanding(told: Told, since: string): string {
  const { status } = told.incident;
  if (status === 'resolved') return toHeadline({ ...told, event: 'resolved' });
  return status === 'triggered' ? `Since ${since}.` : toHeld(told.incident);
}

/** A length of time as it is said: `12 min` is twelve minutes. */
export function toSpokenSpan(span: string): string {
  return span
    .replace(/\bmin\b/, 'minutes')
    .replace(/\bh\b/, 'hours')
    .replace(/\bd\b/, 'days')
    .replace(/\bs\b/, 'seconds');
}

/** One text, spoken. */
export function say(text: string): string {
  return `<Say>${toXml(text)}</Say>`;
}

/** What Twilio is told to do in a call, or with a message. */
export function twiml(inner: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Response>${inner}</Response>`;
}

/** Text for XML 1.0, which has no place for control characters and the two non-characters of its plane. */
function toXml(text: string): string {
  return text
    .replace(/[^\P{Cc}\t\n]|[\ufffe\uffff]|\p{Cs}/gu, ' ')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
