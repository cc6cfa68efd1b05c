import { Controller, Get, Param, Query } from '@nestjs/common';
import { idParamsSchema, pageQuerySchema } from 'incident-core';
import { writeCursor } from '../access/cursor.ts';
import { readParams } from '../platform/validate.ts';
import { EscalationHistoryService } from './escalation-history.service.ts';

@Controller('v1/incidents/:id/escalations')
export class EscalationHistoryController {
  constructor(private readonly history: EscalationHistoryService) {}

  /** The runs of an incident with all their passages, the last run first. */
  @Get()
  async list(@Param() params: unknown, @Query() query: unknown) {
    const { id } = readParams(idParamsSchema, params);
    const { items, next } = await this.history.page(id, readParams(pageQuerySchema, query));
    return { items, next_cursor: writeCursor(next) };
  }
}
