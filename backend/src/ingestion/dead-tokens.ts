import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';
import { IngestionService } from './ingestion.service.ts';
import type { PostSource } from './post.ts';

/** Once a minute and source is enough for people, and keeps a noisy sender without rights from writing without end. */
const EVERY_MS = 60_000;

/** Opens or refreshes the incident about a source that uses a revoked or expired token. */
@Injectable()
export class DeadTokens {
  private readonly lastReports = new Map<string, number>();

  constructor(
    private readonly ingestion: IngestionService,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async report(source: PostSource): Promise<void> {
    const now = this.clock.now().getTime();
    if (now - (this.lastReports.get(source.id) ?? -Infinity) < EVERY_MS) return;
    this.lastReports.set(source.id, now);
    try {
      await this.ingestion.reportDeadToken(source);
    } catch (error) {
      // The answer to the caller is 401 either way; the next post tries again.
      this.lastReports.delete(source.id);
      this.logger.error({ err: error, source: { id: source.id } }, 'cannot report a dead token');
    }
  }
}
