import type { Recipient } from './escalation-policy.ts';
import type { Channel } from './notification.ts';
import type { Gap, Shift } from './schedule.ts';
import type { Urgency } from './severity.ts';

/** What keeps a policy or a schedule from reaching anybody: it is saved only when that is insisted on. */
export const BLOCKING_CODES = [
  /** There is no such user, webhook, Slack channel, schedule or team. */
  'unknown_target',
  'no_verified_contact_method',
  /** Nothing tells them at the urgency at which they must be told. */
  'not_at_urgency',
  /** The backend lacks what all their ways out need: no mail server, no Slack token. */
  'channel_not_configured',
  /** The webhook or Slack channel is turned off. */
  'target_off',
  'empty_team',
  /** Nobody is on call in it in the time ahead: for a policy that time, for a schedule ever. */
  'nobody_on_call',
  /** Webhooks and Slack channels only: nobody is told who must answer. */
  'no_person',
] as const;

/** What is to be known, and keeps nobody from saving. */
export const WARNING_CODES = [
  /** Nobody is on call for a part of the time ahead. */
  'gap',
  /** Some of those who are told together cannot be reached, others can. */
  'some_unreachable',
  /** At low urgency they are not called, and have nothing else. */
  'only_by_phone',
  /** Their own delay is over only when the next step's turn has come. */
  'told_after_timeout',
  /** Its turn comes so late that a mistaken unit is likelier than an intention. */
  'after_a_week',
  /** No incident can ever be escalated by it. */
  'never_matched',
] as const;

export const READINESS_CODES = [...BLOCKING_CODES, ...WARNING_CODES] as const;
export type ReadinessCode = (typeof READINESS_CODES)[number];

/** Something that keeps people from being told, or may do so: where (as the API writes it), what is so, what was expected. */
export interface ReadinessProblem {
  readonly code: ReadinessCode;
  readonly severity: 'blocking' | 'warning';
  readonly path: string;
  readonly found: string;
  readonly expected: string;
}

/** So far ahead do policies and schedules look for gaps, and for whoever will be on call. */
export const READINESS_AHEAD_SECONDS = 14 * 86_400;

/** Why a recipient gets nothing. */
export type NoWay = 'unknown' | 'no_verified_contact_method' | 'off' | 'only_by_phone' | 'not_at_this_urgency';

/** How a recipient is told: the channels in their order, each with the recipient's own delay; or why not at all. */
export type Ways = readonly { readonly channel: Channel; readonly delaySeconds: number }[] | NoWay;

/** What is known of a recipient. */
export interface RecipientReach {
  readonly recipient: Recipient;
  /** Null when there is no such recipient. */
  readonly name: string | null;
  readonly ways: Readonly<Record<Urgency, Ways>>;
}

/** Who is on call in a schedule in the time ahead, without overlap or hole. */
export interface ScheduleAhead {
  readonly id: string;
  readonly name: string;
  readonly teamId: string;
  readonly pieces: readonly ((Shift | Gap) & { readonly from: Date; readonly until: Date })[];
}
