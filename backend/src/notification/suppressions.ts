import { Injectable } from '@nestjs/common';
import {
  decideSuppression,
  nextChange,
  occurrenceAt,
  type Suppressible,
  type Suppressing,
  type Suppression,
} from 'incident-core';
import type { Database, Transaction } from '../platform/database.ts';
import { SuppressionRepository, toSuppression, type SuppressibleRow } from './suppression.repository.ts';

/** An incident of which it is asked whether something holds it; only what is new may be waited for whether it passes. */
export interface Asked {
  readonly incidentId: string;
  readonly isNew: boolean;
}

/** A suppression of which the runs are to be brought in line. */
export interface ChangedSuppression {
  readonly suppression: Suppression;
  readonly revision: number;
  readonly isActive: boolean;
}

/** What the other stages ask of silences, maintenance windows and pauses. */
@Injectable()
export class Suppressions {
  constructor(private readonly rows: SuppressionRepository) {}

  /** What holds the incidents now; those that nothing holds are missing. A query or two, unless something could hold any. */
  async decide(
    db: Database | Transaction,
    asked: readonly Asked[],
    now: Date,
  ): Promise<ReadonlyMap<string, Suppressing>> {
    if (asked.length === 0) return new Map();
    const [current, isPausing] = await Promise.all([
      this.rows.current(db, now),
      asked.some(({ isNew }) => isNew) && this.rows.pauses(db),
    ]);
    const suppressions = current.map(toSuppression);
    if (suppressions.length === 0 && !isPausing) return new Map();
    const news = new Set(asked.flatMap(({ incidentId, isNew }) => (isNew ? [incidentId] : [])));
    const incidents = await this.rows.suppressible(
      db,
      asked.map(({ incidentId }) => incidentId),
    );
    return new Map(
      incidents.flatMap((incident) => {
        const facts = toSuppressible(incident, news.has(incident.incidentId));
        const decision = decideSuppression(facts, suppressions, now);
        return decision.kind === 'hold' ? [[incident.incidentId, decision.by] as const] : [];
      }),
    );
  }

  /** What would hold an incident that there is not yet, or that is opened again. */
  async foresee(
    db: Database | Transaction,
    incident: Omit<Suppressible, 'pausedUntil'>,
    isNew: boolean,
    now: Date,
  ): Promise<Suppressing | null> {
    const suppressions = (await this.rows.current(db, now)).map(toSuppression);
    const autoPauseSeconds = isNew ? await this.rows.pauseOf(db, incident.teamId) : null;
    const pausedUntil = autoPauseSeconds === null ? null : new Date(now.getTime() + autoPauseSeconds * 1000);
    const decision = decideSuppression({ ...incident, pausedUntil }, suppressions, now);
    return decision.kind === 'hold' ? decision.by : null;
  }

  /** Locks those that have changed since they were last applied: were made, edited or ended, or begin or end now. */
  async lockChanged(transaction: Transaction, now: Date, limit: number): Promise<readonly ChangedSuppression[]> {
    const rows = await this.rows.lockDue(transaction, now, limit);
    return rows.map((row) => {
      const suppression = toSuppression(row);
      const occurrence = occurrenceAt(suppression, now);
      return { suppression, revision: row.revision, isActive: occurrence !== null && occurrence.from <= now };
    });
  }

  /** The runs are in line with it; it is looked at again when it begins or ends next. */
  async applied(transaction: Transaction, { suppression, revision }: ChangedSuppression, now: Date): Promise<void> {
    const next = occurrenceAt(suppression, now);
    await this.rows.saveApplied(
      transaction,
      { id: suppression.id, revision },
      {
        nextFrom: next?.from ?? null,
        nextUntil: next?.until ?? null,
        changeAt: nextChange(suppression, now),
      },
    );
  }
}

function toSuppressible({ autoPauseSeconds, createdAt, ...incident }: SuppressibleRow, isNew: boolean): Suppressible {
  // What a person opened, without an alert, does not pass by itself.
  const mayPass = isNew && incident.origins.length > 0;
  const pausedUntil =
    mayPass && autoPauseSeconds !== null ? new Date(createdAt.getTime() + autoPauseSeconds * 1000) : null;
  return { ...incident, pausedUntil };
}
