import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';
import { ApiTokenService } from './api-token.service.ts';

/**
 * Lets in whom the configuration names: the first administrator, while no other admin token is live, and Kibana.
 */
@Injectable()
export class FirstAdmin implements OnApplicationBootstrap {
  constructor(
    private readonly tokens: ApiTokenService,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { ADMIN_TOKEN, KIBANA_TOKEN } = this.config;
    if (ADMIN_TOKEN !== undefined) await this.letAdminIn(ADMIN_TOKEN);
    if (KIBANA_TOKEN !== undefined) await this.letKibanaIn(KIBANA_TOKEN);
  }

  private async letAdminIn(token: string): Promise<void> {
    const outcome = await this.tokens.ensureFirstAdmin(token);
    if (outcome === 'made') this.logger.info('ADMIN_TOKEN is now an admin token');
    if (outcome === 'others_live')
      this.logger.warn('ADMIN_TOKEN is not a live admin token, but others are: nothing was changed');
    if (outcome === 'dead')
      this.logger.warn('ADMIN_TOKEN was revoked or has expired, and no admin token is live: set another one');
  }

  private async letKibanaIn(token: string): Promise<void> {
    const outcome = await this.tokens.ensureActing(token);
    if (outcome === 'made') this.logger.info('KIBANA_TOKEN now acts for the users of Kibana');
    if (outcome === 'dead') this.logger.warn('KIBANA_TOKEN was revoked or has expired: set another one');
    if (outcome === 'other_kind') this.logger.warn('KIBANA_TOKEN is a token of another kind: set another one');
  }
}
