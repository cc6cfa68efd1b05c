import { Inject, Injectable } from '@nestjs/common';
import { findScheduleFaults, type GivenSchedule, type Schedule, type ScheduleQuery } from 'incident-core';
import { AuditTrail } from '../access/audit-trail.ts';
import { nameTaken, noSuch, orProblem, unknownReference, type Breaches } from '../access/constraints.ts';
import { readCursor, toPage, type Page } from '../access/cursor.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { invalid, notFound } from '../platform/problem.ts';
import { Random } from '../platform/random.ts';
import { DirectoryService } from './directory.service.ts';
import { toSchedule } from './schedule-answer.ts';
import { ScheduleRepository, type ScheduleRow } from './schedule.repository.ts';
import { targetInUse } from './target-deletion.ts';

/** Refuses to save what it does not like; within the transaction that would. */
export type ScheduleGate = (transaction: Transaction, schedule: Schedule) => Promise<void>;

/** Schedules. What changes here counts at once, for steps of running escalations too. */
@Injectable()
export class ScheduleService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly schedules: ScheduleRepository,
    private readonly directory: DirectoryService,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** By name; of one team, if one is given. */
  async page({ limit, cursor, team_id: teamId }: ScheduleQuery): Promise<Page<ScheduleRow>> {
    const rows = await this.schedules.page(this.database, teamId ?? null, readCursor(cursor, 'text'), limit + 1);
    return toPage(rows, limit, ({ name }) => name);
  }

  /** @throws Problem 404 */
  async get(id: string): Promise<ScheduleRow> {
    const schedule = await this.schedules.find(this.database, id);
    if (!schedule) throw notFound('schedule', id);
    return schedule;
  }

  /** @throws Problem 400 for what cannot be meant, 422 when the team or a participant does not exist, 409 when the name is taken */
  create(given: GivenSchedule, gate?: ScheduleGate): Promise<ScheduleRow> {
    const schedule = { ...toSchedule(this.random.id(), given), createdAt: this.clock.now() };
    return this.write('schedule.created', schedule, gate, async (transaction) => {
      await this.schedules.insert(transaction, schedule);
      return schedule;
    });
  }

  /** @throws Problem 404; 400, 422 and 409 as `create` */
  replace(id: string, given: GivenSchedule, gate?: ScheduleGate): Promise<ScheduleRow> {
    const schedule = toSchedule(id, given);
    return this.write('schedule.replaced', schedule, gate, async (transaction) => {
      const before = await this.schedules.lock(transaction, id);
      if (!before) throw notFound('schedule', id);
      const row = { ...schedule, createdAt: before.createdAt };
      await this.schedules.replace(transaction, row, this.clock.now());
      return row;
    });
  }

  /** @throws Problem 404, 409 while a policy or a fallback names it */
  async delete(id: string): Promise<void> {
    await this.trail.changing({ action: 'schedule.deleted', type: 'schedule', id }, async (transaction) => {
      if (!(await this.schedules.lock(transaction, id))) throw notFound('schedule', id);
      const namedBy = await this.directory.namedBy(transaction, { type: 'schedule', id }, this.clock.now());
      if (namedBy.length > 0) throw targetInUse('schedule', namedBy);
      await this.schedules.delete(transaction, id);
    });
  }

  private async write(
    action: string,
    schedule: Schedule,
    gate: ScheduleGate | undefined,
    act: (transaction: Transaction) => Promise<ScheduleRow>,
  ): Promise<ScheduleRow> {
    const faults = findScheduleFaults(schedule);
    if (faults.length > 0) throw invalid(faults);
    return orProblem(
      BREACHES,
      this.trail.changing({ action, type: 'schedule', id: schedule.id }, async (transaction) => {
        await this.refuseUnknown(transaction, schedule);
        await gate?.(transaction, schedule);
        return act(transaction);
      }),
    );
  }

  private async refuseUnknown(transaction: Transaction, { layers }: Schedule): Promise<void> {
    const named = layers.flatMap(({ participantIds }, layer) =>
      participantIds.map((id, at) => ({ id, path: `$.layers[${layer}].participant_ids[${at}]` })),
    );
    const missing = await this.directory.missingTargets(
      transaction,
      named.map(({ id }) => ({ type: 'user', id })),
    );
    if (missing.length === 0) return;
    const ids = new Set(missing.map(({ id }) => id));
    throw unknownReference(
      named.filter(({ id }) => ids.has(id)).map(({ id, path }) => ({ path, found: id, expected: 'the id of a user' })),
    );
  }
}

const BREACHES: Breaches = {
  schedules_name: nameTaken('schedule of the team', '$.name'),
  schedules_team_id_foreign: noSuch('team', '$.team_id'),
  schedules_handoff_slack_channel_id_foreign: noSuch('Slack channel', '$.handoff_slack_channel_id'),
  schedules_handoff_webhook_id_foreign: noSuch('webhook', '$.handoff_webhook_id'),
};
