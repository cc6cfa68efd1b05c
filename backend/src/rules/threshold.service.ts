import { Inject, Injectable } from '@nestjs/common';
import {
  arrangeLayers,
  compareLayers,
  toFinalThresholds,
  type FinalThresholds,
  type NewThreshold,
  type PageQuery,
  type ThresholdChange,
} from 'incident-core';
import { AuditTrail, type AuditedChange } from '../access/audit-trail.ts';
import { readCursor, toPage, type Page } from '../access/cursor.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { conflict, notFound } from '../platform/problem.ts';
import { Random } from '../platform/random.ts';
import type { Actor } from '../timeline/timeline.ts';
import type { RowChanges } from './entry-plan.ts';
import { BY_PEOPLE, refuseFileRow } from './managed.ts';
import { describeScope, scopeOf } from './threshold-scope.ts';
import { ThresholdRepository, type PlacedThreshold, type ThresholdRow } from './threshold.repository.ts';

/** All that a layer says. */
export type ThresholdContent = Pick<ThresholdRow, 'service' | 'environment' | 'overrides'>;

/** Layers of thresholds, at most one for a scope; whoever changes one has all of them alone. */
@Injectable()
export class ThresholdService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly thresholds: ThresholdRepository,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  async page({ limit, cursor }: PageQuery): Promise<Page<PlacedThreshold>> {
    const rows = await this.thresholds.page(this.database, readCursor(cursor, 'number'), limit + 1);
    return toPage(rows, limit, ({ position }) => position);
  }

  /** @throws Problem 404 */
  async get(id: string): Promise<PlacedThreshold> {
    const row = await this.thresholds.find(this.database, id);
    if (!row) throw notFound('threshold', id);
    return row;
  }

  /** What holds for a service in an environment, null for one that reports none. */
  async final(service: string, environment: string | null): Promise<FinalThresholds> {
    return toFinalThresholds({ service, environment }, arrangeLayers(await this.thresholds.all(this.database)));
  }

  /** @throws Problem 409 when there is a layer for this service and environment */
  create({ service, environment, overrides }: NewThreshold, actor: Actor): Promise<ThresholdRow> {
    const now = this.clock.now();
    const made = {
      service,
      environment,
      overrides,
      ...BY_PEOPLE,
      id: this.random.id(),
      createdAt: now,
      updatedAt: now,
    };
    return this.database.transaction(async (transaction) => {
      const rows = await this.thresholds.lockAll(transaction);
      const there = rows.find((row) => scopeOf(row) === scopeOf(made));
      if (there) throw layerExists(there);
      await this.write(transaction, rows, { written: [made], removed: [] });
      await this.trail.append(transaction, actor, changeOf('threshold.created', null, made));
      return made;
    });
  }

  /** @throws Problem 404, 409 for a layer of a file */
  replace(id: string, { overrides }: ThresholdChange, actor: Actor): Promise<ThresholdRow> {
    return this.database.transaction(async (transaction) => {
      const rows = await this.thresholds.lockAll(transaction);
      const before = own(rows, id);
      const after = { ...before, overrides, updatedAt: this.clock.now() };
      await this.write(transaction, rows, { written: [after], removed: [] });
      await this.trail.append(transaction, actor, changeOf('threshold.replaced', before, after));
      return after;
    });
  }

  /** @throws Problem 404, 409 for a layer of a file */
  async delete(id: string, actor: Actor): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const rows = await this.thresholds.lockAll(transaction);
      const before = own(rows, id);
      await this.write(transaction, rows, { written: [], removed: [before] });
      await this.trail.append(transaction, actor, changeOf('threshold.deleted', before, null));
    });
  }

  /** As `ThresholdRepository.lockAll`. */
  lockAll(transaction: Transaction): Promise<readonly PlacedThreshold[]> {
    return this.thresholds.lockAll(transaction);
  }

  all(db: Database | Transaction): Promise<readonly PlacedThreshold[]> {
    return this.thresholds.all(db);
  }

  /** Writes rows beside those that there are, which must be locked, and puts all in their order. */
  async write(
    transaction: Transaction,
    rows: readonly ThresholdRow[],
    { written, removed }: RowChanges<ThresholdContent>,
  ): Promise<void> {
    await this.thresholds.delete(
      transaction,
      removed.map(({ id }) => id),
    );
    await this.thresholds.put(
      transaction,
      written.map((row) => ({ ...row, scope: scopeOf(row) })),
    );
    const gone = new Set([...removed, ...written].map(({ id }) => id));
    const now = [...rows.filter(({ id }) => !gone.has(id)), ...written].sort(compareLayers);
    await this.thresholds.writeOrder(
      transaction,
      now.map(({ id }) => id),
    );
  }
}

function own(rows: readonly PlacedThreshold[], id: string): PlacedThreshold {
  const row = rows.find((each) => each.id === id);
  if (!row) throw notFound('threshold', id);
  refuseFileRow('layer of thresholds', row);
  return row;
}

function layerExists({ id, managedBy, file, ...scope }: ThresholdRow) {
  const whose = managedBy === 'file' ? `, which the file ${file} looks after` : '';
  return conflict('threshold-exists', `There is a layer for ${describeScope(scope)} already${whose}`, { id, file });
}

function changeOf(action: string, before: ThresholdRow | null, after: ThresholdRow | null): AuditedChange {
  const row = after ?? before;
  const said = (one: ThresholdRow | null) =>
    one && { service: one.service, environment: one.environment, overrides: one.overrides };
  return {
    action,
    subject: { type: 'threshold', id: row?.id ?? null, name: row && describeScope(row) },
    before: said(before),
    after: said(after),
  };
}
