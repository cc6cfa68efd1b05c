import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { isTransient } from '../platform/database.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';
import { Workers } from '../platform/workers.ts';
import { IncidentService } from './incident.service.ts';

const BATCH = 50;

/** Resolves incidents in progress whose alerts recovered long enough ago. */
@Injectable()
export class IncidentWorker implements OnModuleInit {
  constructor(
    private readonly incidents: IncidentService,
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
      return await this.incidents.resolveUnattended(BATCH, null, (id) => claimed.push(id));
    } catch (error) {
      if (isTransient(error)) throw error;
      this.logger.error({ err: error }, 'a batch of incidents failed; each is tried alone');
    }
    let resolved = 0;
    for (const id of claimed) resolved += await this.resolveAlone(id);
    return resolved;
  }

  private async resolveAlone(id: string): Promise<number> {
    try {
      return await this.incidents.resolveUnattended(1, id);
    } catch (error) {
      if (isTransient(error)) throw error;
      this.logger.error({ err: error, incident: { id } }, 'an incident failed by our own fault');
      return 0;
    }
  }
}
