import { Controller, Get, Query } from '@nestjs/common';
import { figuresQuerySchema, type FiguresAnswer, type ServiceLevelAnswer } from 'incident-core';
import { CurrentCaller, type Caller } from '../access/caller.ts';
import { readParams } from '../platform/validate.ts';
import { FiguresService } from './figures.service.ts';
import { PagingServiceLevel } from './service-level.ts';

@Controller('v1/metrics')
export class FiguresController {
  constructor(
    private readonly figures: FiguresService,
    private readonly serviceLevel: PagingServiceLevel,
  ) {}

  /** Alerts, incidents, escalations, times and noise: whole, over time, and by what they have in common. */
  @Get('summary')
  summary(@Query() query: unknown, @CurrentCaller() caller: Caller): Promise<FiguresAnswer> {
    return this.figures.read(readParams(figuresQuerySchema, query), caller);
  }

  /** Whether alerts reach somebody in time. */
  @Get('service-level')
  level(@CurrentCaller() caller: Caller): Promise<ServiceLevelAnswer> {
    return this.serviceLevel.read(caller);
  }
}
