import { Controller, Get, Param, Query } from '@nestjs/common';
import { idParamsSchema, pageQuerySchema } from 'incident-core';
import { CurrentCaller, type Caller } from '../access/caller.ts';
import { writeCursor } from '../access/cursor.ts';
import { readParams } from '../platform/validate.ts';
import { NotificationHistoryService } from './notification-history.service.ts';

@Controller('v1/incidents/:id/notifications')
export class NotificationHistoryController {
  constructor(private readonly history: NotificationHistoryService) {}

  /** Who was told of an incident, and whether it got through; the latest first. */
  @Get()
  async list(@Param() params: unknown, @Query() query: unknown, @CurrentCaller() caller: Caller) {
    const { id } = readParams(idParamsSchema, params);
    const { items, next } = await this.history.page(id, readParams(pageQuerySchema, query), caller);
    return { items, next_cursor: writeCursor(next) };
  }
}
