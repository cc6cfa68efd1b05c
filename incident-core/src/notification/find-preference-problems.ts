import type { ContactMethod } from '../model/notification.ts';
import {
  DEFAULT_PREFERENCES,
  type PreferenceProblemReason,
  type PreferredChannel,
  type Preferences,
} from '../model/preferences.ts';
import { URGENCIES, type Urgency } from '../model/severity.ts';

/** Something that somebody prefers and that does not come to pass as they may think. */
export interface PreferenceProblem {
  /** `high[1]`, `low`. */
  readonly path: readonly (string | number)[];
  readonly reason: PreferenceProblemReason;
}

/**
 * Finds what of somebody's preferences can never be reached, or not when they may think; `methods` are their own. `said`
 * is null for who has said nothing: that they have not all channels of the defaults is no mistake of theirs, and those
 * that they have are used.
 */
export function findPreferenceProblems(
  said: Preferences | null,
  methods: readonly ContactMethod[],
): readonly PreferenceProblem[] {
  const verified = new Set(methods.filter((method) => method.verified).map(({ channel }) => channel));
  if (verified.size === 0) return [{ path: [], reason: 'unreachable' }];
  return URGENCIES.flatMap((urgency) => {
    const list = (said ?? DEFAULT_PREFERENCES)[urgency];
    const usable = list.filter(({ channel }) => verified.has(channel) && !neverRings(channel, urgency));
    const always = usable.filter(({ channel }) => channel !== 'sms');
    return [
      ...(said?.[urgency] ?? []).flatMap(({ channel }, at): PreferenceProblem[] => {
        if (neverRings(channel, urgency)) return [{ path: [urgency, at], reason: 'never_rings' }];
        return verified.has(channel) ? [] : [{ path: [urgency, at], reason: 'no_verified_contact_method' }];
      }),
      ...(usable.length > 0 && always.length === 0 ? [{ path: [urgency], reason: 'only_when_critical' } as const] : []),
      ...(urgency === 'high' && isLate(usable) ? [{ path: [urgency], reason: 'nothing_at_once' } as const] : []),
    ];
  });
}

function neverRings(channel: PreferredChannel['channel'], urgency: Urgency): boolean {
  return urgency === 'low' && (channel === 'sms' || channel === 'voice');
}

function isLate(usable: readonly PreferredChannel[]): boolean {
  return usable.length > 0 && usable.every(({ delaySeconds }) => delaySeconds > 0);
}
