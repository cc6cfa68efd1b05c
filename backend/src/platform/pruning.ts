import { Inject, Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Clock } from './clock.ts';
import { CONFIG, type Config } from './config.ts';
import { DATABASE, type Database, type Transaction } from './database.ts';
import { LOGGER, type Logger } from './logger.ts';

const EVERY_MS = 600_000;
/** A turn ends after so many batches of one kind; the next goes on. */
const MOST_BATCHES = 200;
const BATCH = 1_000;
/** Whoever waits longer for a lock makes others wait behind it: the next turn tries again. */
const LOCK_PATIENCE_MS = 250;

export const DAY_MS = 86_400_000;

/** Rows that matter to nobody any more once they are so old. */
export interface Prunable {
  /** What they are, for the log and the figures. */
  readonly name: string;
  readonly keptMs: number;
  /** How many of them a batch may have, where deleting one deletes much else. */
  readonly batch?: number;
  /** Deletes some of the older ones, no more than a batch, in the transaction. */
  readonly prune: (transaction: Transaction, before: Date, limit: number) => Promise<number | PrunedBatch>;
}

/** How many went, and whether there is more to do although they are fewer than a batch. */
export interface PrunedBatch {
  readonly pruned: number;
  readonly more: boolean;
}

/** What was thrown away by this process, by name. */
export interface PruningTally {
  readonly pruned: ReadonlyMap<string, number>;
  readonly failures: ReadonlyMap<string, number>;
  /** When a turn last came to its end with nothing failing; null before. */
  readonly wellAt: Date | null;
}

/**
 * Throws away what is too old to matter, batch by batch, each in a transaction of its own that is over soon; one backend
 * at a time. What fails is tried again at the next turn, and holds up nothing else.
 */
@Injectable()
export class Pruning {
  private readonly prunables: Prunable[] = [];
  private readonly pruned = new Map<string, number>();
  private readonly failures = new Map<string, number>();
  private wellAt: Date | null = null;
  private running: Promise<Readonly<Record<string, number>>> | null = null;

  constructor(
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  register(prunable: Prunable): void {
    this.prunables.push(prunable);
  }

  get tally(): PruningTally {
    return { pruned: this.pruned, failures: this.failures, wellAt: this.wellAt };
  }

  @Interval(EVERY_MS)
  async tick(): Promise<void> {
    if (this.config.ROLE !== 'api') await this.prune();
  }

  /** Answers how many rows were thrown away, by name. Who asks during a turn waits for its end. */
  prune(): Promise<Readonly<Record<string, number>>> {
    this.running ??= this.pruneAll().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  private async pruneAll(): Promise<Readonly<Record<string, number>>> {
    const counts: Record<string, number> = {};
    const now = this.clock.now();
    let isWell = true;
    for (const prunable of this.prunables) {
      const { name } = prunable;
      try {
        const count = await this.pruneOne(prunable, new Date(now.getTime() - prunable.keptMs));
        if (count === null) return counts;
        counts[name] = count;
      } catch (error) {
        isWell = false;
        this.failures.set(name, (this.failures.get(name) ?? 0) + 1);
        this.logger.warn({ err: error, rows: name }, 'what is too old was not thrown away; the next turn tries again');
      }
    }
    if (isWell) this.wellAt = now;
    return counts;
  }

  /** Null when another backend is at it. */
  private async pruneOne(prunable: Prunable, before: Date): Promise<number | null> {
    const { name, batch = BATCH } = prunable;
    let count = 0;
    for (let batches = 0; batches < MOST_BATCHES; batches += 1) {
      const done = await this.pruneBatch(prunable, before, batch);
      if (done === null) return null;
      count += done.pruned;
      this.pruned.set(name, (this.pruned.get(name) ?? 0) + done.pruned);
      if (!done.more) break;
    }
    return count;
  }

  private async pruneBatch({ prune }: Prunable, before: Date, limit: number): Promise<PrunedBatch | null> {
    return this.database.transaction(async (transaction) => {
      const { rows } = await transaction.raw<{ rows: readonly { readonly mine: boolean }[] }>(
        `select pg_try_advisory_xact_lock(?) as mine, set_config('lock_timeout', ?, true)`,
        [PRUNING_LOCK, `${LOCK_PATIENCE_MS}ms`],
      );
      if (rows[0]?.mine !== true) return null;
      const done = await prune(transaction, before, limit);
      return typeof done === 'number' ? { pruned: done, more: done >= limit } : done;
    });
  }
}

const PRUNING_LOCK = 6_640_193;
