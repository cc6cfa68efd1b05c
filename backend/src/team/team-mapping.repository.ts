import { Injectable } from '@nestjs/common';
import { inPieces, type Transaction } from '../platform/database.ts';
import { PlacedRows } from '../platform/placed-rows.ts';
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
export class TeamMappingRepository extends PlacedRows<PlacedMapping> {
  constructor() {
    super('team_mappings', MAPPING);
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
}
