import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { sourceProblemAlert, type GivenHeartbeat } from 'incident-core';
import { AuditTrail } from '../access/audit-trail.ts';
import type { Caller } from '../access/caller.ts';
import { SourceService } from '../access/source.service.ts';
import { IntakeService, type Arrival } from '../incident/intake.service.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { conflict, notFound } from '../platform/problem.ts';
import { Workers } from '../platform/workers.ts';
import { HeartbeatRepository, type HeartbeatRow } from './heartbeat.repository.ts';
import type { PostSource } from './post.ts';

const BATCH = 50;

/** Expects signs of life of sources: silence opens an incident, the next sign resolves it. */
@Injectable()
export class Heartbeats implements OnModuleInit {
  constructor(
    private readonly rows: HeartbeatRepository,
    private readonly intake: IntakeService,
    private readonly sources: SourceService,
    private readonly trail: AuditTrail,
    private readonly workers: Workers,
    private readonly clock: Clock,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.workers.register('heartbeat', () => this.tick());
  }

  /** @throws Problem 404 */
  async get(sourceId: string): Promise<HeartbeatRow> {
    await this.sources.get(sourceId);
    return expected(await this.rows.find(sourceId), sourceId);
  }

  /** @throws Problem 404 */
  async set(sourceId: string, given: GivenHeartbeat, by: Caller): Promise<HeartbeatRow> {
    const { name } = await this.sources.get(sourceId);
    return this.database.transaction(async (transaction) => {
      const now = this.clock.now();
      const before = await this.rows.lock(transaction, sourceId);
      const settings = { intervalSeconds: given.interval_seconds, graceSeconds: given.grace_seconds };
      const row = {
        ...{ sourceId, ...settings, setUpAt: before?.setUpAt ?? now, lastBeatAt: before?.lastBeatAt ?? null },
        ...{ dueAt: dueAfter(now, settings), silentAt: before?.silentAt ?? null },
      };
      await this.rows.save(transaction, row);
      await this.trail.append(transaction, by.actor, {
        action: 'source_heartbeat.set',
        subject: { type: 'source', id: sourceId, name },
        before: before && toAudited(before),
        after: toAudited(row),
      });
      return row;
    });
  }

  /** @throws Problem 404 */
  async delete(sourceId: string, by: Caller): Promise<void> {
    const source = await this.sources.get(sourceId);
    await this.database.transaction(async (transaction) => {
      const before = expected(await this.rows.lock(transaction, sourceId), sourceId);
      await this.rows.delete(transaction, sourceId);
      if (before.silentAt !== null) await this.take(transaction, [{ source, row: before }], true);
      await this.trail.append(transaction, by.actor, {
        action: 'source_heartbeat.deleted',
        subject: { type: 'source', id: sourceId, name: source.name },
        before: toAudited(before),
        after: null,
      });
    });
  }

  /** Answers until when the next must come. @throws Problem 409 for a source of which none is expected */
  async beat(source: PostSource): Promise<Date> {
    return this.database.transaction(async (transaction) => {
      const now = this.clock.now();
      const row = await this.rows.lock(transaction, source.id);
      if (!row) {
        throw conflict('no-heartbeat', 'No heartbeat is expected of this source', {
          detail: 'found a source without one; expected PUT /v1/sources/{id}/heartbeat before',
        });
      }
      const dueAt = dueAfter(now, row);
      await this.rows.save(transaction, { ...row, lastBeatAt: now, dueAt, silentAt: null });
      if (row.silentAt !== null) await this.take(transaction, [{ source, row }], true);
      return dueAt;
    });
  }

  /** The silence and its incident commit together: whichever backend comes first opens it. */
  private async tick(): Promise<number> {
    return this.database.transaction(async (transaction) => {
      const now = this.clock.now();
      const missed = await this.rows.lockMissed(transaction, now, BATCH);
      if (missed.length === 0) return 0;
      const ids = missed.map(({ sourceId }) => sourceId);
      await this.rows.markSilent(transaction, ids, now);
      const silent = missed.map(({ sourceName: name, teamId, ...row }) => ({
        source: { id: row.sourceId, name, teamId },
        row,
      }));
      await this.take(transaction, silent, false);
      return missed.length;
    });
  }

  private async take(
    transaction: Transaction,
    silent: readonly { readonly source: PostSource; readonly row: HeartbeatRow }[],
    over: boolean,
  ): Promise<void> {
    const now = this.clock.now();
    const arrivals = silent.map(({ source: { id, name, teamId }, row }): Arrival => {
      const about = { sourceId: id, sourceName: name, receivedAt: now };
      const { lastBeatAt, intervalSeconds } = row;
      const alert = sourceProblemAlert({ kind: 'silent', ...about, lastBeatAt, intervalSeconds, over });
      return { alert, source: { id, name, teamId } };
    });
    await this.intake.take(transaction, arrivals, now);
  }
}

function dueAfter(
  now: Date,
  { intervalSeconds, graceSeconds }: Pick<HeartbeatRow, 'intervalSeconds' | 'graceSeconds'>,
): Date {
  return new Date(now.getTime() + (intervalSeconds + graceSeconds) * 1000);
}

function expected(row: HeartbeatRow | null, sourceId: string): HeartbeatRow {
  if (!row) throw notFound('heartbeat of a source', sourceId);
  return row;
}

function toAudited({ intervalSeconds, graceSeconds }: HeartbeatRow): Readonly<Record<string, unknown>> {
  return { interval_seconds: intervalSeconds, grace_seconds: graceSeconds };
}
