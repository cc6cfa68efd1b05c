import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';
import { ApiTokenService } from './api-token.service.ts';

/** Lets the first administrator in: with the token of the configuration, while no other admin token is live. */
@Injectable()
export class FirstAdmin implements OnApplicationBootstrap {
  constructor(
    private readonly tokens: ApiTokenService,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.config.ADMIN_TOKEN === undefined) return;
    const outcome = await this.tokens.ensureFirstAdmin(this.config.ADMIN_TOKEN);
    if (outcome === 'made') this.logger.info('ADMIN_TOKEN is now an admin token');
    if (outcome === 'others_live')
      this.logger.warn('ADMIN_TOKEN is not a live admin token, but others are: nothing was changed');
    if (outcome === 'dead')
      this.logger.warn('ADMIN_TOKEN was revoked or has expired, and no admin token is live: set another one');
  }
}
