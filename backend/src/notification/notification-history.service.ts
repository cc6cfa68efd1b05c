import { Injectable } from '@nestjs/common';
import type { NamedTarget, NotificationAnswer, PageQuery } from 'incident-core';
import { may, type Caller } from '../access/caller.ts';
import { maskEmail } from '../access/mask.ts';
import { readCursor, toPage, type Page } from '../access/cursor.ts';
import { notFound } from '../platform/problem.ts';
import { NotificationHistoryRepository, type AttemptRow, type ToldRow } from './notification-history.repository.ts';

const MOST_TOLD = 5;

/** What people see of who was told. */
@Injectable()
export class NotificationHistoryService {
  constructor(private readonly history: NotificationHistoryRepository) {}

  /** Who was told of an incident, the latest first; whole addresses only for who works on it. @throws Problem 404 */
  async page(incidentId: string, { limit, cursor }: PageQuery, caller: Caller): Promise<Page<NotificationAnswer>> {
    const place = readCursor(cursor, 'text');
    const teamId = await this.history.teamOf(incidentId);
    if (teamId === null) throw notFound('incident', incidentId);
    const withAddresses = may(caller, 'respond', [teamId]);
    const rows = await this.history.list(incidentId, place?.id ?? null, limit + 1);
    const { items, next } = toPage(rows, limit, ({ id }) => id);
    const attempts = await this.history.attempts(items.map(({ deliveryId }) => deliveryId));
    const answers = items.map((row) =>
      toAnswer(
        row,
        attempts.filter(({ deliveryId }) => deliveryId === row.deliveryId),
        withAddresses,
      ),
    );
    return { items: answers, next };
  }

  /** The last few who were told of each incident, the latest first; those of whom nobody heard are missing. */
  async lastTold(incidentIds: readonly string[]): Promise<ReadonlyMap<string, readonly NamedTarget[]>> {
    if (incidentIds.length === 0) return new Map();
    const told = new Map<string, NamedTarget[]>();
    for (const { incidentId, ...target } of await this.history.lastTold(incidentIds, MOST_TOLD)) {
      told.set(incidentId, [...(told.get(incidentId) ?? []), target]);
    }
    return told;
  }
}

function toAnswer(row: ToldRow, attempts: readonly AttemptRow[], withAddresses: boolean): NotificationAnswer {
  const { id, event, channel, address, escalationId, run, round, step, because, status, reason } = row;
  return {
    id,
    event,
    recipient: { type: row.recipientType, id: row.recipientId, name: row.recipientName },
    channel,
    address: address === null || withAddresses ? address : maskEmail(address),
    passage: escalationId === null ? null : { run, round, step },
    because,
    status,
    reason,
    created_at: row.createdAt.toISOString(),
    due_at: toTime(row.dueAt),
    sent_at: toTime(row.sentAt),
    delivered_at: toTime(row.deliveredAt),
    ended_at: toTime(row.endedAt),
    attempts: attempts.map(({ attempt, startedAt, endedAt, outcome, error }) => ({
      attempt,
      started_at: startedAt.toISOString(),
      ended_at: toTime(endedAt),
      outcome,
      error,
    })),
  };
}

function toTime(date: Date | null): string | null {
  return date === null ? null : date.toISOString();
}
