import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import {
  givenMaintenanceWindowSchema,
  idParamsSchema,
  suppressionQuerySchema,
  type MaintenanceWindowAnswer,
} from 'incident-core';
import { CurrentCaller, type Caller } from '../access/caller.ts';
import { writeCursor } from '../access/cursor.ts';
import { Clock } from '../platform/clock.ts';
import { readBody, readParams } from '../platform/validate.ts';
import { toWindowAnswer } from './suppression-answer.ts';
import { windowTimes } from './suppression-draft.ts';
import type { SuppressionRow } from './suppression.repository.ts';
import { SuppressionService } from './suppression.service.ts';

const KIND = 'maintenance_window';

@Controller('v1/maintenance-windows')
export class MaintenanceWindowController {
  constructor(
    private readonly suppressions: SuppressionService,
    private readonly clock: Clock,
  ) {}

  /** Maintenance windows, the newest first. */
  @Get()
  async list(@Query() query: unknown) {
    const { items, next } = await this.suppressions.page(KIND, readParams(suppressionQuerySchema, query));
    return { items: items.map((row) => this.toAnswer(row)), next_cursor: writeCursor(next) };
  }

  /** Plans a maintenance window. */
  @Post()
  async create(@Body() body: unknown, @CurrentCaller() caller: Caller): Promise<MaintenanceWindowAnswer> {
    const content = toContent(body, this.clock.now());
    return this.toAnswer(await this.suppressions.create(KIND, content, caller));
  }

  /** One maintenance window. */
  @Get(':id')
  async get(@Param() params: unknown): Promise<MaintenanceWindowAnswer> {
    return this.toAnswer(await this.suppressions.get(KIND, readParams(idParamsSchema, params).id));
  }

  /** Puts a whole maintenance window in the place of one. */
  @Put(':id')
  async replace(
    @Param() params: unknown,
    @Body() body: unknown,
    @CurrentCaller() caller: Caller,
  ): Promise<MaintenanceWindowAnswer> {
    const { id } = readParams(idParamsSchema, params);
    const content = toContent(body, this.clock.now());
    return this.toAnswer(await this.suppressions.change(KIND, id, () => content, caller));
  }

  /** Ends the occurrence that runs now. */
  @Post(':id/end')
  @HttpCode(200)
  async end(@Param() params: unknown, @CurrentCaller() caller: Caller): Promise<MaintenanceWindowAnswer> {
    return this.toAnswer(await this.suppressions.end(KIND, readParams(idParamsSchema, params).id, caller));
  }

  /** Ends a maintenance window for good. */
  @Delete(':id')
  @HttpCode(204)
  async delete(@Param() params: unknown, @CurrentCaller() caller: Caller): Promise<void> {
    await this.suppressions.end(KIND, readParams(idParamsSchema, params).id, caller, 'for_good');
  }

  private toAnswer(row: SuppressionRow): MaintenanceWindowAnswer {
    return toWindowAnswer(row, this.clock.now());
  }
}

function toContent(body: unknown, now: Date) {
  const { team_id: teamId, matchers, reason, times } = readBody(givenMaintenanceWindowSchema, body);
  return { teamId, matchers, reason, ...windowTimes(times, now) };
}
