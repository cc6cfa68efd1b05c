import {
  LONGEST_SILENCE_HOURS,
  longestOccurrence,
  nextOccurrences,
  type Occurrence,
  type RecurringTimes,
  type Suppression,
  type WindowTimes,
} from 'incident-core';
import { may, type Caller } from '../access/caller.ts';
import { invalid, Problem } from '../platform/problem.ts';

/** How many occurrences are shown. */
export const SHOWN = 5;

const HOUR_MS = 3_600_000;
/** What is held for longer is not maintenance: it wants another rule. */
const LONGEST_ONCE_DAYS = 90;

/** When a silence or window is there, as its row has it. */
export interface StoredTimes {
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  readonly recurring: RecurringTimes | null;
}

/** @throws Problem 400 for an end that is not after the start, or over already; 403 for what is longer than the caller may */
export function silenceTimes(from: Date, until: Date, teamId: string | null, by: Caller, now: Date): StoredTimes {
  refuseEmpty(from, until, '$.ends_at', now);
  const allowed = may(by, 'manage', [teamId]) ? LONGEST_SILENCE_HOURS.manage : LONGEST_SILENCE_HOURS.respond;
  // From now where it begins later: who may hold for a day may not plan that for next month.
  const since = from > now ? now : from;
  if (until.getTime() - since.getTime() > allowed * HOUR_MS) {
    throw new Problem(403, 'silence-too-long', 'The silence is longer than your role allows', {
      detail: `found an end at ${until.toISOString()}; expected one within ${allowed} hours`,
      errors: [{ path: '$.ends_at', found: until.toISOString(), expected: `an instant within ${allowed} hours` }],
    });
  }
  return { startsAt: from, endsAt: until, recurring: null };
}

/** @throws Problem 400 for times of which nothing is left, or occurrences that would run into each other */
export function windowTimes(times: WindowTimes, now: Date): StoredTimes {
  if (times.type === 'once') {
    const [startsAt, endsAt] = [new Date(times.starts_at), new Date(times.ends_at)];
    refuseEmpty(startsAt, endsAt, '$.times.ends_at', now);
    if (endsAt.getTime() - startsAt.getTime() > LONGEST_ONCE_DAYS * 24 * HOUR_MS) {
      const expected = `an instant within ${LONGEST_ONCE_DAYS} days of the start`;
      throw invalid([{ path: '$.times.ends_at', found: times.ends_at, expected }]);
    }
    return { startsAt, endsAt, recurring: null };
  }
  const { from, minutes, recurrence } = times;
  const longest = longestOccurrence(recurrence);
  if (minutes > longest) {
    const expected = `at most ${longest}, for the next one begins then`;
    throw invalid([{ path: '$.times.minutes', found: String(minutes), expected }]);
  }
  const recurring = {
    ...{ from, minutes, recurrence },
    startsOn: times.starts_on,
    timeZone: times.time_zone,
    lastOn: times.last_on,
  };
  const suppression = { ...NOTHING, times: { type: 'recurring' as const, ...recurring } };
  const [next] = nextOccurrences(suppression, now, 1);
  if (!next) {
    const expected = 'a day on or after the next occurrence';
    throw invalid([{ path: '$.times.last_on', found: String(times.last_on), expected }]);
  }
  return { startsAt: next.from, endsAt: null, recurring };
}

/** When a window with these times would be there next. @throws Problem as `windowTimes` */
export function nextOfTimes(times: WindowTimes, now: Date): readonly Occurrence[] {
  const { startsAt, endsAt, recurring } = windowTimes(times, now);
  const stored =
    recurring === null
      ? { type: 'once' as const, from: startsAt, until: endsAt ?? startsAt }
      : { type: 'recurring' as const, ...recurring };
  return nextOccurrences({ ...NOTHING, times: stored }, now, SHOWN);
}

const NOTHING: Omit<Suppression, 'times'> = {
  id: '',
  kind: 'maintenance_window',
  teamId: null,
  matchers: {},
  reason: '',
  skippedUntil: null,
  endedAt: null,
};

function refuseEmpty(from: Date, until: Date, path: string, now: Date): void {
  const after = from > now ? from : now;
  if (until > after) return;
  throw invalid([{ path, found: until.toISOString(), expected: `an instant after ${after.toISOString()}` }]);
}
