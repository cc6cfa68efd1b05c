import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  idParamsSchema,
  newOverrideSchema,
  overrideParamsSchema,
  overrideQuerySchema,
  type OverrideAnswer,
} from 'incident-core';
import { CurrentCaller, type Caller } from '../access/caller.ts';
import { writeCursor } from '../access/cursor.ts';
import { readBody, readParams } from '../platform/validate.ts';
import type { OverrideRow } from './override.repository.ts';
import { OverrideService } from './override.service.ts';

@Controller('v1/schedules/:id/overrides')
export class OverrideController {
  constructor(private readonly overrides: OverrideService) {}

  /** Overrides that are not over, the latest made first. */
  @Get()
  async list(@Param() params: unknown, @Query() query: unknown) {
    const { id } = readParams(idParamsSchema, params);
    const { items, next } = await this.overrides.page(id, readParams(overrideQuerySchema, query));
    return { items: items.map(toAnswer), next_cursor: writeCursor(next) };
  }

  /** Takes a shift, or gives one to somebody. */
  @Post()
  async create(
    @Param() params: unknown,
    @Body() body: unknown,
    @CurrentCaller() caller: Caller,
  ): Promise<OverrideAnswer> {
    const { id } = readParams(idParamsSchema, params);
    return toAnswer(await this.overrides.create(id, readBody(newOverrideSchema, body), caller));
  }

  /** Takes an override back. */
  @Delete(':overrideId')
  @HttpCode(204)
  async delete(@Param() params: unknown, @CurrentCaller() caller: Caller): Promise<void> {
    const { id, overrideId } = readParams(overrideParamsSchema, params);
    await this.overrides.delete(id, overrideId, caller);
  }
}

function toAnswer({ id, scheduleId, userId, from, until, madeAt }: OverrideRow): OverrideAnswer {
  return {
    id,
    schedule_id: scheduleId,
    user_id: userId,
    from: from.toISOString(),
    until: until.toISOString(),
    created_at: madeAt.toISOString(),
  };
}
