import {
  describeDuty,
  describeHoldOver,
  type NotificationPlan,
  type PlannedNotification,
  type Reach,
} from 'incident-core';
import type { StoredEscalation } from './escalation.repository.ts';

/** Why a step, or a whole run without a policy, reached nobody. */
export type UnheardReason = 'no_policy' | 'no_target_reachable' | 'schedule_gap' | 'all_deliveries_failed';

/**
 * Whom a step told, as the timeline says it: with the schedule that put them on call, with their own delay before that
 * channel, and with what holds it and until when, where there is any of it.
 */
export function describeTold(planned: PlannedNotification): Readonly<Record<string, unknown>> {
  const { recipient, channel, onCall, delaySeconds, hold } = planned;
  return {
    ...recipient,
    channel,
    ...(onCall && { on_call: { schedule_id: onCall.scheduleId, schedule: onCall.schedule, until: onCall.until } }),
    ...(delaySeconds > 0 && { delay_seconds: delaySeconds }),
    ...(hold && { hold: { reason: hold.reason, until: hold.until } }),
  };
}

/** Whom a step did not reach, and why; schedules by the name that they had then, for they may be gone when it is read. */
export function describeUnreachable({ unreachable }: NotificationPlan, { schedules }: Reach): readonly unknown[] {
  return unreachable.map(({ target, reason }) => {
    const schedule = target.type === 'schedule' ? schedules.find(({ id }) => id === target.id) : undefined;
    return { target: { ...target, ...(schedule && { name: schedule.name }) }, reason };
  });
}

/** A step all of whose targets are gaps is told apart: nothing is wrong with anybody's addresses. */
export function reasonUnheard({ unreachable }: NotificationPlan): UnheardReason {
  const isGap = unreachable.length > 0 && unreachable.every(({ reason }) => reason === 'schedule_gap');
  return isGap ? 'schedule_gap' : 'no_target_reachable';
}

/** What the first step after a hold says for itself: why now, and why them; null where there was no hold. */
export function whyNow(run: StoredEscalation, { onCall }: PlannedNotification): string | null {
  const { holdKind, holdReason, holdOverAt, holdWaived, round, step } = run;
  if (holdKind === null || holdOverAt === null || holdWaived || round > 1 || step > 1) return null;
  const why = describeHoldOver({ kind: holdKind, reason: holdReason ?? '' });
  return onCall === null ? why : `${why}; ${describeDuty(onCall)}`;
}
