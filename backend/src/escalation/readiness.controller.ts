import { Controller, Get } from '@nestjs/common';
import type { ReadinessAnswer } from 'incident-core';
import { CurrentCaller, type Caller } from '../access/caller.ts';
import { ReadinessService } from './readiness.service.ts';

@Controller('v1/readiness')
export class ReadinessController {
  constructor(private readonly readiness: ReadinessService) {}

  /** Policies and schedules that are not ready, and people on call who cannot be told. */
  @Get()
  get(@CurrentCaller() caller: Caller): Promise<ReadinessAnswer> {
    return this.readiness.overview(caller);
  }
}
