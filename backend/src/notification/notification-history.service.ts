import { Injectable } from '@nestjs/common';
import {
  receiptOf,
  type NamedTarget,
  type NotificationAnswer,
  type PageQuery,
  type PageTestAnswer,
} from 'incident-core';
import { may, type Caller } from '../access/caller.ts';
import { maskAddress } from '../access/mask.ts';
import { readCursor, toPage, type Page } from '../access/cursor.ts';
import { toAttemptAnswer, toTime, type AttemptRow } from '../delivery/attempt-answer.ts';
import { notFound } from '../platform/problem.ts';
import { NotificationHistoryRepository, type ToldOf, type ToldRow } from './notification-history.repository.ts';

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
    const rows = await this.history.list({ incidentId }, place?.id ?? null, limit + 1);
    const { items, next } = toPage(rows, limit, ({ id }) => id);
    const told = await this.toAnswers(items, withAddresses);
    return { items: told.map(({ row, answer }) => ({ event: row.event, ...answer })), next };
  }

  /** Who was told in a test, the latest first. */
  async ofTest(of: ToldOf, limit: number, withAddresses: boolean): Promise<PageTestAnswer['deliveries']> {
    const told = await this.toAnswers(await this.history.list(of, null, limit), withAddresses);
    return told.map(({ row, answer }) => ({
      ...answer,
      provider_id: row.providerId,
      latency_ms: row.sentAt === null ? null : row.sentAt.getTime() - row.createdAt.getTime(),
      receipt: receiptOf(row),
    }));
  }

  private async toAnswers(rows: readonly ToldRow[], withAddresses: boolean) {
    const attempts = await this.history.attempts(rows.map(({ deliveryId, mergedInto }) => mergedInto ?? deliveryId));
    return rows.map((row) => {
      const own = attempts.filter(({ deliveryId }) => deliveryId === (row.mergedInto ?? row.deliveryId));
      return { row, answer: toAnswer(row, own, withAddresses) };
    });
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

function toAnswer(
  row: ToldRow,
  attempts: readonly AttemptRow[],
  withAddresses: boolean,
): Omit<NotificationAnswer, 'event'> {
  const { id, channel, address, escalationId, run, round, step, because, status, reason } = row;
  return {
    id,
    recipient: { type: row.recipientType, id: row.recipientId, name: row.recipientName },
    channel,
    address: address === null || withAddresses ? address : maskAddress(address),
    passage: escalationId === null ? null : { run, round, step },
    on_call: row.onCall,
    because,
    status,
    reason,
    merged_into: row.mergedInto,
    created_at: row.createdAt.toISOString(),
    due_at: toTime(row.dueAt),
    hold: toHold(row),
    sent_at: toTime(row.sentAt),
    delivered_at: toTime(row.deliveredAt),
    ended_at: toTime(row.endedAt),
    attempts: attempts.map(toAttemptAnswer),
  };
}

/** Only of what still waits: afterwards it is when it was sent that counts. */
function toHold({ status, dueAt, holdReason }: ToldRow): NotificationAnswer['hold'] {
  if (status !== 'pending' || dueAt === null || holdReason === null) return null;
  return { reason: holdReason, until: dueAt.toISOString() };
}
