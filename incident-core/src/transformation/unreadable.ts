import { cutText, toWellFormed } from '../support/well-formed-text.ts';

/** Why a payload, or one entry of a summary, could not be read as an alert. */
export const UNREADABLE_REASONS = [
  'empty_body',
  'body_too_large',
  'not_json',
  'mustache_error',
  'not_an_alert',
  'summary_without_alerts',
  'alerts_missing',
  'too_many_alerts',
] as const;
export type UnreadableReason = (typeof UNREADABLE_REASONS)[number];

/** What could not be read, where, and what would have been readable; written for the person who mends the template. */
export interface Unreadable {
  readonly reason: UnreadableReason;
  /** `$.rule.id` and the like; for broken JSON the position (`line 1, column 15`). */
  readonly path: string;
  /** At most 200 characters. */
  readonly found: string;
  readonly expected: string;
  /** The beginning of the body, or of the summary's entry; at most 2,000 characters. */
  readonly rawText: string;
}

/** An unreadable before the raw text is added. */
export type Problem = Omit<Unreadable, 'rawText'>;

/** Puts the raw text beside the problem and keeps every text short and well formed. */
export function toUnreadable(problem: Problem, rawText: string): Unreadable {
  return {
    reason: problem.reason,
    path: cutText(toWellFormed(problem.path), 500),
    found: cutText(toWellFormed(problem.found), 200),
    expected: problem.expected,
    rawText: cutText(toWellFormed(rawText), 2_000),
  };
}

/** A value as it is shown in `found`. */
export function describeValue(value: unknown): string {
  return value === undefined ? 'nothing' : cutText(JSON.stringify(value), 200);
}
