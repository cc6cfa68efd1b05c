import { Inject, Injectable } from '@nestjs/common';
import { finalShifts, onCallAt, type PlannedSchedule, type Shift } from 'incident-core';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database } from '../platform/database.ts';
import { notFound } from '../platform/problem.ts';
import { renderCalendar, type CalendarShift } from './calendar.ts';
import { DirectoryService } from './directory.service.ts';
import { listedOr422 } from './on-call-answer.ts';
import { LONGEST_TURN_MS, OnCall, type PlannedRow } from './on-call.ts';
import { ScheduleRepository, type ScheduleRow } from './schedule.repository.ts';
import { ScheduleService } from './schedule.service.ts';

const DAY_MS = 86_400_000;
const BACK_MS = 30 * DAY_MS;
const AHEAD_MS = 90 * DAY_MS;

/** Shifts for the calendars that people already have. */
@Injectable()
export class CalendarService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly schedules: ScheduleService,
    private readonly scheduleRows: ScheduleRepository,
    private readonly onCall: OnCall,
    private readonly directory: DirectoryService,
    private readonly clock: Clock,
  ) {}

  /** All shifts of a schedule. @throws Problem 404, 422 when there are too many */
  async ofSchedule(id: string): Promise<string> {
    const now = this.clock.now();
    const schedule = await this.schedules.get(id);
    const shifts = (await this.plan([schedule], now)).flatMap((planned) => wholeShifts(planned, now));
    const { users } = await this.directory.names(this.database, {
      teamIds: [],
      userIds: [...new Set(shifts.map(({ userId }) => userId))],
    });
    const entries = shifts.map((shift) => toEntry(schedule, shift, users.get(shift.userId) ?? 'Somebody'));
    return renderCalendar(schedule.name, entries, now);
  }

  /** The shifts of one responder in all schedules. @throws Problem 404, 422 when there are too many */
  async ofUser(id: string): Promise<string> {
    const now = this.clock.now();
    const name = (await this.directory.names(this.database, { teamIds: [], userIds: [id] })).users.get(id);
    if (name === undefined) throw notFound('user', id);
    const schedules = await this.scheduleRows.ofUser(this.database, id, new Date(now.getTime() - BACK_MS));
    const entries = (await this.plan(schedules, now)).flatMap((planned) =>
      wholeShifts(planned, now)
        .filter(({ userId }) => userId === id)
        .map((shift) => toEntry(planned, shift, name)),
    );
    return renderCalendar(`${name} on call`, entries, now);
  }

  private plan(schedules: readonly ScheduleRow[], now: Date): Promise<readonly PlannedRow[]> {
    return this.onCall.plan(this.database, schedules, new Date(now.getTime() - BACK_MS - LONGEST_TURN_MS));
  }
}

function toEntry(schedule: ScheduleRow, shift: Shift, name: string): CalendarShift {
  return { scheduleId: schedule.id, shift, title: `${name} on call: ${schedule.name}` };
}

/** Whole ones, also those that began before the time of the calendar: a beginning that moves with the clock would be another entry. */
function wholeShifts(schedule: PlannedSchedule, now: Date): readonly Shift[] {
  const first = onCallAt(schedule, new Date(now.getTime() - BACK_MS));
  const last = onCallAt(schedule, new Date(now.getTime() + AHEAD_MS));
  const from = first.from ?? new Date(now.getTime() - BACK_MS);
  const until = last.until ?? new Date(now.getTime() + AHEAD_MS);
  return listedOr422(finalShifts(schedule, from, until), until).filter((piece) => piece.kind === 'on_call');
}
