import { Inject, Injectable } from '@nestjs/common';
import { isReady, whyUnreached, type ReadinessAnswer } from 'incident-core';
import { visibleTeams, type Caller } from '../access/caller.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database } from '../platform/database.ts';
import { Departures } from '../team/departures.ts';
import { Forecast } from '../team/forecast.ts';
import { ScheduleReadiness, type JudgedSchedule } from '../team/schedule-readiness.ts';
import { PolicyReadiness } from './policy-readiness.ts';

/** All that would not reach those who are meant. */
@Injectable()
export class ReadinessService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly policyReadiness: PolicyReadiness,
    private readonly scheduleReadiness: ScheduleReadiness,
    private readonly forecast: Forecast,
    private readonly departures: Departures,
    private readonly clock: Clock,
  ) {}

  /** Of the teams that the caller may see; what belongs to no team concerns everybody. */
  async overview(caller: Caller): Promise<ReadinessAnswer> {
    const now = this.clock.now();
    const visible = visibleTeams(caller);
    const isVisible = ({ teamId }: { readonly teamId: string | null }) =>
      visible === null || teamId === null || visible.includes(teamId);
    const policies = (await this.policyReadiness.all(this.database, now)).filter(({ policy }) => isVisible(policy));
    const schedules = (await this.scheduleReadiness.all(this.database, now)).filter(({ schedule }) =>
      isVisible(schedule),
    );
    return {
      at: now.toISOString(),
      policies: policies
        .filter(({ problems }) => !isReady(problems))
        .map(({ policy: { id, name, teamId: team_id }, problems }) => ({ id, name, team_id, problems: [...problems] })),
      schedules: schedules
        .filter(({ problems }) => !isReady(problems))
        .map(({ schedule: { id, name, teamId: team_id }, problems }) => ({
          id,
          name,
          team_id,
          problems: [...problems],
        })),
      on_call: await this.unreached(schedules, now),
      departures: (await this.departures.list()).filter(({ named_by }) => named_by.length > 0),
    };
  }

  /** How many there are, of all teams. */
  async count(): Promise<Readonly<Record<'policies' | 'schedules', number>>> {
    const now = this.clock.now();
    const policies = await this.policyReadiness.all(this.database, now);
    const schedules = await this.scheduleReadiness.all(this.database, now);
    const unready = (judged: readonly { readonly problems: Parameters<typeof isReady>[0] }[]) =>
      judged.filter(({ problems }) => !isReady(problems)).length;
    return { policies: unready(policies), schedules: unready(schedules) };
  }

  /** Who is on call at this moment and would not be told of what is urgent. */
  private async unreached(schedules: readonly JudgedSchedule[], now: Date): Promise<ReadinessAnswer['on_call']> {
    const onCall = schedules.flatMap(({ schedule, onCall: standing }) => (standing ? [{ schedule, ...standing }] : []));
    const users = onCall.map(({ userId: id }) => ({ type: 'user' as const, id }));
    const reach = await this.forecast.reach(this.database, users, now);
    return onCall.flatMap(({ schedule, userId, until }) => {
      const known = reach.get(`user:${userId}`);
      const problem = whyUnreached(known, userId, 'high', this.forecast.configured);
      if (!problem) return [];
      return [
        {
          user: { id: userId, name: known?.name ?? null },
          schedule: { id: schedule.id, name: schedule.name },
          team_id: schedule.teamId,
          until: until.toISOString(),
          problem,
        },
      ];
    });
  }
}
