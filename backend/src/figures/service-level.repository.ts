import { Inject, Injectable } from '@nestjs/common';
import type { PageFacts } from 'incident-core';
import { PAGE_SINCE } from '../delivery/page-since.ts';
import { DATABASE, type Database } from '../platform/database.ts';

/** How many pages are alike in all that matters. */
export interface PageClass extends PageFacts {
  readonly count: number;
}

/** A page that may well be a bad one. */
export interface DoubtfulPage extends PageFacts {
  readonly incidentId: string;
  readonly number: number;
  readonly title: string;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
}

export interface PageFilter {
  readonly from: Date;
  readonly to: Date;
  readonly now: Date;
  readonly withinSeconds: number;
  /** Null for all. */
  readonly teams: readonly string[] | null;
}

/** Tests of somebody's own reach are not what is promised; they are few. */
const OF_TESTS = `array(select e.id from page_tests t join escalations e on e.incident_id = t.incident_id)`;

const WITHIN = `:within * interval '1 second'`;

function ofTeams(teams: readonly string[] | null, incidentId: string): string {
  return teams === null
    ? 'true'
    : `exists (select from incidents i where i.id = ${incidentId} and i.team_id = any(:teams::uuid[]))`;
}

function sent({ teams }: PageFilter): string {
  return `
    select f.escalation_id as id, f.run_at, true as is_sent, f.sent_at > f.since + ${WITHIN} as is_late,
           false as is_over_in_time, false as is_held, f.nobody as is_nobody_notified, f.sent_at
      from first_sends f ${teams === null ? '' : 'join escalations e on e.id = f.escalation_id'}
     where f.run_at >= :from and f.run_at < :to and f.escalation_id <> all(${OF_TESTS})
       and ${ofTeams(teams, 'e.incident_id')}`;
}

/** They are few while all is well, so that it is only here looked up what they wait for. */
function unsent({ teams }: PageFilter): string {
  return `
  select e.id, e.created_at as run_at, false as is_sent, p.since + ${WITHIN} < :now as is_late,
         coalesce(e.ended_at <= p.since + ${WITHIN} and e.end_reason <> 'exhausted', false) as is_over_in_time,
         w.count > 0 and w.suppressed = w.count as is_held, p.nobody as is_nobody_notified, null::timestamptz as sent_at
    from (select e.* from escalations e
           where e.started_because in ('opened', 'reopened') and e.created_at >= :from and e.created_at < :to
             and e.id <> all(${OF_TESTS}) and ${ofTeams(teams, 'e.incident_id')}
             and not exists (
               select from first_sends f where f.escalation_id = e.id and f.run_at >= :from and f.run_at < :to)) e
    ${PAGE_SINCE}`;
}

function pages(filter: PageFilter): string {
  return `with pages as (${sent(filter)} union all ${unsent(filter)})`;
}

/** What is known of pages, the runs that alerts began; reads only. */
@Injectable()
export class ServiceLevelRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async classes(filter: PageFilter): Promise<readonly PageClass[]> {
    const { rows } = await this.database.raw<{ rows: readonly PageClass[] }>(
      `${pages(filter)}
       select is_sent, is_late, is_over_in_time, is_held, is_nobody_notified, count(*)::int as count
         from pages group by 1, 2, 3, 4, 5`,
      toBindings(filter),
    );
    return rows;
  }

  /** The latest of those that were late or reached nobody at first. */
  async doubtful(filter: PageFilter, limit: number): Promise<readonly DoubtfulPage[]> {
    const { rows } = await this.database.raw<{ rows: readonly DoubtfulPage[] }>(
      `${pages(filter)}
       select p.*, p.run_at as created_at, i.id as incident_id, i.number, i.title
         from (select * from pages where is_late or is_nobody_notified order by run_at desc, id desc limit :limit) p
         join escalations e on e.id = p.id
         join incidents i on i.id = e.incident_id
        order by p.run_at desc, p.id desc`,
      { ...toBindings(filter), limit },
    );
    return rows;
  }
}

function toBindings({ from, to, now, withinSeconds, teams }: PageFilter) {
  return { from, to, now, within: withinSeconds, teams: teams && [...teams] };
}
