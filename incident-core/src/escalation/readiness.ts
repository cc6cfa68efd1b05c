import type { EscalationPolicy, EscalationTarget, Recipient } from '../model/escalation-policy.ts';
import type { Channel } from '../model/notification.ts';
import type { ReadinessProblem, RecipientReach } from '../model/readiness.ts';
import type { Urgency } from '../model/severity.ts';
import { toMinuteText, toReadinessProblem, whyUnreached, type ReadinessFinding } from '../model/unreached.ts';
import { lateSteps, neverMatched } from './never-reached.ts';
import { targetTimes, type Ahead, type TargetTime } from './target-times.ts';

/** All that a policy's readiness is judged by. */
export interface PolicyFacts {
  readonly ahead: Ahead;
  /** Everybody whom a target may stand for, by `type:id`. */
  readonly reach: ReadonlyMap<string, RecipientReach>;
  /** The channels by which the backend can send at all. */
  readonly configured: readonly Channel[];
  /** The urgencies of the incidents that the policy matches. */
  readonly urgencies: readonly Urgency[];
  /** All policies, this one included or not. */
  readonly policies: readonly EscalationPolicy[];
}

/**
 * Lists what keeps a policy from reaching people in the time ahead. Targets that are nobody or cannot be reached, and no
 * person in any step, block; gaps, late personal delays, and what never has its turn are warnings. Every step of a run
 * that nobody answers has its turn, for each timeout ends: only a policy as a whole can be one that is never picked.
 */
export function findPolicyProblems(policy: EscalationPolicy, facts: PolicyFacts): readonly ReadinessProblem[] {
  const placed = policy.steps.flatMap(({ targets, timeoutSeconds }, step) =>
    targets.map((target, at) => ({
      path: `$.steps[${step}].targets[${at}]`,
      target,
      timeoutSeconds,
      times: targetTimes(target, facts.ahead),
    })),
  );
  return [
    ...placed.flatMap(({ path, target, times, timeoutSeconds }) => {
      const findings = typeof times === 'string' ? [WORDS[times](target)] : judge(times, timeoutSeconds, facts);
      return findings.map((finding) => toReadinessProblem(path, finding));
    }),
    ...noPerson(
      placed.flatMap(({ times }) => (typeof times === 'string' ? [] : times)),
      facts,
    ),
    ...lateSteps(policy),
    ...neverMatched(policy, facts.policies),
  ];
}

const WORDS: Readonly<Record<'unknown_target' | 'empty_team', (target: EscalationTarget) => ReadinessFinding>> = {
  unknown_target: ({ type, id }: EscalationTarget) => ({
    code: 'unknown_target',
    found: `${type} ${id}, which does not exist`,
    expected: `the id of a ${type}`,
  }),
  empty_team: () => ({
    code: 'empty_team',
    found: 'a team without members and schedules',
    expected: 'a team with somebody in it',
  }),
};

function judge(times: readonly TargetTime[], timeoutSeconds: number, facts: PolicyFacts): readonly ReadinessFinding[] {
  const staffed = times.filter(({ recipients }) => recipients.length > 0);
  const gap = times.find(({ recipients }) => recipients.length === 0);
  if (gap && staffed.length === 0) {
    const found = `nobody on call from ${toMinuteText(facts.ahead.from)} until ${toMinuteText(facts.ahead.until)}`;
    return [{ code: 'nobody_on_call', found, expected: 'a schedule that has somebody in the time ahead' }];
  }
  return [
    ...unreached(staffed, facts),
    ...tooLate(staffed, timeoutSeconds, facts),
    ...(gap ? [gapIn(gap, times)] : []),
  ];
}

