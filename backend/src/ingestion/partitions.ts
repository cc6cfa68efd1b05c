import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Clock } from '../platform/clock.ts';
import { CONFIG, type Config } from '../platform/config.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';
import { RawEventRepository } from './raw-event.repository.ts';

const HOUR_MS = 3_600_000;

/** Keeps the partitions of raw events ahead of the time. */
@Injectable()
export class Partitions implements OnApplicationBootstrap {
  constructor(
    private readonly rawEvents: RawEventRepository,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.make();
  }

  @Interval(HOUR_MS)
  async make(): Promise<void> {
    try {
      await this.rawEvents.makePartitions(this.clock.now(), this.config.RAW_EVENT_PARTITION_DAYS);
    } catch (error) {
      // The default partition takes what comes meanwhile; the next hour tries again.
      this.logger.error({ err: error }, 'cannot make partitions for raw events');
    }
  }
}
