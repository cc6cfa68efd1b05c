import { Inject, Injectable } from '@nestjs/common';
import {
  finalShifts,
  layerShifts,
  onCallAt,
  type OnCallAnswer,
  type OnCallQuery,
  type Shift,
  type ShiftsAnswer,
  type ShiftsQuery,
} from 'incident-core';
import { readCursor, toPage, type Page } from '../access/cursor.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database } from '../platform/database.ts';
import { invalid } from '../platform/problem.ts';
import { DirectoryService } from './directory.service.ts';
import { listedOr422, toGapAnswer, toShiftAnswer, toStandingAnswer } from './on-call-answer.ts';
import { LONGEST_TURN_MS, OnCall } from './on-call.ts';
import { ScheduleRepository } from './schedule.repository.ts';
import { ScheduleService } from './schedule.service.ts';

const DAY_MS = 86_400_000;
const SHOWN_MS = 14 * DAY_MS;

/** A page of answers about one instant. */
export interface OnCallPage extends Page<OnCallAnswer> {
  readonly at: Date;
}

/** What people see of who is on call. */
@Injectable()
export class OnCallService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly schedules: ScheduleService,
    private readonly scheduleRows: ScheduleRepository,
    private readonly onCall: OnCall,
    private readonly directory: DirectoryService,
    private readonly clock: Clock,
  ) {}

  /** Who is on call at an instant in each schedule, and what follows. */
  async page({ limit, cursor, at: given, team_id: teamId }: OnCallQuery): Promise<OnCallPage> {
    const at = given === undefined ? this.clock.now() : new Date(given);
    const rows = await this.scheduleRows.page(this.database, teamId ?? null, readCursor(cursor, 'text'), limit + 1);
    const { items, next } = toPage(rows, limit, ({ name }) => name);
    const planned = await this.onCall.plan(this.database, items, before(at));
    const standings = planned.map((schedule) => {
      const now = onCallAt(schedule, at);
      return { schedule, now, next: now.until && onCallAt(schedule, now.until) };
    });
    const shifts = standings.flatMap(({ now, next: after }) => [now, ...(after ? [after] : [])]).filter(isShift);
    const names = await this.directory.names(this.database, {
      teamIds: items.map((schedule) => schedule.teamId),
      userIds: usersOf(shifts),
    });
    const answers = standings.map(({ schedule, now, next: after }) => ({
      id: schedule.id,
      schedule: { id: schedule.id, name: schedule.name },
      team: { id: schedule.teamId, name: names.teams.get(schedule.teamId) ?? null },
      time_zone: schedule.timeZone,
      now: toStandingAnswer(now, names.users),
      next: after && toStandingAnswer(after, names.users),
    }));
    return { at, items: answers.map(({ id: _, ...answer }) => answer), next };
  }

  /** @throws Problem 404, 400 for a time without length, 422 when there are too many shifts in it */
  async shifts(id: string, query: ShiftsQuery): Promise<ShiftsAnswer> {
    const from = query.from === undefined ? this.clock.now() : new Date(query.from);
    const until = query.until === undefined ? new Date(from.getTime() + SHOWN_MS) : new Date(query.until);
    if (until <= from) {
      throw invalid([{ path: '$.until', found: until.toISOString(), expected: `a time after ${from.toISOString()}` }]);
    }
    const [schedule] = await this.onCall.plan(this.database, [await this.schedules.get(id)], before(from));
    if (!schedule) throw new Error('a schedule that was read is not there');
    const final = listedOr422(finalShifts(schedule, from, until), until);
    const layers = layerShifts(schedule, from, until).map((list) => listedOr422(list, until));
    const shifts = [...final.filter(isShift), ...layers.flat()];
    const { users } = await this.directory.names(this.database, { teamIds: [], userIds: usersOf(shifts) });
    return {
      schedule: { id: schedule.id, name: schedule.name },
      time_zone: schedule.timeZone,
      from: from.toISOString(),
      until: until.toISOString(),
      final: final.map((piece) => toStandingAnswer(piece, users)),
      layers: layers.map((items, index) => ({
        name: schedule.layers[index]?.name ?? '',
        shifts: items.map((shift) => toShiftAnswer(shift, users)),
      })),
      gaps: final.flatMap((piece) => (piece.kind === 'gap' ? [toGapAnswer(piece)] : [])),
    };
  }
}

function before(at: Date): Date {
  return new Date(at.getTime() - LONGEST_TURN_MS);
}

function isShift(piece: Shift | { readonly kind: 'gap' }): piece is Shift {
  return piece.kind === 'on_call';
}

function usersOf(shifts: readonly Shift[]): readonly string[] {
  return [...new Set(shifts.map(({ userId }) => userId))];
}
