import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database.ts';
import { deleteSome } from '../platform/delete-some.ts';

/** Is over, has been applied, and holds nothing that still waits. */
const IS_OVER = `least(r.ended_at, r.ends_at) < :before and r.change_at is null and r.revision = r.applied_revision
  and not exists (select from escalations e
                   where e.hold_id = r.id and e.status <> 'resolved' and e.hold_kind is not null)`;

/** Throws away silences and windows that are long over, and what was told of hand-offs. */
@Injectable()
export class NoticeRetentionRepository {
  pruneSuppressions(transaction: Transaction, before: Date, limit: number): Promise<number> {
    const old = { from: 'suppressions', where: IS_OVER, order: 'r.created_at' };
    return deleteSome(transaction, old, { before }, limit);
  }

  pruneHandoffs(transaction: Transaction, before: Date, limit: number): Promise<number> {
    const where = `r.schedule_id is not null and r.created_at < :before
      and not exists (select from deliveries d where d.notification_id = r.id and d.status in ('pending', 'sending'))`;
    return deleteSome(transaction, { from: 'notifications', where, order: 'r.created_at' }, { before }, limit);
  }
}
