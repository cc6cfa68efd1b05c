import {
  planNotifications,
  type Channel,
  type EscalationTarget,
  type NamedTarget,
  type NotificationPlan,
  type PlannedNotification,
  type Reach,
  type Severity,
  type SimulatedEnd,
  type SimulatedPassage,
  type SimulationAnswer,
  type UnreachableReason,
  type Urgency,
} from 'incident-core';
import { maskAddress } from '../access/mask.ts';

type PassageAnswer = SimulationAnswer['passages'][number];
type ToldAnswer = PassageAnswer['told'][number];

/** What a step would tell, with the addresses that it would use. */
export interface Telling {
  readonly plan: NotificationPlan;
  readonly addresses: ReadonlyMap<string, string>;
  readonly reachesNobody: boolean;
}

/** What an answer needs beside the plans. */
export interface Shown {
  readonly nameOf: (target: EscalationTarget) => NamedTarget;
  readonly configured: readonly Channel[];
  readonly withAddresses: boolean;
}

/** Plans a step's notifications as the engine would. */
export function planTelling(
  { severity, urgency, round, step }: { severity: Severity; urgency: Urgency; round: number; step: number },
  targets: readonly EscalationTarget[],
  reach: Reach,
): Telling {
  const passage = { escalationId: 'simulated', run: 1, round, step };
  const occasion = {
    incidentId: 'simulated',
    event: 'escalation_step' as const,
    passage,
    occurrence: '',
    severity,
    urgency,
  };
  const plan = planNotifications(occasion, targets, reach);
  const used = new Set(plan.notifications.map(({ contactMethodId }) => contactMethodId));
  const methods = reach.contactMethods.filter(({ id }) => used.has(id));
  const addresses = new Map(methods.map(({ id, address }) => [id, address]));
  return { plan, addresses, reachesNobody: plan.notifications.length === 0 };
}

/** A passage as the API shows it. */
export function toPassageAnswer(
  { round, step, dueAt, reason, telling }: SimulatedPassage<Telling>,
  shown: Shown,
): PassageAnswer {
  const told = new Map<string, ToldAnswer>();
  for (const planned of telling.plan.notifications) {
    const key = `${planned.recipient.type}:${planned.recipient.id}`;
    const known = told.get(key) ?? { recipient: shown.nameOf(planned.recipient), on_call: null, notifications: [] };
    const onCall = planned.onCall && {
      schedule: { id: planned.onCall.scheduleId, name: planned.onCall.schedule },
      until: planned.onCall.until.toISOString(),
    };
    told.set(key, {
      ...known,
      on_call: known.on_call ?? onCall,
      notifications: [...known.notifications, toNotificationAnswer(planned, dueAt, telling, shown)],
    });
  }
  return {
    round,
    step,
    due_at: dueAt.toISOString(),
    reason,
    told: [...told.values()],
    not_told: telling.plan.unreachable.map(({ target, reason: why }) => ({
      target: shown.nameOf(target),
      reason: why,
      words: WORDS[why],
    })),
    reaches_nobody: telling.reachesNobody,
  };
}

/** How it ends, as the API shows it; null where it was cut before. */
export function toEndAnswer(end: SimulatedEnd): SimulationAnswer['ends'] {
  if (end.kind === 'truncated') return null;
  const { kind, at, reason, startsAgainAt } = end;
  return { kind, at: at.toISOString(), reason, starts_again_at: startsAgainAt?.toISOString() ?? null };
}

function toNotificationAnswer(
  { channel, contactMethodId, delaySeconds, hold }: PlannedNotification,
  dueAt: Date,
  { addresses }: Telling,
  { configured, withAddresses }: Shown,
): ToldAnswer['notifications'][number] {
  const address = addresses.get(contactMethodId ?? '') ?? null;
  const due = new Date(dueAt.getTime() + delaySeconds * 1000);
  const at = hold !== null && hold.until > due ? hold.until : due;
  return {
    channel,
    address: address === null || withAddresses ? address : maskAddress(address),
    at: at.toISOString(),
    hold: hold && { reason: hold.reason, until: hold.until.toISOString() },
    configured: configured.includes(channel),
  };
}

const WORDS: Readonly<Record<UnreachableReason, string>> = {
  unknown_user: 'there is no such user any more',
  no_verified_contact_method: 'they have no verified contact method',
  only_by_phone: 'they can be reached by phone only, which does not ring at low urgency',
  unknown_webhook: 'there is no such webhook any more',
  webhook_off: 'the webhook is turned off',
  unknown_slack_channel: 'there is no such Slack channel any more',
  slack_channel_off: 'the Slack channel is turned off',
  unknown_schedule: 'there is no such schedule any more',
  schedule_gap: 'nobody is on call at that time',
  unknown_team: 'there is no such team any more',
  empty_team: 'the team has no members and no schedules',
};
