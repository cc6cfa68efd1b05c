import { Body, Controller, Get, Put } from '@nestjs/common';
import { fromThrottles, throttlesSchema, type ThrottlesAnswer } from 'incident-core';
import { AuditTrail } from '../access/audit-trail.ts';
import { Clock } from '../platform/clock.ts';
import { readBody } from '../platform/validate.ts';
import { ThrottleRepository } from './throttle.repository.ts';
import { readThrottles } from './throttle-settings.ts';

@Controller('v1/throttles')
export class ThrottleController {
  constructor(
    private readonly throttles: ThrottleRepository,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** How much is sent, at which pace. */
  @Get()
  async get(): Promise<ThrottlesAnswer> {
    return fromThrottles(readThrottles(await this.throttles.get()));
  }

  /** Sets it for all backends. */
  @Put()
  async replace(@Body() body: unknown): Promise<ThrottlesAnswer> {
    const given = readBody(throttlesSchema, body);
    const change = { action: 'throttles.replaced', type: 'throttles', id: null } as const;
    await this.trail.changing(change, (transaction) => this.throttles.replace(transaction, given, this.clock.now()));
    return given;
  }
}
