import { Injectable } from '@nestjs/common';
import type { ThresholdLayer } from 'incident-core';
import type { KeyPlace } from '../access/cursor.ts';
import { inPieces, type Database, type Transaction } from '../platform/database.ts';
import type { Managed } from './managed.ts';

export interface ThresholdRow extends ThresholdLayer, Managed {
  readonly id: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface PlacedThreshold extends ThresholdRow {
  readonly position: number;
}

const THRESHOLD = [
  'id',
  'service',
  'environment',
  'position',
  'overrides',
  'managedBy',
  'file',
  'fileHash',
  'createdAt',
  'updatedAt',
] as const;

@Injectable()
export class ThresholdRepository {
  async page(db: Database, after: KeyPlace | null, limit: number): Promise<readonly PlacedThreshold[]> {
    const query = db('thresholds').orderBy(['position', 'id']).limit(limit);
    if (after) query.whereRaw('(position, id) > (?::int, ?::uuid)', [after.key, after.id]);
    return query.select(...THRESHOLD);
  }

  /** All layers in their order. */
  async all(db: Database | Transaction): Promise<readonly PlacedThreshold[]> {
    return db('thresholds')
      .orderBy(['position', 'id'])
      .select(...THRESHOLD);
  }

  async find(db: Database | Transaction, id: string): Promise<PlacedThreshold | null> {
    const row = await db('thresholds')
      .where({ id })
      .first(...THRESHOLD);
    return row ?? null;
  }

  /** As `all`; nobody else changes them until the transaction ends, and readers do not wait. */
  async lockAll(transaction: Transaction): Promise<readonly PlacedThreshold[]> {
    await transaction.raw('lock table thresholds in share row exclusive mode');
    return this.all(transaction);
  }

  /** Writes whole rows, in the place of those with their ids. */
  async put(transaction: Transaction, rows: readonly (ThresholdRow & { readonly scope: string })[]): Promise<void> {
    for (const piece of inPieces(rows)) {
      const columns = piece.map(({ id, service, environment, scope, overrides, ...rest }) => {
        const { managedBy, file, fileHash, createdAt, updatedAt } = rest;
        const owned = { managedBy, file, fileHash, createdAt, updatedAt };
        return { id, service, environment, scope, overrides: JSON.stringify(overrides), position: 0, ...owned };
      });
      await transaction('thresholds').insert(columns).onConflict('id').merge();
    }
  }

  /** Numbers the layers from 1 in this order. */
  async writeOrder(transaction: Transaction, ids: readonly string[]): Promise<void> {
    await transaction.raw(
      `update thresholds set position = place.number
         from unnest(?::uuid[]) with ordinality as place (id, number)
        where thresholds.id = place.id and position <> place.number`,
      [[...ids]],
    );
  }

  async delete(transaction: Transaction, ids: readonly string[]): Promise<void> {
    await transaction('thresholds')
      .whereRaw('id = any(?::uuid[])', [[...ids]])
      .delete();
  }
}
