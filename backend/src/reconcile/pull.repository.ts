import { Inject, Injectable } from '@nestjs/common';
import type { Matchers, PullFaultKind } from 'incident-core';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import type { PagePlace } from './alert-indices.ts';

/** How a source is to be pulled. */
export interface PullSettings {
  readonly elasticsearchUrl: string;
  readonly kibanaUrl: string | null;
  readonly spaces: readonly string[];
  readonly indices: readonly string[];
  readonly tags: readonly string[];
  readonly connectorIds: readonly string[];
  readonly filter: Matchers | null;
  readonly writeBack: boolean;
  readonly intervalSeconds: number;
}

/** How far one pass over the documents has come. A pass may go over several polls, and outlives who began it. */
export interface PullPass {
  readonly passFrom: Date | null;
  readonly passAfter: PagePlace | null;
  /** The latest `@timestamp` in it. */
  readonly passLatest: Date | null;
  /** The earliest one of those that wait: the next pass must see them again. */
  readonly passHeld: Date | null;
}

export interface PullRow extends PullSettings, PullPass {
  readonly sourceId: string;
  readonly setUpAt: Date;
  readonly dueAt: Date;
  readonly triedAt: Date | null;
  readonly pulledAt: Date | null;
  readonly readUntil: Date | null;
  readonly failures: number;
  readonly fault: PullFaultKind | null;
  readonly faultText: string | null;
  readonly faultSince: Date | null;
  readonly faultTold: boolean;
  readonly found: number;
  readonly foundAt: Date | null;
}

/** A pull that this process works on until the lease ends. */
export interface ClaimedPull extends PullRow {
  readonly sealedApiKey: string;
  readonly fence: number;
  readonly source: { readonly id: string; readonly name: string; readonly teamId: string | null };
}

/** The columns that a poll leaves behind. */
export type PullState = Partial<
  PullPass &
    Pick<
      PullRow,
      'dueAt' | 'pulledAt' | 'readUntil' | 'failures' | 'fault' | 'faultText' | 'faultSince' | 'faultTold' | 'foundAt'
    >
> & { readonly leasedUntil: Date | null };

const BEGINNING: PullPass = { passFrom: null, passAfter: null, passLatest: null, passHeld: null };

@Injectable()
export class PullRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async find(sourceId: string, db: Database | Transaction = this.database): Promise<PullRow | null> {
    return (await db('source_pulls').where({ sourceId }).first<PullRow | undefined>('*')) ?? null;
  }

  /** The sealed key of a source; null where it is not pulled. Until the transaction ends nobody else changes its pull. */
  async lockKey(
    transaction: Transaction,
    sourceId: string,
  ): Promise<(PullRow & { readonly sealedApiKey: string }) | null> {
    return (await transaction('source_pulls').where({ sourceId }).forUpdate().first('*')) ?? null;
  }

  /**
   * Whoever polls by the settings before commits nothing more. Where it looks elsewhere it begins anew, as far back as a
   * first time.
   */
  async save(
    transaction: Transaction,
    sourceId: string,
    settings: PullSettings & { readonly sealedApiKey: string },
    now: Date,
    anew: boolean,
  ): Promise<void> {
    const row = { ...toColumns(settings), sealedApiKey: settings.sealedApiKey };
    const state = { dueAt: now, leasedUntil: null, failures: 0 };
    await transaction('source_pulls')
      .insert({ sourceId, ...row, ...state, setUpAt: now })
      .onConflict('sourceId')
      .merge({
        ...row,
        ...state,
        fence: transaction.raw('source_pulls.fence + 1'),
        ...(anew && { ...BEGINNING, readUntil: null, setUpAt: now }),
      });
  }

  async delete(transaction: Transaction, sourceId: string): Promise<void> {
    await transaction('source_pulls').where({ sourceId }).delete();
  }

  /** Takes what is due, and what somebody took and did not come back with. */
  async claim(now: Date, leasedUntil: Date, limit: number): Promise<readonly ClaimedPull[]> {
    const { rows } = await this.database.raw<{
      rows: readonly (ClaimedPull & { readonly sourceName: string; readonly teamId: string | null })[];
    }>(
      `with due as materialized (
         select source_id from source_pulls
          where due_at <= :now and (leased_until is null or leased_until <= :now)
          order by due_at limit :limit for update skip locked)
       update source_pulls p set fence = p.fence + 1, leased_until = :leasedUntil, tried_at = :now
         from due, sources s
        where p.source_id = due.source_id and s.id = p.source_id
        returning p.*, s.name as source_name, s.team_id`,
      { now, leasedUntil, limit },
    );
    return rows.map(({ sourceName: name, teamId, ...row }) => ({ ...row, source: { id: row.sourceId, name, teamId } }));
  }

  /** Locks a pull that is still ours; false when somebody took it over, or changed or ended it. */
  async hold(transaction: Transaction, { sourceId, fence }: ClaimedPull): Promise<boolean> {
    return (await transaction('source_pulls').where({ sourceId, fence }).forUpdate().first('sourceId')) !== undefined;
  }

  async saveState(
    transaction: Transaction,
    { sourceId, fence }: ClaimedPull,
    { passAfter, ...state }: PullState,
    found = 0,
  ): Promise<void> {
    await transaction('source_pulls')
      .where({ sourceId, fence })
      .update({
        ...state,
        ...(passAfter !== undefined && { passAfter: passAfter && JSON.stringify(passAfter) }),
        ...(found > 0 && { found: transaction.raw('found + ?', [found]) }),
      });
  }

  /** All pulls, with what tells whether they are overdue. */
  async all(db: Database | Transaction = this.database): Promise<readonly PullRow[]> {
    return db('source_pulls').orderBy('sourceId').select<readonly PullRow[]>('*');
  }

  /** Makes it due now, unless somebody is at work on it. */
  async bringForward(transaction: Transaction, sourceId: string, now: Date): Promise<void> {
    await transaction('source_pulls').where({ sourceId }).where('dueAt', '>', now).update({ dueAt: now });
  }
}

function toColumns({ spaces, indices, tags, connectorIds, filter, ...rest }: PullSettings): object {
  const { elasticsearchUrl, kibanaUrl, writeBack, intervalSeconds } = rest;
  const lists = { spaces: [...spaces], indices: [...indices], tags: [...tags], connectorIds: [...connectorIds] };
  return {
    elasticsearchUrl,
    kibanaUrl,
    writeBack,
    intervalSeconds,
    ...lists,
    filter: filter && JSON.stringify(filter),
  };
}
