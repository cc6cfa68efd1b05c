import { Inject, Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Clock } from './clock.ts';
import { CONFIG, type Config } from './config.ts';
import { LOGGER, type Logger } from './logger.ts';

const EVERY_MS = 600_000;

/** Rows that matter to nobody any more once they are so old. */
export interface Prunable {
  /** What they are, for the log. */
  readonly name: string;
  readonly keptMs: number;
  /** Deletes the older ones; answers how many. */
  readonly prune: (before: Date) => Promise<number>;
}

/** Throws away what is too old to matter. What fails is tried again at the next turn, and holds up nothing else. */
@Injectable()
export class Pruning {
  private readonly prunables: Prunable[] = [];

  constructor(
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  register(prunable: Prunable): void {
    this.prunables.push(prunable);
  }

  @Interval(EVERY_MS)
  async tick(): Promise<void> {
    if (this.config.ROLE !== 'api') await this.prune();
  }

  /** Answers how many rows were thrown away, by name. */
  async prune(): Promise<Readonly<Record<string, number>>> {
    const counts: Record<string, number> = {};
    const now = this.clock.now().getTime();
    for (const { name, keptMs, prune } of this.prunables) {
      try {
        counts[name] = await prune(new Date(now - keptMs));
      } catch (error) {
        this.logger.warn({ err: error, rows: name }, 'what is too old was not thrown away; the next turn tries again');
      }
    }
    return counts;
  }
}
