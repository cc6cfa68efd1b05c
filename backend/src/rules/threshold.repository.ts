import { Injectable } from '@nestjs/common';
import type { ThresholdLayer } from 'incident-core';
import { inPieces, type Transaction } from '../platform/database.ts';
import { PlacedRows } from '../platform/placed-rows.ts';
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
export class ThresholdRepository extends PlacedRows<PlacedThreshold> {
  constructor() {
    super('thresholds', THRESHOLD);
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
}
