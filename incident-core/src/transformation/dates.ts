import type { Alert, Json, ReplacedDate } from '../model/alert.ts';
import { cutText } from '../support/well-formed-text.ts';

const FUTURE_ALLOWED_MS = 5 * 60_000;
const EARLIEST = Date.UTC(2000, 0, 1);
// Numbers below are epoch seconds (until the year 5138), from there on milliseconds.
const FIRST_MILLISECONDS = 1e11;

const ISO_8601 =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/**
 * The date of an alert: ISO 8601 (without a zone: UTC) or epoch seconds or milliseconds. What is missing, unreadable or
 * more than five minutes ahead of the receipt is replaced by the receipt time.
 */
export function toDate(given: Json | undefined, receivedAt: Date): Pick<Alert, 'date' | 'replacedDate'> {
  const replaced = (reason: ReplacedDate['reason'], found: string | null) => ({
    date: receivedAt,
    replacedDate: { reason, found },
  });
  if (given === undefined || given === null || given === '') return replaced('missing', null);
  const found = cutText(typeof given === 'string' ? given : JSON.stringify(given), 100);
  const time = readTime(given);
  if (time === null || time < EARLIEST) return replaced('unreadable', found);
  if (time > receivedAt.getTime() + FUTURE_ALLOWED_MS) return replaced('in_the_future', found);
  return { date: new Date(time), replacedDate: null };
}

function readTime(given: Json): number | null {
  if (Array.isArray(given)) return given.length === 1 ? readTime(given[0] ?? null) : null;
  if (typeof given === 'number') return epochTime(given);
  if (typeof given !== 'string') return null;
  const text = given.trim();
  return /^\d{9,13}(\.\d{1,9})?$/.test(text) ? epochTime(Number(text)) : isoTime(text);
}

function epochTime(given: number): number | null {
  const time = Math.floor(given < FIRST_MILLISECONDS ? given * 1000 : given);
  return Number.isNaN(new Date(time).getTime()) ? null : time;
}

function isoTime(text: string): number | null {
  const match = ISO_8601.exec(text);
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const milliseconds = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'));
  const time = Date.UTC(year, month - 1, day, hour, minute, second, milliseconds);
  const offset = zoneOffset(match[8]);
  if (offset === null || hour > 23 || minute > 59 || second > 59) return null;
  // Date.UTC rolls 30 February over into March; such a date was never meant.
  const rolledOver = new Date(time).getUTCMonth() !== month - 1 || new Date(time).getUTCDate() !== day;
  return rolledOver ? null : time - offset;
}

function zoneOffset(zone: string | undefined): number | null {
  if (zone === undefined || zone.toUpperCase() === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', '') || 0);
  if (hours > 18 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
