import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { planTokenWarning } from 'incident-core';
import { EndingTokens } from '../access/ending-tokens.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database } from '../platform/database.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';
import { Workers } from '../platform/workers.ts';
import { DirectoryService } from '../team/directory.service.ts';
import { Notices } from './notices.ts';

/** Tells those who look after a token that it ends, fourteen days and a day before: else its alerts stop unannounced. */
@Injectable()
export class TokenWarnings implements OnModuleInit {
  constructor(
    private readonly tokens: EndingTokens,
    private readonly notices: Notices,
    private readonly directory: DirectoryService,
    private readonly clock: Clock,
    private readonly workers: Workers,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.workers.register('token', () => this.tick());
  }

  private tick(): Promise<number> {
    const now = this.clock.now();
    return this.database.transaction(async (transaction) => {
      const { taken, told } = await this.tokens.take(transaction, now);
      for (const { keeperIds, ...token } of told) {
        const keepers = keeperIds.map((id) => ({ type: 'user' as const, id }));
        const { contactMethods } = await this.directory.reach(transaction, keepers, now);
        const planned = planTokenWarning(token, keeperIds, contactMethods);
        if (planned.length === 0) this.logger.error({ token }, 'a token ends soon, and nobody can be told');
        await this.notices.plan(transaction, planned, now);
      }
      return taken;
    });
  }
}
