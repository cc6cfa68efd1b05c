import { Inject, Injectable } from '@nestjs/common';
import type { SuppressionKind } from 'incident-core';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import type { StoredEscalation } from './escalation.repository.ts';

/** As the index of held runs has it. */
const HELD = `status <> 'resolved' and hold_kind is not null and hold_over_at is null`;

/** Runs that are held, or may have to be. */
@Injectable()
export class HoldRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** What the suppression holds is looked at again now. */
  async hasten(transaction: Transaction, suppressionId: string, now: Date): Promise<void> {
    await transaction('escalations').where({ holdId: suppressionId }).whereRaw(HELD).update({ dueAt: now });
  }

  /** Whether any of the incidents is held; what holds them is looked at again now. */
  async reconsider(transaction: Transaction, incidentIds: readonly string[], now: Date): Promise<boolean> {
    const reconsidered = await transaction('escalations')
      .whereIn('incidentId', [...incidentIds])
      .whereRaw(HELD)
      .update({ dueAt: now });
    return reconsidered > 0;
  }

  /**
   * Locks live runs of triggered incidents that nothing holds, with their incidents, by those. Whoever works on one is
   * waited for: one that is passed over would tell people until its next step.
   */
  async lockUnheld(
    transaction: Transaction,
    { teamId, after, limit }: { readonly teamId: string | null; readonly after: string | null; readonly limit: number },
  ): Promise<readonly StoredEscalation[]> {
    const { rows } = await transaction.raw<{ rows: readonly StoredEscalation[] }>(
      `with locked as materialized (
         select i.id from incidents i
          where i.status = 'triggered' and (:teamId::uuid is null or i.team_id = :teamId)
            and (:after::uuid is null or i.id > :after)
            and exists (select from escalations e where e.incident_id = i.id and e.status <> 'resolved'
                           and not e.hold_waived and (e.hold_kind is null or e.hold_over_at is not null))
          order by i.id limit :limit for no key update of i)
       select e.* from escalations e join locked l on l.id = e.incident_id
        where e.status <> 'resolved' order by e.incident_id for no key update of e`,
      { teamId, after, limit },
    );
    return rows;
  }

  async countHeld(): Promise<readonly { readonly kind: SuppressionKind; readonly count: number }[]> {
    const { rows } = await this.database.raw<{ rows: readonly { kind: SuppressionKind; count: number }[] }>(
      `select hold_kind as kind, count(*)::int as count from escalations where ${HELD} group by 1`,
    );
    return rows;
  }
}
