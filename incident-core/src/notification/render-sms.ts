import { isAsked, toContent, toHeadline, toPlace, toTitle } from './render-content.ts';
import { cutText, toLine, toWebAddress } from './render-safe-text.ts';
import { renderSpan } from './render-time.ts';
import type { Told } from './render-told.ts';

/** A concatenated SMS holds 153 septets a part in the GSM alphabet, 67 units in UCS-2. */
const GSM_LENGTH = 2 * 153;
const UCS2_LENGTH = 3 * 67;
const MOST_UNREADABLE = 0.2;

/** Longest text of a template that is looked at. */
const OWN_LENGTH = 1000;

/**
 * Writes one SMS of at most 306 septets (two parts), or 201 UTF-16 units (three parts) where its words are in a script
 * that the GSM alphabet does not know. The reply code (null where no answer would reach us) and the link stay whole; the
 * title gives way. `own`: what a template made of all that stands before them; it gives way too.
 */
export function renderSms(told: Told, code: string | null, own = ''): string {
  const words = toLine(own, OWN_LENGTH);
  return words === '' ? fitSms(told, toAbout(told), toAnswer(told, code)) : renderOwn(told, code, words);
}

/** One SMS about an incident: its title gives way to what is said about it, and to the answer at its end. */
export function fitSms(told: Told, said: string, answer: string): string {
  const title = toTitle(told);
  const { fit, size, most } = toAlphabet(title);
  const { number, severity } = told.incident;
  const head = `${told.event === 'resolved' ? 'RESOLVED' : severity.toUpperCase()} #${number} `;
  const about = fit(` ${said}`);
  const space = most - size(head) - size(answer);
  // Where even a short title would not fit beside it, the place can be read behind the link.
  const withAbout = space - size(about) >= 40 ? about : '';
  return `${head}${cutTo(fit(title), space - size(withAbout), size)}${withAbout}${answer}`;
}

function renderOwn(told: Told, code: string | null, words: string): string {
  const { fit, size, most } = toAlphabet(words);
  const answer = toAnswer(told, code);
  // Not twice: the link stands with the answer, where it is never cut.
  const link = toSmsLink(told).trim();
  const others = link === '' ? fit(words) : fit(words).replaceAll(link, '').replace(/ +/g, ' ').trim();
  if (others === '') return fitSms(told, toAbout(told), answer);
  return `${cutTo(others, most - size(answer), size)}${answer}`.trim();
}

/** How many septets or units a text has, and how many parts of an SMS that takes. */
export function measureSms(text: string): SmsMeasure {
  const isGsm = toGsm(text) === text;
  const size = isGsm ? septets(text) : text.length;
  const [one, each] = isGsm ? [160, 153] : [70, 67];
  return { isGsm, size, segments: size <= one ? 1 : Math.ceil(size / each) };
}

/** In septets of the GSM alphabet, or in units of UCS-2. */
export interface SmsMeasure {
  readonly isGsm: boolean;
  readonly size: number;
  readonly segments: number;
}

interface Alphabet {
  readonly fit: (text: string) => string;
  readonly size: (text: string) => number;
  readonly most: number;
}

/** GSM where it can say what these words say, else UCS-2, which holds less. */
function toAlphabet(words: string): Alphabet {
  const isGsm = unreadable(toGsm(words)) - unreadable(words) <= MOST_UNREADABLE * words.length;
  if (isGsm) return { fit: toGsm, size: septets, most: GSM_LENGTH };
  return { fit: (text) => text, size: (text) => text.length, most: UCS2_LENGTH };
}

function toAbout(told: Told): string {
  const { event, incident, now } = told;
  const place = toPlace(told, 40);
  const since = renderSpan(now.getTime() - incident.triggeredAt.getTime());
  const loud = toContent(told).loud ? ' NOBODY HAS IT.' : '';
  const state = event === 'resolved' || event === 'standing_changed' ? toHeadline(told) : `for ${since}.`;
  return `(${[...(place.length === 0 ? [] : [place.join('/')]), state].join(', ')})${loud}`;
}

function toAnswer(told: Told, code: string | null): string {
  const { event, incident } = told;
  const link = toSmsLink(told);
  const open = event !== 'resolved' && isAsked(incident);
  if (!open) return link;
  return code === null
    ? `${link === '' ? ' Acknowledge it in Kibana.' : link}`
    : ` Reply ${code} to acknowledge.${link}`;
}

/** The link with a space before it; empty where there is none, or one that would leave no room for what it is about. */
export function toSmsLink({ incidentUrl }: Told): string {
  const address = toWebAddress(incidentUrl);
  return address === null || address.length > 150 ? '' : ` ${toGsm(address)}`;
}

/** The beginning of a text that fits, with dots where something is left out. */
export function cutTo(text: string, most: number, size: (text: string) => number): string {
  if (size(text) <= most) return text;
  let length = Math.min(text.length, Math.max(most - 3, 1));
  while (length > 1 && size(`${cutText(text, length)}...`) > most) length -= 1;
  return `${cutText(text, length).trimEnd()}...`;
}

// GSM 03.38: the basic set, and what takes two septets.
const BASIC = new Set(
  '@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const EXTENDED = new Set('^{}\\[~]|€');

const LIKE: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '…': '...',
  '→': '->',
  '`': "'",
  '×': 'x',
  µ: 'u',
};

/** How much room a text takes in the GSM alphabet. */
export function septets(text: string): number {
  return [...text].reduce((sum, character) => sum + (EXTENDED.has(character) ? 2 : 1), 0);
}

/** In the GSM alphabet: like letters for like, else without their marks, else a question mark. */
export function toGsm(text: string): string {
  return [...text]
    .map((character) => {
      if (BASIC.has(character) || EXTENDED.has(character)) return character;
      const plain = LIKE[character] ?? character.normalize('NFD').replace(/\p{M}/gu, '');
      return plain !== '' && [...plain].every((each) => BASIC.has(each) || EXTENDED.has(each)) ? plain : '?';
    })
    .join('');
}

function unreadable(text: string): number {
  return text.split('?').length - 1;
}
