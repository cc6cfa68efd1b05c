import { Inject, Injectable } from '@nestjs/common';
import type { IncidentQuery, Severity } from 'incident-core';
import type { Knex } from 'knex';
import { DATABASE, type Database } from '../platform/database.ts';
import type { NamedIncident } from './incident.repository.ts';
import { readSearch, toTsQuery } from './search-words.ts';

/** Where a page of the list ended. */
export interface ListPlace {
  readonly createdAt: Date;
  readonly id: string;
}

export interface IncidentFilter extends Omit<IncidentQuery, 'limit' | 'cursor'> {
  /** The teams whose incidents the reader may see; null for all. */
  readonly visibleTeams: readonly string[] | null;
}

/** How many incidents of a kind are open. */
export interface OpenCount {
  readonly mine: boolean;
  readonly severity: Severity;
  readonly status: 'triggered' | 'acknowledged' | 'in_progress';
  readonly count: number;
  readonly newest: Date;
}

/** So many of the newest are looked through for words before the index of words is asked. */
const NEWEST = 2_000;

/** Pages of incidents, and figures of the open ones. */
@Injectable()
export class IncidentListRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /**
   * The newest first, after `place`. Words that many incidents have are soon found among the newest; for others the
   * index of words gives all that there are, to be sorted. Left to itself, the database believes that what is rare is
   * spread evenly, and looks for a service that was shut down years ago through all that came after.
   */
  async list(filter: IncidentFilter, place: ListPlace | null, limit: number): Promise<readonly NamedIncident[]> {
    const newest = this.database('incidents as i').select('i.*');
    if (place) after(newest, place);
    if (filter.q === undefined) return this.page(narrow(newest, filter), limit);
    const among = newest.orderBy(NEWEST_FIRST).limit(NEWEST).as('i');
    const found = await this.page(narrow(this.database(among).select('i.*'), filter), limit);
    if (found.length === limit) return found;
    const matching = narrow(this.database('incidents as i').select('i.id', 'i.createdAt'), filter);
    if (place) after(matching, place);
    const ids = this.database.withMaterialized('matching', matching).from('matching as i').orderBy(NEWEST_FIRST);
    const chosen = this.database('incidents as i').whereIn('i.id', ids.limit(limit).select('i.id')).select('i.*');
    return this.page(chosen, limit);
  }

  /** Figures of what is open, from one index. `userId` and `teamIds` say what is the reader's own. */
  async countOpen(
    visibleTeams: readonly string[] | null,
    userId: string | null,
    teamIds: readonly string[],
  ): Promise<readonly OpenCount[]> {
    const { rows } = await this.database.raw<{ rows: readonly OpenCount[] }>(
      `select coalesce(assignee_id = :userId::uuid, false)
              or (assignee_id is null and team_id = any(:teamIds::uuid[])) as mine,
              severity, status, count(*)::int as count, max(triggered_at) as newest
         from incidents
        where status <> 'resolved' and (:visibleTeams::uuid[] is null or team_id = any(:visibleTeams))
        group by 1, 2, 3`,
      { userId, teamIds: [...teamIds], visibleTeams: visibleTeams && [...visibleTeams] },
    );
    return rows;
  }

  private async page(incidents: Knex.QueryBuilder, limit: number): Promise<readonly NamedIncident[]> {
    const page = incidents.orderBy(NEWEST_FIRST).limit(limit).as('i');
    return (await this.database(page)
      .join('teams as t', 't.id', 'i.teamId')
      .leftJoin('users as u', 'u.id', 'i.assigneeId')
      .orderBy(NEWEST_FIRST)
      .select('i.*', 't.name as teamName', 'u.name as assigneeName')) as NamedIncident[];
  }
}

const NEWEST_FIRST = [
  { column: 'i.createdAt', order: 'desc' },
  { column: 'i.id', order: 'desc' },
];

function after(query: Knex.QueryBuilder, place: ListPlace): void {
  void query.whereRaw('(i.created_at, i.id) < (?, ?)', [place.createdAt, place.id]);
}

function narrow(query: Knex.QueryBuilder, filter: IncidentFilter): Knex.QueryBuilder {
  const several = {
    status: filter.status,
    severity: filter.severity,
    urgency: filter.urgency,
    teamId: filter.team_id,
    assigneeId: filter.assignee_id,
  };
  for (const [column, values] of Object.entries(several)) if (values) void query.whereIn(`i.${column}`, values);
  if (filter.visibleTeams) void query.whereIn('i.teamId', [...filter.visibleTeams]);
  if (filter.service !== undefined) void query.where('i.service', filter.service);
  if (filter.environment !== undefined) void query.where('i.environment', filter.environment);
  // Not as a parameter: the index of the unrouted is only for those.
  if (filter.unrouted !== undefined) void query.whereRaw(filter.unrouted ? 'i.unrouted' : 'not i.unrouted');
  // Word for word as the index of the unreadable has it.
  if (filter.unreadable !== undefined) {
    const about = `select incident_id from incident_alerts where dedup_key like 's1:%:unreadable'`;
    void query.whereRaw(`i.id ${filter.unreadable ? '' : 'not '}in (${about})`);
  }
  // Not as a parameter: the index of the stale is only for those.
  if (filter.stale !== undefined) void query.whereRaw(`i.stale_at is ${filter.stale ? 'not null' : 'null'}`);
  if (filter.suppressed !== undefined) void query.whereRaw(`${filter.suppressed ? '' : 'not '}${IS_HELD}`);
  // Not as a parameter: the index of those that flap is only for those.
  if (filter.flapping !== undefined) void query.whereRaw(`i.flapping_at is ${filter.flapping ? 'not null' : 'null'}`);
  if (filter.q !== undefined) find(query, filter.q);
  return query;
}

function find(query: Knex.QueryBuilder, text: string): void {
  const { numbers, whole, begun } = readSearch(text);
  if (numbers.length + whole.length + begun.length === 0) void query.whereRaw('false');
  for (const number of numbers) void query.where('i.number', number);
  const digits = begun.filter((word) => /^\d{1,15}$/.test(word));
  const rest = toTsQuery({ whole, begun: begun.filter((word) => !digits.includes(word)) });
  if (rest !== '') void query.whereRaw(MATCHES, [rest]);
  for (const word of digits) {
    const bindings = [Number(word), toTsQuery({ whole: [], begun: [word] })];
    void query.whereRaw(`(i.number = ? or ${MATCHES})`, bindings);
  }
}

const MATCHES = `i.search @@ to_tsquery('simple', ?)`;

/** As the index of held runs has it: there are few, and so they are found first. */
const IS_HELD = `i.id in (select incident_id from escalations
  where status <> 'resolved' and hold_kind is not null and hold_over_at is null)`;
