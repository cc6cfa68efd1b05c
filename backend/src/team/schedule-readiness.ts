import { Injectable } from '@nestjs/common';
import { findScheduleProblems, onCallAt, type ReadinessProblem, type Schedule } from 'incident-core';
import type { Database, Transaction } from '../platform/database.ts';
import { everybodyIn, Forecast, lookAhead } from './forecast.ts';
import { refuseUnready } from './not-ready.ts';
import { OnCall } from './on-call.ts';
import { ScheduleRepository, type ScheduleRow } from './schedule.repository.ts';

/** A schedule with what is to be said about it. */
export interface JudgedSchedule {
  readonly schedule: ScheduleRow;
  readonly problems: readonly ReadinessProblem[];
  readonly onCall: { readonly userId: string; readonly until: Date } | null;
}

/** Judges schedules by what is known of their people now; several at once by a fixed number of queries. */
@Injectable()
export class ScheduleReadiness {
  constructor(
    private readonly schedules: ScheduleRepository,
    private readonly onCall: OnCall,
    private readonly forecast: Forecast,
  ) {}

  async of(
    db: Database | Transaction,
    schedules: readonly ScheduleRow[],
    now: Date,
  ): Promise<readonly JudgedSchedule[]> {
    const planned = (await this.onCall.plan(db, schedules, now)).map((schedule) => ({
      schedule,
      ahead: lookAhead(schedule, now),
    }));
    const people = planned.flatMap(({ schedule }) => everybodyIn(schedule));
    const reach = await this.forecast.reach(
      db,
      people.map((id) => ({ type: 'user', id })),
      now,
    );
    return planned.map(({ schedule, ahead }) => {
      const { overrides: _, ...row } = schedule;
      const { layers } = row;
      const standing = onCallAt(schedule, now);
      return {
        schedule: row,
        problems: findScheduleProblems({ layers, ahead, reach, configured: this.forecast.configured }),
        onCall: standing.kind === 'on_call' ? { userId: standing.userId, until: standing.until } : null,
      };
    });
  }

  /** All schedules. */
  async all(db: Database, now: Date): Promise<readonly JudgedSchedule[]> {
    return this.of(db, await this.schedules.all(db), now);
  }

  /** @throws Problem 422 when somebody in it cannot be told, or nobody is ever on call */
  async gate(transaction: Transaction, schedule: Schedule, now: Date): Promise<void> {
    const [judged] = await this.of(transaction, [{ ...schedule, createdAt: now }], now);
    refuseUnready(judged?.problems ?? []);
  }
}
