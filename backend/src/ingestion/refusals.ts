import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';
import { IngestionService } from './ingestion.service.ts';
import type { PostSource } from './post.ts';

/** Once a minute and source is enough for people, and keeps a noisy sender without rights from writing without end. */
const EVERY_MS = 60_000;

/** Opens or refreshes the incident about a source whose posts are refused: its token is dead, or it sends more than it may. */
@Injectable()
export class Refusals {
  private readonly lastReports = new Map<string, number>();

  constructor(
    private readonly ingestion: IngestionService,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async report(source: PostSource, kind: 'dead_token' | 'too_fast'): Promise<void> {
    const now = this.clock.now().getTime();
    const key = `${kind} ${source.id}`;
    if (now - (this.lastReports.get(key) ?? -Infinity) < EVERY_MS) return;
    this.lastReports.set(key, now);
    try {
      await this.ingestion.reportRefusal(source, kind);
    } catch (error) {
      // The answer to the caller is a refusal either way; the next post tries again.
      this.lastReports.delete(key);
      this.logger.error({ err: error, source: { id: source.id } }, 'cannot report that posts are refused');
    }
  }
}
