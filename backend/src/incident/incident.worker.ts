import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { isTransient } from '../platform/database.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';
import { Workers } from '../platform/workers.ts';
import { IncidentTimers } from './incident-timers.ts';

const BATCH = 50;

/** Moves incidents whose time has come. */
@Injectable()
export class IncidentWorker implements OnModuleInit {
  constructor(
    private readonly timers: IncidentTimers,
    private readonly workers: Workers,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.workers.register('incident', () => this.tick());
  }

  /** Those that fail by our own fault stay for the next tick and hold up no other; only the others are counted. */
  async tick(): Promise<number> {
    const claimed: string[] = [];
    try {
      return await this.timers.tick(BATCH, null, (id) => claimed.push(id));
    } catch (error) {
      if (isTransient(error)) throw error;
      this.logger.error({ err: error }, 'a batch of incidents failed; each is tried alone');
    }
    let moved = 0;
    for (const id of claimed) moved += await this.moveAlone(id);
    return moved;
  }

  private async moveAlone(id: string): Promise<number> {
    try {
      return await this.timers.tick(1, id);
    } catch (error) {
      if (isTransient(error)) throw error;
      this.logger.error({ err: error, incident: { id } }, 'an incident failed by our own fault');
      return 0;
    }
  }
}
