import { Controller, Get, Inject } from '@nestjs/common';
import type { ReadyAnswer } from 'incident-core';
import { DATABASE, type Database } from './database.ts';
import { Problem } from './problem.ts';
import { Public } from './public.ts';
import { Resealing } from './resealing.ts';

@Controller()
export class HealthController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly resealing: Resealing,
  ) {}

  /** The process runs. */
  @Public()
  @Get('healthz')
  healthz(): { status: string } {
    return { status: 'ok' };
  }

  /** The process can do its work: the database answers. */
  @Public()
  @Get('readyz')
  async readyz(): Promise<ReadyAnswer> {
    try {
      await this.database.raw('select 1');
    } catch {
      // Whatever the reason, the answer is the same: not ready.
      throw new Problem(503, 'unavailable', 'The database cannot be reached', {}, { 'retry-after': '5' });
    }
    return { status: 'ready', secrets_under_previous_key: this.resealing.going };
  }
}
