import { Controller, Get, Param, Query } from '@nestjs/common';
import { deliveryLogQuerySchema, idParamsSchema, type DeliveryAnswer } from 'incident-core';
import { CurrentCaller, type Caller } from '../access/caller.ts';
import { writeCursor } from '../access/cursor.ts';
import { readParams } from '../platform/validate.ts';
import { DeliveryLogService } from './delivery-log.service.ts';

@Controller('v1/deliveries')
export class DeliveryLogController {
  constructor(private readonly log: DeliveryLogService) {}

  /** What was sent to whom, the latest first. */
  @Get()
  async list(@Query() query: unknown, @CurrentCaller() caller: Caller) {
    const { items, next } = await this.log.page(readParams(deliveryLogQuerySchema, query), caller);
    return { items, next_cursor: writeCursor(next) };
  }

  /** One delivery. */
  @Get(':id')
  get(@Param() params: unknown, @CurrentCaller() caller: Caller): Promise<DeliveryAnswer> {
    return this.log.get(readParams(idParamsSchema, params).id, caller);
  }
}
