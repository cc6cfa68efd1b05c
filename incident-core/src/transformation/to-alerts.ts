import type { Alert, Json } from '../model/alert.ts';
import { decodeBody } from './decode-body.ts';
import { Fields, isObject } from './fields.ts';
import { recogniseForm, type Entry, type Form } from './forms.ts';
import { parseBody } from './parse-json.ts';
import { readAlert, type ReadAlert, type Receipt } from './read-alert.ts';
import { countOf } from './summary-counts.ts';
import { describeValue, toUnreadable, type Problem, type Unreadable } from './unreadable.ts';

/** What Elastic posted, and when and to which source. */
export interface ReceivedPayload {
  readonly body: Uint8Array;
  /** The body was over 1 MiB and only its beginning was kept. */
  readonly truncated: boolean;
  readonly receivedAt: Date;
  readonly sourceId: string;
}

/**
 * What one part of a payload came to. `empty`: it is well formed and holds nothing to act on: a summary that counts no
 * alerts or only ongoing ones, or an alert that Kibana no longer tracks.
 */
export type AlertReading =
  | { readonly kind: 'alert'; readonly alert: Alert }
  | { readonly kind: 'unreadable'; readonly problem: Unreadable }
  | { readonly kind: 'empty'; readonly reason: 'no_alerts' | 'only_ongoing' | 'untracked' };

/** No more alerts are read from one body. */
export const MAX_ALERTS = 1_000;

/**
 * Reads a payload as alerts. Never throws, whatever the bytes, and never gives an empty list: what cannot be read is
 * unreadable and says where, what was found and what was expected. One bad entry of a summary leaves the others readable.
 */
export function toAlerts(payload: ReceivedPayload): readonly [AlertReading, ...AlertReading[]] {
  const text = decodeBody(payload.body);
  if (payload.truncated) return [unreadable(tooLarge(payload.body), text)];
  if (text.trim() === '') return [unreadable(emptyBody(payload.body), text)];
  const parsed = parseBody(text);
  if (parsed.kind === 'problem') return [unreadable(parsed.problem, text)];
  const form = recogniseForm(parsed.value);
  if (form.kind === 'problem') return [unreadable(form.problem, text)];
  if (form.kind === 'alert') return [toReading(readAlert(form.fields, payload, null), () => text)];
  const [first, ...others] = readSummary(form, payload, text);
  return first === undefined ? [emptySummary(form)] : [first, ...others];
}

function readSummary(form: Form & { kind: 'summary' }, receipt: Receipt, text: string): readonly AlertReading[] {
  const seen = new Set<string>();
  const readings: AlertReading[] = [];
  for (const entry of form.entries.slice(0, MAX_ALERTS)) {
    const reading = readEntry(entry, form.body, receipt);
    const key = reading.kind === 'alert' ? identity(reading.alert) : null;
    if (entry.mayRepeat && key !== null && seen.has(key)) continue;
    if (key !== null) seen.add(key);
    readings.push(reading);
  }
  const problems = [...form.problems, ...tooManyAlerts(form.entries)];
  return [...readings, ...problems.map((problem) => unreadable(problem, text))];
}

function readEntry(entry: Entry, body: Fields, receipt: Receipt): AlertReading {
  const rawText = () => JSON.stringify(entry.value);
  if (!isObject(entry.value)) return unreadable(notAnEntry(entry.value, entry.path), rawText());
  return toReading(readAlert(new Fields(entry.value, entry.path, body), receipt, entry.listStatus), rawText);
}

function toReading(read: ReadAlert, rawText: () => string): AlertReading {
  if (read.kind === 'problem') return unreadable(read.problem, rawText());
  return read.kind === 'untracked' ? { kind: 'empty', reason: 'untracked' } : read;
}

function emptySummary(form: Form & { kind: 'summary' }): AlertReading {
  return { kind: 'empty', reason: countOf(form.body.root, 'ongoing') > 0 ? 'only_ongoing' : 'no_alerts' };
}

function identity(alert: Alert): string {
  return JSON.stringify([alert.dedupKey, alert.episode, alert.status]);
}

function unreadable(problem: Problem, rawText: string): AlertReading {
  return { kind: 'unreadable', problem: toUnreadable(problem, rawText) };
}

function tooLarge(body: Uint8Array): Problem {
  const found = `more than 1 MiB, of which the first ${body.length} bytes were kept`;
  return { reason: 'body_too_large', path: '$', found, expected: 'a body of at most 1 MiB' };
}

function emptyBody(body: Uint8Array): Problem {
  const found = body.length === 0 ? 'no bytes' : 'only white space';
  return { reason: 'empty_body', path: '$', found, expected: 'a JSON object' };
}

function notAnEntry(value: Json, path: string): Problem {
  return { reason: 'not_an_alert', path, found: describeValue(value), expected: 'a JSON object' };
}

function tooManyAlerts(entries: readonly Entry[]): readonly Problem[] {
  const next = entries[MAX_ALERTS];
  if (next === undefined) return [];
  const found = `${entries.length} alerts, of which the first ${MAX_ALERTS} were read`;
  return [{ reason: 'too_many_alerts', path: next.path, found, expected: `at most ${MAX_ALERTS} alerts in one body` }];
}
