import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database.ts';
import { deleteSome } from '../platform/delete-some.ts';

/**
 * Long over: resolved by then, and nothing has been heard of its alerts since; with nothing that escalates or is still to
 * be sent; and whatever it was merged into is as long over.
 */
const IS_LONG_OVER = `r.status = 'resolved' and r.resolved_at < :before and r.last_seen_at < :before
  and not exists (select from escalations e where e.incident_id = r.id and e.status <> 'resolved')
  and not exists (select from deliveries d where d.incident_id = r.id and d.status in ('pending', 'sending'))
  and not exists (select from ledger_entries l where l.incident_id = r.id and l.received_at >= :before)
  and not exists (select from incidents t where t.id = r.merged_into
                     and (t.status <> 'resolved' or t.resolved_at >= :before))`;

/** Throws away incidents with all that belongs to them: alerts, timeline, escalations, notifications, deliveries. */
@Injectable()
export class IncidentRetentionRepository {
  async prune(transaction: Transaction, before: Date, limit: number): Promise<number> {
    const { rows } = await transaction.raw<{ rows: readonly { readonly id: string }[] }>(
      `select r.id from incidents r where ${IS_LONG_OVER} order by r.resolved_at limit :limit for update of r skip locked`,
      { before, limit },
    );
    const ids = rows.map(({ id }) => id);
    // An alert may go on for years after somebody has resolved it: that its episode is over is remembered longer.
    await transaction('alert_episodes')
      .whereIn('incidentId', ids)
      .whereNull('recoveredAt')
      .whereNotNull('ended')
      .update({ incidentId: null });
    return transaction('incidents').whereIn('id', ids).delete();
  }

  /** Episodes of no incident. */
  pruneEpisodes(transaction: Transaction, before: Date, limit: number): Promise<number> {
    const old = {
      from: 'alert_episodes',
      where: 'r.incident_id is null and r.last_date < :before',
      order: 'r.last_date',
    };
    return deleteSome(transaction, old, { before }, limit);
  }
}