/** Whoever is not reached in a stretch of time in which nobody else is, blocks; beside others they are worth a warning. */
function unreached(times: readonly TargetTime[], facts: PolicyFacts): readonly ReadinessFinding[] {
  const findings = new Map<string, ReadinessFinding>();
  for (const { recipients } of times) {
    const missed = recipients.map((recipient) => ({ recipient, why: whyMissed(recipient, facts) }));
    const isNobodyReached = missed.every(({ why }) => why !== null);
    for (const { recipient, why } of missed) {
      if (why && isNobodyReached) findings.set(`alone ${keyOf(recipient)}`, why);
      else if (why) findings.set(`beside ${keyOf(recipient)}`, { ...why, code: 'some_unreachable' });
      else if (isOnlyByPhone(recipient, facts))
        findings.set(`phone ${keyOf(recipient)}`, onlyByPhone(recipient, facts));
    }
  }
  return [...findings.values()];
}

/** Whoever is reached at high urgency is reached where it counts. */
function whyMissed(recipient: Recipient, { reach, configured, urgencies }: PolicyFacts): ReadinessFinding | null {
  const urgency = urgencies.includes('high') ? 'high' : 'low';
  return whyUnreached(reach.get(keyOf(recipient)), recipient.id, urgency, configured);
}

function isOnlyByPhone(recipient: Recipient, { reach, urgencies }: PolicyFacts): boolean {
  return urgencies.includes('low') && reach.get(keyOf(recipient))?.ways.low === 'only_by_phone';
}

function onlyByPhone(recipient: Recipient, { reach }: PolicyFacts): ReadinessFinding {
  const name = reach.get(keyOf(recipient))?.name ?? recipient.id;
  const found = `${name}, reached by phone only, which does not ring at low urgency`;
  return { code: 'only_by_phone', found, expected: 'a verified mail or Slack address too' };
}

/** Others are told before those whose own delay is as long as the step waits. */
function tooLate(
  times: readonly TargetTime[],
  timeoutSeconds: number,
  { reach, urgencies }: PolicyFacts,
): readonly ReadinessFinding[] {
  const recipients = new Map(
    times.flatMap((time) => time.recipients).map((recipient) => [keyOf(recipient), recipient] as const),
  );
  return [...recipients].flatMap(([key, { id }]) => {
    const known = reach.get(key);
    const delays = urgencies.flatMap((urgency) => firstDelay(known, urgency) ?? []);
    const longest = Math.max(0, ...delays);
    if (longest < timeoutSeconds) return [];
    const found = `${known?.name ?? id}, told ${longest} s after the step begins by a delay of their own`;
    return [
      { code: 'told_after_timeout', found, expected: `a delay below the ${timeoutSeconds} s that the step waits` },
    ];
  });
}

function firstDelay(known: RecipientReach | undefined, urgency: Urgency): number | null {
  const ways = known?.ways[urgency];
  if (ways === undefined || typeof ways === 'string' || ways.length === 0) return null;
  return Math.min(...ways.map(({ delaySeconds }) => delaySeconds));
}

function gapIn(gap: TargetTime, times: readonly TargetTime[]): ReadinessFinding {
  const after = times.slice(times.indexOf(gap)).find(({ recipients }) => recipients.length > 0);
  const until = after?.from ?? times.at(-1)?.until ?? gap.until;
  const found = `nobody on call from ${toMinuteText(gap.from)} until ${toMinuteText(until)}`;
  return { code: 'gap', found, expected: 'somebody at all times' };
}

/** Whoever else is told, somebody must be who can answer. */
function noPerson(times: readonly TargetTime[], facts: PolicyFacts): readonly ReadinessProblem[] {
  const isPersonReached = times.some(({ recipients }) =>
    recipients.some((recipient) => recipient.type === 'user' && whyMissed(recipient, facts) === null),
  );
  if (isPersonReached) return [];
  const expected = 'a step that tells somebody who can answer';
  return [toReadinessProblem('$.steps', { code: 'no_person', found: 'no step that reaches a person', expected })];
}

function keyOf({ type, id }: Recipient): string {
  return `${type}:${id}`;
}
