import { Injectable } from '@nestjs/common';
import { compareMappings } from 'incident-core';
import type { KeyPlace } from '../access/cursor.ts';
import type { Database, Transaction } from '../platform/database.ts';
import type { RowChanges } from '../rules/entry-plan.ts';
import { DirectoryService } from './directory.service.ts';
import { MappingRows } from './mapping-rows.ts';
import { scopeOf, toTeamMapping } from './mapping-words.ts';
import {
  TeamMappingRepository,
  type MappingContent,
  type MappingRow,
  type PlacedMapping,
} from './team-mapping.repository.ts';

/** Team mappings with their rows among the routing rules, which never say anything else. */
@Injectable()
export class MappingStore {
  constructor(
    private readonly mappings: TeamMappingRepository,
    private readonly rows: MappingRows,
    private readonly directory: DirectoryService,
  ) {}

  page(db: Database, after: KeyPlace | null, limit: number): Promise<readonly PlacedMapping[]> {
    return this.mappings.page(db, after, limit);
  }

  all(db: Database | Transaction): Promise<readonly PlacedMapping[]> {
    return this.mappings.all(db);
  }

  find(db: Database | Transaction, id: string): Promise<PlacedMapping | null> {
    return this.mappings.find(db, id);
  }

  /** All mappings, which nobody else changes until the transaction ends. */
  async lockAll(transaction: Transaction): Promise<readonly PlacedMapping[]> {
    // Whoever deletes a team has its row first and then asks for ours: so do we.
    await this.directory.keepTeams(transaction);
    return this.mappings.lockAll(transaction);
  }

  /** Writes mappings beside those that there are, which must be locked, and all that follows from them. */
  async write(
    transaction: Transaction,
    there: readonly MappingRow[],
    { written, removed }: RowChanges<MappingContent>,
  ): Promise<void> {
    await this.mappings.delete(
      transaction,
      removed.map(({ id }) => id),
    );
    await this.mappings.put(
      transaction,
      written.map((row) => ({ ...row, scope: scopeOf(row) })),
    );
    const changed = new Set([...removed, ...written].map(({ id }) => id));
    const now = [...there.filter(({ id }) => !changed.has(id)), ...written].sort((a, b) =>
      compareMappings(toTeamMapping(a, a.teamId), toTeamMapping(b, b.teamId)),
    );
    await this.mappings.writeOrder(
      transaction,
      now.map(({ id }) => id),
    );
    await this.rows.write(transaction, now);
  }
}
