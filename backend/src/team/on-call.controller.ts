import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { idParamsSchema, onCallQuerySchema, shiftsQuerySchema, type ShiftsAnswer } from 'incident-core';
import { writeCursor } from '../access/cursor.ts';
import { readParams } from '../platform/validate.ts';
import { CalendarService } from './calendar.service.ts';
import { OnCallService } from './on-call.service.ts';

const CALENDAR = 'text/calendar; charset=utf-8';

@Controller('v1')
export class OnCallController {
  constructor(
    private readonly onCall: OnCallService,
    private readonly calendars: CalendarService,
  ) {}

  /** Who is on call at an instant, and who is next. */
  @Get('on-call')
  async list(@Query() query: unknown) {
    const { at, items, next } = await this.onCall.page(readParams(onCallQuerySchema, query));
    return { at: at.toISOString(), items, next_cursor: writeCursor(next) };
  }

  /** The shifts of a schedule. */
  @Get('schedules/:id/shifts')
  async shifts(@Param() params: unknown, @Query() query: unknown): Promise<ShiftsAnswer> {
    const { id } = readParams(idParamsSchema, params);
    return this.onCall.shifts(id, readParams(shiftsQuerySchema, query));
  }

  /** The shifts of a schedule as iCalendar. */
  @Get('schedules/:id/calendar.ics')
  @Header('content-type', CALENDAR)
  async scheduleCalendar(@Param() params: unknown): Promise<string> {
    return this.calendars.ofSchedule(readParams(idParamsSchema, params).id);
  }

  /** The shifts of a responder as iCalendar. */
  @Get('users/:id/on-call.ics')
  @Header('content-type', CALENDAR)
  async userCalendar(@Param() params: unknown): Promise<string> {
    return this.calendars.ofUser(readParams(idParamsSchema, params).id);
  }
}
