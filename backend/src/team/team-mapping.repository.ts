import { Injectable } from '@nestjs/common';
import type { KeyPlace } from '../access/cursor.ts';
import { inPieces, type Database, type Transaction } from '../platform/database.ts';
import type { Managed } from '../rules/managed.ts';

/** All that a mapping says. */
export interface MappingContent {
  readonly service: string | null;
  readonly labelName: string | null;
  readonly labelValue: string | null;
  readonly environment: string | null;
  readonly teamId: string;
}

export interface MappingRow extends MappingContent, Managed {
  readonly id: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface PlacedMapping extends MappingRow {
  readonly position: number;
}

const MAPPING = [
  'id',
  'service',
  'labelName',
  'labelValue',
  'environment',
  'position',
  'teamId',
  'managedBy',
  'file',
  'fileHash',
  'createdAt',
  'updatedAt',
] as const;

@Injectable()
export class TeamMappingRepository {
  async page(db: Database, after: KeyPlace | null, limit: number): Promise<readonly PlacedMapping[]> {
    const query = db('team_mappings').orderBy(['position', 'id']).limit(limit);
    if (after) query.whereRaw('(position, id) > (?::int, ?::uuid)', [after.key, after.id]);
    return query.select(...MAPPING);
  }

  /** All mappings, strongest first. */
  async all(db: Database | Transaction): Promise<readonly PlacedMapping[]> {
    return db('team_mappings')
      .orderBy(['position', 'id'])
      .select(...MAPPING);
  }

  async find(db: Database | Transaction, id: string): Promise<PlacedMapping | null> {
    const row = await db('team_mappings')
      .where({ id })
      .first(...MAPPING);
    return row ?? null;
  }

  /** As `all`; nobody else changes them until the transaction ends, and readers do not wait. */
  async lockAll(transaction: Transaction): Promise<readonly PlacedMapping[]> {
    await transaction.raw('lock table team_mappings in share row exclusive mode');
    return this.all(transaction);
  }

  /** Writes whole rows, in the place of those with their ids. */
  async put(transaction: Transaction, rows: readonly (MappingRow & { readonly scope: string })[]): Promise<void> {
    for (const piece of inPieces(rows)) {
      const columns = piece.map(({ id, scope, service, labelName, labelValue, environment, teamId, ...rest }) => {
        const { managedBy, file, fileHash, createdAt, updatedAt } = rest;
        const said = { service, labelName, labelValue, environment, teamId };
        return { id, scope, position: 0, ...said, managedBy, file, fileHash, createdAt, updatedAt };
      });
      await transaction('team_mappings').insert(columns).onConflict('id').merge();
    }
  }

  /** Numbers the mappings from 1 in this order. */
  async writeOrder(transaction: Transaction, ids: readonly string[]): Promise<void> {
    await transaction.raw(
      `update team_mappings set position = place.number
         from unnest(?::uuid[]) with ordinality as place (id, number)
        where team_mappings.id = place.id and position <> place.number`,
      [[...ids]],
    );
  }

  async delete(transaction: Transaction, ids: readonly string[]): Promise<void> {
    await transaction('team_mappings')
      .whereRaw('id = any(?::uuid[])', [[...ids]])
      .delete();
  }
}
