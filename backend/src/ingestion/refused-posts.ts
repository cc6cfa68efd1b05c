import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Clock } from '../platform/clock.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';
import { Random } from '../platform/random.ts';
import { RefusedPostsRepository, type RefusedPosts as Counted } from './refused-posts.repository.ts';

/** Why nothing of a post was kept. */
export type RefusalReason = 'missing_token' | 'unknown_token' | 'dead_token' | 'too_many' | 'overloaded' | 'failed';

const EVERY_MS = 2_000;
const MINUTE_MS = 60_000;
/** Keys that are remembered between two writes: minutes, sources and reasons. */
const MOST = 10_000;

/**
 * Counts posts of which nothing is kept, by minute, source and reason, and writes the counts down now and then: a refusal
 * must cost less than what is refused. A backend that is killed loses those of two seconds.
 */
@Injectable()
export class RefusedPosts implements BeforeApplicationShutdown {
  private counted = new Map<string, Counted>();
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly repository: RefusedPostsRepository,
    private readonly clock: Clock,
    private readonly random: Random,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  count(reason: RefusalReason, sourceId: string | null): void {
    const at = this.clock.now();
    const minute = new Date(Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS);
    this.add({ minute, sourceId, reason, count: 1, firstAt: at, lastAt: at });
  }

  /** Writes down what has been counted; what fails is counted on. */
  @Interval(EVERY_MS)
  async write(): Promise<void> {
    this.writing = this.writing.then(() => this.writeOnce());
    await this.writing;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.write();
  }

  private async writeOnce(): Promise<void> {
    const rows = [...this.counted.values()];
    if (rows.length === 0) return;
    this.counted = new Map();
    try {
      await this.repository.add(rows.map((row) => ({ ...row, id: this.random.id() })));
    } catch (error) {
      this.logger.warn({ err: error }, 'refused posts could not be written down; they are with the next ones');
      for (const row of rows) this.add(row);
    }
  }

  private add(row: Counted): void {
    const key = `${row.minute.getTime()} ${row.sourceId ?? ''} ${row.reason}`;
    const had = this.counted.get(key);
    if (!had && this.counted.size >= MOST) return;
    this.counted.set(key, had ? { ...had, count: had.count + row.count, lastAt: row.lastAt } : row);
  }
}
