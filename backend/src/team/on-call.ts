import { Injectable } from '@nestjs/common';
import { onCallAt, type Gap, type PlannedSchedule, type ScheduleReach, type Shift } from 'incident-core';
import type { Database, Transaction } from '../platform/database.ts';
import { OverrideRepository } from './override.repository.ts';
import { ScheduleRepository, type ScheduleRow } from './schedule.repository.ts';

/** Where a shift began, an override may have ended: no turn is longer than this. */
export const LONGEST_TURN_MS = 380 * 86_400_000;

/** A schedule with the overrides that count. */
export type PlannedRow = ScheduleRow & PlannedSchedule;

/** A schedule with who is on call in it. */
export type StandingSchedule = PlannedRow & { readonly standing: Shift | Gap };

/** Puts schedules and their overrides together, to be asked who is on call. */
@Injectable()
export class OnCall {
  constructor(
    private readonly schedules: ScheduleRepository,
    private readonly overrides: OverrideRepository,
  ) {}

  /** With the overrides that are not over at `since`: all that can matter from then on. */
  async plan(
    db: Database | Transaction,
    schedules: readonly ScheduleRow[],
    since: Date,
  ): Promise<readonly PlannedRow[]> {
    const ids = schedules.map(({ id }) => id);
    const overrides = await this.overrides.ofSchedules(db, ids, since);
    return schedules.map((schedule) => ({
      ...schedule,
      overrides: overrides.filter(({ scheduleId }) => scheduleId === schedule.id),
    }));
  }

  /** A schedule with who is on call now, as its whole shift; null when there is none. */
  async standing(db: Database | Transaction, id: string, now: Date): Promise<StandingSchedule | null> {
    const since = new Date(now.getTime() - LONGEST_TURN_MS);
    const [schedule] = await this.plan(db, await this.schedules.some(db, [id], []), since);
    return schedule ? { ...schedule, standing: onCallAt(schedule, now) } : null;
  }

  /** Who is on call now in certain schedules and in all of certain teams. */
  async standings(
    db: Database | Transaction,
    { scheduleIds, teamIds }: { readonly scheduleIds: readonly string[]; readonly teamIds: readonly string[] },
    now: Date,
  ): Promise<readonly ScheduleReach[]> {
    const schedules = await this.schedules.some(db, scheduleIds, teamIds);
    return (await this.plan(db, schedules, now)).map((schedule) => {
      const { id, name, teamId } = schedule;
      return { id, name, teamId, standing: onCallAt(schedule, now) };
    });
  }

  /** Those of the responders who are on call now in any schedule. */
  async amongUsers(db: Database | Transaction, userIds: readonly string[], now: Date): Promise<ReadonlySet<string>> {
    const schedules = await this.plan(db, await this.schedules.ofUsers(db, userIds, now), now);
    const standings = schedules.map((schedule) => onCallAt(schedule, now));
    const onCall = standings.flatMap((standing) => (standing.kind === 'on_call' ? [standing.userId] : []));
    return new Set(onCall.filter((id) => userIds.includes(id)));
  }
}
