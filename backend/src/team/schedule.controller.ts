import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import {
  forceQuerySchema,
  givenScheduleSchema,
  idParamsSchema,
  scheduleQuerySchema,
  type ScheduleAnswer,
} from 'incident-core';
import { writeCursor } from '../access/cursor.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database } from '../platform/database.ts';
import { readBody, readParams } from '../platform/validate.ts';
import { toScheduleAnswer } from './schedule-answer.ts';
import { ScheduleReadiness } from './schedule-readiness.ts';
import type { ScheduleRow } from './schedule.repository.ts';
import { ScheduleService, type ScheduleGate } from './schedule.service.ts';

@Controller('v1/schedules')
export class ScheduleController {
  constructor(
    private readonly schedules: ScheduleService,
    private readonly readiness: ScheduleReadiness,
    private readonly clock: Clock,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  /** Schedules, by name. */
  @Get()
  async list(@Query() query: unknown) {
    const { items, next } = await this.schedules.page(readParams(scheduleQuerySchema, query));
    return { items: await this.answers(items), next_cursor: writeCursor(next) };
  }

  /** Makes a schedule. */
  @Post()
  async create(@Query() query: unknown, @Body() body: unknown): Promise<ScheduleAnswer> {
    const gate = this.gate(query);
    return this.answer(await this.schedules.create(readBody(givenScheduleSchema, body), gate));
  }

  /** One schedule. */
  @Get(':id')
  async get(@Param() params: unknown): Promise<ScheduleAnswer> {
    return this.answer(await this.schedules.get(readParams(idParamsSchema, params).id));
  }

  /** Puts a whole schedule in the place of one. */
  @Put(':id')
  async replace(@Param() params: unknown, @Query() query: unknown, @Body() body: unknown): Promise<ScheduleAnswer> {
    const { id } = readParams(idParamsSchema, params);
    const gate = this.gate(query);
    return this.answer(await this.schedules.replace(id, readBody(givenScheduleSchema, body), gate));
  }

  /** Deletes a schedule that nothing names. */
  @Delete(':id')
  @HttpCode(204)
  async delete(@Param() params: unknown): Promise<void> {
    await this.schedules.delete(readParams(idParamsSchema, params).id);
  }

  /** None where the caller insists. */
  private gate(query: unknown): ScheduleGate | undefined {
    if (readParams(forceQuerySchema, query).force === 'true') return undefined;
    return (transaction, schedule) => this.readiness.gate(transaction, schedule, this.clock.now());
  }

  private async answers(rows: readonly ScheduleRow[]): Promise<readonly ScheduleAnswer[]> {
    return (await this.readiness.of(this.database, rows, this.clock.now())).map(toScheduleAnswer);
  }

  private async answer(row: ScheduleRow): Promise<ScheduleAnswer> {
    const [answer] = await this.answers([row]);
    if (!answer) throw new Error('a schedule was not judged');
    return answer;
  }
}
