import type { EscalationTarget, Recipient } from '../model/escalation-policy.ts';
import type { ContactMethod, OnCallDuty } from '../model/notification.ts';
import type { Preferences, QuietSpan } from '../model/preferences.ts';
import type { Gap, Shift } from '../model/schedule.ts';
import type { WebhookKind } from '../model/webhook.ts';

/** Who can be reached, and how. */
export interface Reach {
  readonly userIds: readonly string[];
  /** In the order in which each responder wants them used. */
  readonly contactMethods: readonly ContactMethod[];
  readonly webhooks: readonly { readonly id: string; readonly kind: WebhookKind; readonly enabled: boolean }[];
  readonly slackChannels: readonly { readonly id: string; readonly enabled: boolean }[];
  /** The schedules that are told, and those of the teams that are. */
  readonly schedules: readonly ScheduleReach[];
  readonly teams: readonly TeamReach[];
  /** The moment of telling. */
  readonly at: Date;
  /** Of those responders who have said how they want to be told; the others have `DEFAULT_PREFERENCES`. */
  readonly preferences: readonly PreferredReach[];
}

/** How a responder wants to be told. */
export interface PreferredReach {
  readonly userId: string;
  readonly preferences: Preferences;
  /** From the moment of telling on, as far as a delay can reach; none for who is on call in any schedule. */
  readonly quiet: readonly QuietSpan[];
}

/** Who is on call in a schedule at the moment of telling. */
export interface ScheduleReach {
  readonly id: string;
  readonly name: string;
  readonly teamId: string;
  readonly standing: Shift | Gap;
}

/** Who belongs to a team. */
export interface TeamReach {
  readonly id: string;
  readonly memberIds: readonly string[];
}

/** A recipient, with what puts them on call; null for one who is named, or who is told as a member of a team. */
export interface FoundRecipient {
  readonly recipient: Recipient;
  readonly onCall: OnCallDuty | null;
}

/** Why nobody is found behind a target. */
export type NobodyReason = 'unknown_schedule' | 'schedule_gap' | 'unknown_team' | 'empty_team';

/**
 * Finds those who are meant: whoever a schedule says is on call; of a team, whoever its schedules say, and all members
 * where it has none. A team all of whose schedules have a gap has nobody: that is what gaps mean, and they are loud.
 */
export function findRecipients(target: EscalationTarget, reach: Reach): readonly FoundRecipient[] | NobodyReason {
  switch (target.type) {
    case 'schedule': {
      const schedule = reach.schedules.find(({ id }) => id === target.id);
      return schedule ? onCallOf([schedule]) : 'unknown_schedule';
    }
    case 'team': {
      const team = reach.teams.find(({ id }) => id === target.id);
      if (!team) return 'unknown_team';
      const schedules = reach.schedules.filter(({ teamId }) => teamId === team.id);
      return schedules.length > 0 ? onCallOf(schedules) : membersOf(team);
    }
    case 'user':
    case 'webhook':
    case 'slack_channel':
      return [{ recipient: target, onCall: null }];
  }
}

/** Why somebody is told, for people: `on call in Payments primary until 2027-01-05 08:00 UTC`. */
export function describeDuty({ schedule, until }: OnCallDuty): string {
  return `on call in ${schedule} until ${until.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function onCallOf(schedules: readonly ScheduleReach[]): readonly FoundRecipient[] | NobodyReason {
  const found = schedules.flatMap(({ id, name, standing }) => {
    if (standing.kind === 'gap') return [];
    const onCall = { scheduleId: id, schedule: name, until: standing.until };
    return [{ recipient: { type: 'user' as const, id: standing.userId }, onCall }];
  });
  return found.length > 0 ? found : 'schedule_gap';
}

function membersOf({ memberIds }: TeamReach): readonly FoundRecipient[] | NobodyReason {
  if (memberIds.length === 0) return 'empty_team';
  return memberIds.map((id) => ({ recipient: { type: 'user', id }, onCall: null }));
}
