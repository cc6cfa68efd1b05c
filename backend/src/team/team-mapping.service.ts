import { Inject, Injectable } from '@nestjs/common';
import type { PageQuery } from 'incident-core';
import { AuditTrail, type AuditedChange } from '../access/audit-trail.ts';
import { noSuch, orProblem, type Breaches } from '../access/constraints.ts';
import { readCursor, toPage, type Page } from '../access/cursor.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { conflict, notFound } from '../platform/problem.ts';
import { Random } from '../platform/random.ts';
import { BY_PEOPLE, refuseFileRow } from '../rules/managed.ts';
import type { Actor } from '../timeline/timeline.ts';
import { describeMapping, scopeOf } from './mapping-words.ts';
import { MappingStore } from './mapping-store.ts';
import type { MappingContent, MappingRow, PlacedMapping } from './team-mapping.repository.ts';

/** Which services belong to which team, at most one mapping for a scope; whoever changes one has all of them alone. */
@Injectable()
export class TeamMappingService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly store: MappingStore,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  async page({ limit, cursor }: PageQuery): Promise<Page<PlacedMapping>> {
    const rows = await this.store.page(this.database, readCursor(cursor, 'number'), limit + 1);
    return toPage(rows, limit, ({ position }) => position);
  }

  /** @throws Problem 404 */
  async get(id: string): Promise<MappingRow> {
    const row = await this.store.find(this.database, id);
    if (!row) throw notFound('team mapping', id);
    return row;
  }

  /** @throws Problem 409 when the same services are mapped already, 422 when the team does not exist */
  create(content: MappingContent, actor: Actor): Promise<MappingRow> {
    const now = this.clock.now();
    const made = { ...content, ...BY_PEOPLE, id: this.random.id(), createdAt: now, updatedAt: now };
    return this.change(async (transaction, rows) => {
      refuseTwin(rows, made);
      await this.store.write(transaction, rows, { written: [made], removed: [] });
      await this.trail.append(transaction, actor, changeOf('team_mapping.created', null, made));
      return made;
    });
  }

  /** @throws Problem 404, 409 for a mapping of a file, 409 and 422 as `create` */
  replace(id: string, content: MappingContent, actor: Actor): Promise<MappingRow> {
    return this.change(async (transaction, rows) => {
      const before = own(rows, id);
      const after = { ...before, ...content, updatedAt: this.clock.now() };
      refuseTwin(rows, after);
      await this.store.write(transaction, rows, { written: [after], removed: [] });
      await this.trail.append(transaction, actor, changeOf('team_mapping.replaced', before, after));
      return after;
    });
  }

  /** @throws Problem 404, 409 for a mapping of a file */
  async delete(id: string, actor: Actor): Promise<void> {
    await this.change(async (transaction, rows) => {
      const before = own(rows, id);
      await this.store.write(transaction, rows, { written: [], removed: [before] });
      await this.trail.append(transaction, actor, changeOf('team_mapping.deleted', before, null));
    });
  }

  private change<Result>(
    act: (transaction: Transaction, rows: readonly MappingRow[]) => Promise<Result>,
  ): Promise<Result> {
    return orProblem(
      BREACHES,
      this.database.transaction(async (transaction) => act(transaction, await this.store.lockAll(transaction))),
    );
  }
}

const BREACHES: Breaches = { team_mappings_team_id_foreign: noSuch('team', '$.team_id') };

function own(rows: readonly MappingRow[], id: string): MappingRow {
  const row = rows.find((each) => each.id === id);
  if (!row) throw notFound('team mapping', id);
  refuseFileRow('team mapping', row);
  return row;
}

function refuseTwin(rows: readonly MappingRow[], given: MappingRow): void {
  const twin = rows.find((row) => row.id !== given.id && scopeOf(row) === scopeOf(given));
  if (!twin) return;
  const whose = twin.managedBy === 'file' ? `, by the file ${twin.file}` : '';
  const title = `There is a mapping for ${describeMapping(given)} already${whose}`;
  throw conflict('mapping-exists', title, { id: twin.id, file: twin.file });
}

function changeOf(action: string, before: MappingRow | null, after: MappingRow | null): AuditedChange {
  const row = after ?? before;
  const said = (one: MappingRow | null) =>
    one && {
      service: one.service,
      label: one.labelName === null ? null : { name: one.labelName, value: one.labelValue },
      environment: one.environment,
      team_id: one.teamId,
    };
  return {
    action,
    subject: { type: 'team_mapping', id: row?.id ?? null, name: row && describeMapping(row) },
    before: said(before),
    after: said(after),
  };
}
