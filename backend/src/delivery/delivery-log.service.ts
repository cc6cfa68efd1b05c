import { Injectable } from '@nestjs/common';
import type { DeliveryAnswer, DeliveryLogQuery } from 'incident-core';
import { may, visibleTeams, type Caller } from '../access/caller.ts';
import { readTimeCursor, toPage, type Page } from '../access/cursor.ts';
import { maskAddress } from '../access/mask.ts';
import { notFound } from '../platform/problem.ts';
import { toAttemptAnswer, toTime, type AttemptRow } from './attempt-answer.ts';
import { DeliveryLogRepository, type LogFilter, type LoggedDelivery } from './delivery-log.repository.ts';

/** What people see of what was sent. */
@Injectable()
export class DeliveryLogService {
  constructor(private readonly log: DeliveryLogRepository) {}

  /** The latest first; of the teams that the caller may see. @throws Problem 400 for a cursor of another list */
  async page(query: DeliveryLogQuery, caller: Caller): Promise<Page<DeliveryAnswer>> {
    const { limit, cursor } = query;
    const rows = await this.log.list(toFilter(query, caller), readTimeCursor(cursor), limit + 1);
    const { items, next } = toPage(rows, limit, ({ createdAt }) => createdAt.toISOString());
    return { items: await this.toAnswers(items, caller), next };
  }

  /** @throws Problem 404 where there is none, or none that the caller may see */
  async get(id: string, caller: Caller): Promise<DeliveryAnswer> {
    const rows = await this.log.list({ ids: [id], visibleTeams: visibleTeams(caller) }, null, 1);
    const [answer] = await this.toAnswers(rows, caller);
    if (!answer) throw notFound('delivery', id);
    return answer;
  }

  /** What went in the message of another has its attempts. */
  private async toAnswers(rows: readonly LoggedDelivery[], caller: Caller): Promise<readonly DeliveryAnswer[]> {
    const attempts = await this.log.attempts(rows.map(({ id, mergedInto }) => mergedInto ?? id));
    return rows.map((row) => {
      const concern = row.teamId === null ? 'all' : [row.teamId];
      const own = attempts.filter(({ deliveryId }) => deliveryId === (row.mergedInto ?? row.id));
      return toAnswer(row, own, may(caller, 'respond', concern));
    });
  }
}

function toFilter(query: DeliveryLogQuery, caller: Caller): LogFilter {
  const { status, channel, user_id, incident_id, team_id, from, to } = query;
  return {
    visibleTeams: visibleTeams(caller),
    ...(status === undefined ? {} : { statuses: status }),
    ...(channel === undefined ? {} : { channels: channel }),
    ...(user_id === undefined ? {} : { userId: user_id }),
    ...(incident_id === undefined ? {} : { incidentId: incident_id }),
    ...(team_id === undefined ? {} : { teamId: team_id }),
    ...(from === undefined ? {} : { from: new Date(from) }),
    ...(to === undefined ? {} : { to: new Date(to) }),
  };
}

function toAnswer(row: LoggedDelivery, attempts: readonly AttemptRow[], withAddress: boolean): DeliveryAnswer {
  const { incidentId, number, title, teamId, teamName, address } = row;
  return {
    id: row.id,
    notification_id: row.notificationId,
    event: row.event,
    incident: incidentId === null || number === null || title === null ? null : { id: incidentId, number, title },
    team: teamId === null || teamName === null ? null : { id: teamId, name: teamName },
    recipient: { type: row.recipientType, id: row.recipientId, name: row.recipientName },
    channel: row.channel,
    address: address === null || withAddress ? address : maskAddress(address),
    urgency: row.urgency,
    status: row.status,
    reason: row.reason,
    hold_reason: row.holdReason,
    merged_into: row.mergedInto,
    provider_id: row.providerId,
    created_at: row.createdAt.toISOString(),
    due_at: toTime(row.dueAt),
    sent_at: toTime(row.sentAt),
    delivered_at: toTime(row.deliveredAt),
    ended_at: toTime(row.endedAt),
    attempts: attempts.map(toAttemptAnswer),
  };
}
