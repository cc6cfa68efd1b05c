import { Inject, Injectable } from '@nestjs/common';
import type { Channel, DeliveryStatus, HoldReason, Recipient, Urgency } from 'incident-core';
import type { KeyPlace } from '../access/cursor.ts';
import { DATABASE, type Database } from '../platform/database.ts';
import type { AttemptRow } from './attempt-answer.ts';

/** A delivery with all that its reader asks for. */
export interface LoggedDelivery {
  readonly id: string;
  readonly notificationId: string;
  readonly event: string;
  readonly incidentId: string | null;
  readonly number: number | null;
  readonly title: string | null;
  readonly teamId: string | null;
  readonly teamName: string | null;
  readonly recipientType: Recipient['type'];
  readonly recipientId: string;
  readonly recipientName: string | null;
  readonly channel: Channel;
  readonly address: string | null;
  readonly urgency: Urgency;
  readonly status: DeliveryStatus;
  readonly reason: string | null;
  readonly holdReason: HoldReason | null;
  readonly mergedInto: string | null;
  readonly providerId: string | null;
  readonly createdAt: Date;
  readonly dueAt: Date | null;
  readonly sentAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly endedAt: Date | null;
}

export interface LogFilter {
  readonly ids?: readonly string[];
  readonly statuses?: readonly DeliveryStatus[];
  readonly channels?: readonly Channel[];
  readonly userId?: string;
  readonly incidentId?: string;
  readonly teamId?: string;
  readonly from?: Date;
  readonly to?: Date;
  /** Null for all. What is of no team is seen by who may see all. */
  readonly visibleTeams: readonly string[] | null;
}

const TEAM = 'coalesce(i.team_id, s.team_id)';

/** What readers ask about deliveries; reads only. */
@Injectable()
export class DeliveryLogRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** The latest first, below a place. */
  async list(filter: LogFilter, below: KeyPlace | null, limit: number): Promise<readonly LoggedDelivery[]> {
    const { database } = this;
    const { ids, statuses, channels, userId, incidentId, teamId, from, to, visibleTeams } = filter;
    const query = database('deliveries as d')
      .join('notifications as n', 'n.id', 'd.notificationId')
      .leftJoin('incidents as i', 'i.id', 'd.incidentId')
      .leftJoin('schedules as s', 's.id', 'n.scheduleId')
      .leftJoin('teams as t', 't.id', database.raw(TEAM))
      .leftJoin('users as u', (on) => on.on('u.id', 'n.recipientId').andOnVal('n.recipientType', 'user'))
      .leftJoin('webhooks as w', (on) => on.on('w.id', 'n.recipientId').andOnVal('n.recipientType', 'webhook'))
      .leftJoin('slack_channels as c', (on) =>
        on.on('c.id', 'n.recipientId').andOnVal('n.recipientType', 'slack_channel'),
      )
      .leftJoin('contact_methods as m', 'm.id', 'n.contactMethodId')
      .orderBy([
        { column: 'd.createdAt', order: 'desc' },
        { column: 'd.id', order: 'desc' },
      ])
      .limit(limit)
      .select(
        ...['d.id', 'd.notificationId', 'n.event', 'd.incidentId', 'i.number', 'i.title', 't.id as teamId'],
        ...['t.name as teamName', 'n.recipientType', 'n.recipientId', 'd.channel', 'm.address', 'd.urgency'],
        ...['d.status', 'd.reason', 'd.holdReason', 'd.mergedInto', 'd.providerId', 'd.createdAt', 'd.dueAt'],
        ...['d.sentAt', 'd.deliveredAt', 'd.endedAt'],
        database.raw('coalesce(u.name, w.name, c.name) as recipient_name'),
      );
    if (ids !== undefined) query.whereIn('d.id', [...ids]);
    if (statuses !== undefined) query.whereIn('d.status', [...statuses]);
    if (channels !== undefined) query.whereIn('d.channel', [...channels]);
    if (userId !== undefined) query.where({ 'n.recipientId': userId, 'n.recipientType': 'user' });
    if (incidentId !== undefined) query.where('d.incidentId', incidentId);
    if (teamId !== undefined) query.whereRaw(`${TEAM} = ?`, [teamId]);
    if (from !== undefined) query.where('d.createdAt', '>=', from);
    if (to !== undefined) query.where('d.createdAt', '<', to);
    if (visibleTeams !== null) query.whereRaw(`${TEAM} = any(?)`, [[...visibleTeams]]);
    if (below !== null) query.whereRaw('(d.created_at, d.id) < (?::timestamptz, ?::uuid)', [below.key, below.id]);
    return (await query) as LoggedDelivery[];
  }

  async attempts(deliveryIds: readonly string[]): Promise<readonly AttemptRow[]> {
    return this.database<AttemptRow>('delivery_attempts')
      .whereIn('deliveryId', [...deliveryIds])
      .orderBy(['deliveryId', 'attempt'])
      .select('*');
  }
}
