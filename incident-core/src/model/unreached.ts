import type { Channel } from './notification.ts';
import {
  BLOCKING_CODES,
  type NoWay,
  type ReadinessCode,
  type ReadinessProblem,
  type RecipientReach,
  type Ways,
} from './readiness.ts';
import type { Urgency } from './severity.ts';

/** A problem without its place. */
export interface ReadinessFinding {
  readonly code: ReadinessCode;
  readonly found: string;
  readonly expected: string;
}

/** A problem at its place; how severe it is, its code says. */
export function toReadinessProblem(path: string, { code, found, expected }: ReadinessFinding): ReadinessProblem {
  const isBlocking = BLOCKING_CODES.some((blocking) => blocking === code);
  return { code, severity: isBlocking ? 'blocking' : 'warning', path, found, expected };
}

/** What blocks is refused unless it is insisted on; without any of it, a policy or a schedule is ready. */
export function isReady(problems: readonly ReadinessProblem[]): boolean {
  return problems.every(({ severity }) => severity !== 'blocking');
}

/** Why somebody or something is not told at an urgency; null when they are. `id` stands in for a name that is not known. */
export function whyUnreached(
  reach: RecipientReach | undefined,
  id: string,
  urgency: Urgency,
  configured: readonly Channel[],
): ReadinessFinding | null {
  const name = reach?.name ?? id;
  const ways: Ways = reach?.ways[urgency] ?? 'unknown';
  if (typeof ways === 'string') return WORDS[ways](name, urgency);
  if (ways.some(({ channel }) => configured.includes(channel))) return null;
  const channels = ways.map(({ channel }) => channel).join(', ');
  return {
    code: 'channel_not_configured',
    found: `${name}, told by ${channels} only, by which this backend cannot send`,
    expected: 'a channel that the backend is configured for',
  };
}

const WORDS: Readonly<Record<NoWay, (name: string, urgency: Urgency) => ReadinessFinding>> = {
  unknown: (name) => ({
    code: 'unknown_target',
    found: `${name}, which does not exist`,
    expected: 'somebody or something that exists',
  }),
  no_verified_contact_method: (name) => ({
    code: 'no_verified_contact_method',
    found: `${name}, without a verified contact method`,
    expected: 'somebody with a verified contact method',
  }),
  off: (name) => ({ code: 'target_off', found: `${name}, which is turned off`, expected: 'one that is turned on' }),
  only_by_phone: (name, urgency) => ({
    code: 'not_at_urgency',
    found: `${name}, reached by phone only, which does not ring at ${urgency} urgency`,
    expected: 'a verified mail or Slack address too',
  }),
  not_at_this_urgency: (name, urgency) => ({
    code: 'not_at_urgency',
    found: `${name}, told of nothing at ${urgency} urgency`,
    expected: `somebody whom ${urgency} urgency reaches`,
  }),
};

/** An instant for people: `2027-01-05 08:00 UTC`. */
export function toMinuteText(instant: Date): string {
  return `${instant.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
