import { Inject, Injectable } from '@nestjs/common';
import {
  finalShifts,
  onCallAt,
  planNotifications,
  READINESS_AHEAD_SECONDS,
  type Channel,
  type ContactMethod,
  type EscalationTarget,
  type NoWay,
  type Occasion,
  type PolicyFacts,
  type Reach,
  type Recipient,
  type RecipientReach,
  type ScheduleAhead,
  type UnreachableReason,
  type Urgency,
  type Ways,
} from 'incident-core';
import { CONFIG, type Config } from '../platform/config.ts';
import type { Database, Transaction } from '../platform/database.ts';
import { configuredChannels } from './configured-channels.ts';
import { DirectoryRepository } from './directory.repository.ts';
import { DirectoryService } from './directory.service.ts';
import { OnCall, type PlannedRow } from './on-call.ts';
import { ScheduleRepository } from './schedule.repository.ts';

/** What is known of the time ahead: who will be on call, and by what people would be told. A fixed number of queries. */
@Injectable()
export class Forecast {
  /** The channels by which this backend can send. */
  readonly configured: readonly Channel[];

  constructor(
    private readonly directory: DirectoryService,
    private readonly rows: DirectoryRepository,
    private readonly schedules: ScheduleRepository,
    private readonly onCall: OnCall,
    @Inject(CONFIG) config: Config,
  ) {
    this.configured = configuredChannels(config);
  }

  /** Who is on call in the schedules that the targets name, and who belongs to their teams. */
  async ahead(
    db: Database | Transaction,
    targets: readonly EscalationTarget[],
    now: Date,
  ): Promise<PolicyFacts['ahead']> {
    const teamIds = idsOf(targets, 'team');
    const planned = await this.planned(db, targets, now);
    const until = new Date(now.getTime() + READINESS_AHEAD_SECONDS * 1000);
    const teams = await this.rows.members(db, teamIds);
    return { from: now, until, schedules: planned.map((schedule) => lookAhead(schedule, now)), teams };
  }

  /** By what each recipient would be told at either urgency, by `type:id`. */
  async reach(
    db: Database | Transaction,
    recipients: readonly Recipient[],
    now: Date,
  ): Promise<ReadonlyMap<string, RecipientReach>> {
    const different = [...new Map(recipients.map((each) => [`${each.type}:${each.id}`, each])).values()];
    const reach = await this.directory.reach(db, different, now);
    const nameOf = await this.directory.nameTargets(db, different);
    const methods = new Map<string, ContactMethod[]>();
    for (const method of reach.contactMethods) {
      methods.set(method.userId, [...(methods.get(method.userId) ?? []), method]);
    }
    const existing = new Set(reach.userIds);
    return new Map(
      different.map((recipient) => {
        // Each is planned for with no more than their own addresses at hand: there may be thousands.
        const own = recipient.type === 'user' ? { ...reach, ...ownReach(recipient.id, existing, methods) } : reach;
        const ways = (urgency: Urgency) => waysTo(recipient, urgency, own);
        const { name } = nameOf(recipient);
        return [
          `${recipient.type}:${recipient.id}`,
          { recipient, name, ways: { low: ways('low'), high: ways('high') } },
        ];
      }),
    );
  }

  /** How the targets can be reached at any instant from `from` on: schedules are asked for that instant. */
  async reachFrom(
    db: Database | Transaction,
    targets: readonly EscalationTarget[],
    from: Date,
  ): Promise<(at: Date) => Reach> {
    const planned = await this.planned(db, targets, from);
    const people = planned.flatMap((schedule) => everybodyIn(schedule));
    const users = people.map((id) => ({ type: 'user' as const, id }));
    const reach = await this.directory.reach(db, [...targets, ...users], from);
    return (at) => ({
      ...reach,
      schedules: planned.map((schedule) => {
        const { id, name, teamId } = schedule;
        return { id, name, teamId, standing: onCallAt(schedule, at) };
      }),
    });
  }

  private async planned(
    db: Database | Transaction,
    targets: readonly EscalationTarget[],
    since: Date,
  ): Promise<readonly PlannedRow[]> {
    const schedules = await this.schedules.some(db, idsOf(targets, 'schedule'), idsOf(targets, 'team'));
    return this.onCall.plan(db, schedules, since);
  }
}

/** Who is on call in a schedule in the time ahead; in a shorter one where shifts are so many that they are not listed. */
export function lookAhead(schedule: PlannedRow, now: Date): ScheduleAhead {
  const { id, name, teamId } = schedule;
  for (let seconds = READINESS_AHEAD_SECONDS; seconds > 60; seconds /= 2) {
    const listed = finalShifts(schedule, now, new Date(now.getTime() + seconds * 1000));
    if (listed.kind === 'listed') return { id, name, teamId, pieces: listed.items };
  }
  throw new Error('a schedule has thousands of shifts in a minute');
}

/** Whoever has turns in a schedule, or a shift by an override. */
export function everybodyIn({ layers, overrides }: PlannedRow): readonly string[] {
  const ids = [...layers.flatMap(({ participantIds }) => participantIds), ...overrides.map(({ userId }) => userId)];
  return [...new Set(ids)];
}

function ownReach(
  userId: string,
  existing: ReadonlySet<string>,
  methods: ReadonlyMap<string, readonly ContactMethod[]>,
): Pick<Reach, 'userIds' | 'contactMethods'> {
  return { userIds: existing.has(userId) ? [userId] : [], contactMethods: methods.get(userId) ?? [] };
}

function waysTo(recipient: Recipient, urgency: Urgency, reach: Reach): Ways {
  const { notifications, unreachable } = planNotifications(OCCASIONS[urgency], [recipient], reach);
  const why = unreachable[0]?.reason;
  if (why !== undefined) return NO_WAYS[why];
  return notifications.map(({ channel, delaySeconds }) => ({ channel, delaySeconds }));
}

function occasionOf(urgency: Urgency): Occasion {
  const passage = { escalationId: 'none', run: 1, round: 1, step: 1 };
  const severity = urgency === 'high' ? 'error' : 'warning';
  return { incidentId: 'none', event: 'escalation_step', passage, occurrence: '', severity, urgency };
}

const OCCASIONS = { low: occasionOf('low'), high: occasionOf('high') } as const;

const NO_WAYS: Readonly<Record<UnreachableReason, NoWay>> = {
  unknown_user: 'unknown',
  no_verified_contact_method: 'no_verified_contact_method',
  only_by_phone: 'only_by_phone',
  unknown_webhook: 'unknown',
  webhook_off: 'off',
  unknown_slack_channel: 'unknown',
  slack_channel_off: 'off',
  unknown_schedule: 'unknown',
  schedule_gap: 'unknown',
  unknown_team: 'unknown',
  empty_team: 'unknown',
};

function idsOf(targets: readonly EscalationTarget[], type: EscalationTarget['type']): readonly string[] {
  return [...new Set(targets.filter((target) => target.type === type).map(({ id }) => id))];
}
