import { Global, Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { Bells } from './bells.ts';
import { Clock } from './clock.ts';
import { Closing } from './closing.ts';
import { CONFIG, type Config } from './config.ts';
import { createDatabase, DATABASE, type Database } from './database.ts';
import { HealthController } from './health.controller.ts';
import { LOGGER, type Logger } from './logger.ts';
import { Patrols } from './patrols.ts';
import { Pruning } from './pruning.ts';
import { Random } from './random.ts';
import { RateLimits } from './rate-limits.ts';
import { Redis } from './redis.ts';
import { Resealing } from './resealing.ts';
import { SecretBox } from './secret-box.ts';
import { SharedCache } from './shared-cache.ts';
import { Tracing } from './tracing.ts';
import { Workers } from './workers.ts';

/** What the process stands on; everything else is handed in from `main.ts`, or from a test. */
export interface Ground {
  readonly config: Config;
  readonly clock: Clock;
  readonly logger: Logger;
}

function databaseOf(config: Config): Database {
  return createDatabase(config.DATABASE_URL, config.DATABASE_POOL, {
    statementMs: config.DATABASE_STATEMENT_SECONDS * 1000,
    lockMs: config.DATABASE_LOCK_SECONDS * 1000,
    idleMs: config.DATABASE_IDLE_SECONDS * 1000,
    connectionMs: config.DATABASE_CONNECT_SECONDS * 1000,
    silenceMs: (config.DATABASE_STATEMENT_SECONDS + 10) * 1000,
  });
}

@Global()
@Module({})
export class PlatformModule implements OnApplicationShutdown {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Comes last: the workers have stopped and all requests have been answered. */
  async onApplicationShutdown(): Promise<void> {
    await this.database.destroy();
  }

  static on(ground: Ground): DynamicModule {
    return {
      module: PlatformModule,
      controllers: [HealthController],
      providers: [
        { provide: CONFIG, useValue: ground.config },
        { provide: Clock, useValue: ground.clock },
        { provide: LOGGER, useValue: ground.logger },
        {
          provide: DATABASE,
          useFactory: (): Database => databaseOf(ground.config),
        },
        Bells,
        Closing,
        Patrols,
        Pruning,
        Random,
        RateLimits,
        Redis,
        Resealing,
        SecretBox,
        SharedCache,
        Tracing,
        Workers,
      ],
      exports: [
        CONFIG,
        Clock,
        LOGGER,
        DATABASE,
        Bells,
        Patrols,
        Pruning,
        Random,
        RateLimits,
        Redis,
        Resealing,
        SecretBox,
        SharedCache,
        Tracing,
        Workers,
      ],
    };
  }
}
