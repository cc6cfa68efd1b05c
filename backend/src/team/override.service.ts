import { Inject, Injectable } from '@nestjs/common';
import type { NewOverride, OverrideQuery } from 'incident-core';
import { AuditTrail } from '../access/audit-trail.ts';
import { may, type Caller } from '../access/caller.ts';
import { noSuch, orProblem, type Breaches } from '../access/constraints.ts';
import { readCursor, toPage, type Page } from '../access/cursor.ts';
import { forbidden } from '../access/route-rules.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { conflict, notFound } from '../platform/problem.ts';
import { Random } from '../platform/random.ts';
import { OverrideRepository, type OverrideRow } from './override.repository.ts';
import { ScheduleRepository, type ScheduleRow } from './schedule.repository.ts';

/** Every question about who is on call reads them all. */
const MOST_OVERRIDES = 500;

/** Dated exceptions of schedules. */
@Injectable()
export class OverrideService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly schedules: ScheduleRepository,
    private readonly overrides: OverrideRepository,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** Those that are not over at an instant, the latest made first. @throws Problem 404 */
  async page(scheduleId: string, { limit, cursor, at }: OverrideQuery): Promise<Page<OverrideRow>> {
    const place = readCursor(cursor, 'text');
    if (!(await this.schedules.find(this.database, scheduleId))) throw notFound('schedule', scheduleId);
    const instant = at === undefined ? this.clock.now() : new Date(at);
    const rows = await this.overrides.page(this.database, scheduleId, instant, place?.id ?? null, limit + 1);
    return toPage(rows, limit, ({ id }) => id);
  }

  /**
   * @throws Problem 403 when a responder gives a shift to somebody else, 404, 409 when it would be over already or there
   *   are too many, 422 when the responder does not exist
   */
  create(scheduleId: string, given: NewOverride, caller: Caller): Promise<OverrideRow> {
    const now = this.clock.now();
    const { user_id: userId } = given;
    const [from, until] = [new Date(given.from), new Date(given.until)];
    const override = { id: this.random.id(), scheduleId, userId, from, until, madeAt: now };
    return orProblem(
      BREACHES,
      this.trail.changing({ action: 'override.created', type: 'override', id: override.id }, async (transaction) => {
        const schedule = await this.lock(transaction, scheduleId);
        refuseOthers(caller, schedule, userId);
        if (until <= now) {
          throw conflict('override-over', 'The override would be over already', {
            errors: [{ path: '$.until', found: given.until, expected: `a time after ${now.toISOString()}` }],
          });
        }
        if ((await this.overrides.count(transaction, scheduleId, now)) >= MOST_OVERRIDES) {
          throw conflict('too-many-overrides', `The schedule has ${MOST_OVERRIDES} overrides that are not over`);
        }
        await this.overrides.insert(transaction, override);
        await this.schedules.touch(transaction, scheduleId);
        return override;
      }),
    );
  }

  /** @throws Problem 403 when a responder takes back the override of somebody else, 404 */
  async delete(scheduleId: string, id: string, caller: Caller): Promise<void> {
    await this.trail.changing({ action: 'override.deleted', type: 'override', id }, async (transaction) => {
      const schedule = await this.lock(transaction, scheduleId);
      const override = await this.overrides.find(transaction, scheduleId, id);
      if (!override) throw notFound('override', id);
      refuseOthers(caller, schedule, override.userId);
      await this.overrides.delete(transaction, id);
      await this.schedules.touch(transaction, scheduleId);
    });
  }

  /** Whoever changes the overrides of a schedule does it alone, so that their number is known. */
  private async lock(transaction: Transaction, scheduleId: string): Promise<ScheduleRow> {
    const schedule = await this.schedules.lock(transaction, scheduleId);
    if (!schedule) throw notFound('schedule', scheduleId);
    return schedule;
  }
}

const BREACHES: Breaches = { schedule_overrides_user_id_foreign: noSuch('user', '$.user_id') };

/** A responder arranges their own shifts; who arranges the team, those of everybody. */
function refuseOthers(caller: Caller, { teamId }: ScheduleRow, userId: string): void {
  if (caller.userId === userId || may(caller, 'manage', [teamId])) return;
  throw forbidden('manage', { teams: 'schedule' });
}
