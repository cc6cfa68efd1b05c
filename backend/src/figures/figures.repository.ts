import { Inject, Injectable } from '@nestjs/common';
import { UNATTENDED_RESOLUTIONS, type Bucket, type IncidentSums, type Severity } from 'incident-core';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';

/** Which incidents are counted, and where their time is cut. */
export interface FiguresFilter {
  readonly buckets: readonly Bucket[];
  /** Null for all. */
  readonly teams: readonly string[] | null;
  readonly service?: string | undefined;
  readonly severities?: readonly Severity[] | undefined;
}

/** Sums of all, or of those that have one thing in common: a bucket (from 1), team, service or severity. */
export interface SumsRow extends IncidentSums {
  readonly of: 'all' | 'bucket' | 'team' | 'service' | 'severity';
  readonly bucket: number | null;
  readonly teamId: string | null;
  readonly teamName: string | null;
  readonly service: string | null;
  readonly severity: Severity | null;
}

export interface AlertCountRow {
  readonly bucket: number;
  readonly created: number;
  readonly received: number;
}

export interface WebhookRow {
  readonly sourceId: string | null;
  readonly sourceName: string | null;
  readonly accepted: number;
  readonly refused: number;
  readonly foundByPull: number;
}

/** Medians in seconds. */
export interface MediansRow {
  readonly acknowledge: number | null;
  readonly resolve: number | null;
}

// In floating point throughout: `extract` would count in decimals, which takes several times as long.
const seconds = (until: string) => `date_part('epoch', ${until} - i.created_at)`;

/** Counts rows as they are; nothing is kept beside them that could differ. Reads only. */
@Injectable()
export class FiguresRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** All that is read inside is of one moment. There is much to sort and hash, and nothing that is worth compiling. */
  async inOneMoment<Answer>(read: (moment: Transaction) => Promise<Answer>): Promise<Answer> {
    return this.database.transaction(
      async (moment) => {
        await moment.raw(`select set_config('work_mem', '32MB', true), set_config('jit', 'off', true)`);
        return read(moment);
      },
      { isolationLevel: 'repeatable read', readOnly: true },
    );
  }

  /** All sums in one look at the incidents: first of what they have all in common, and of those sums what is asked for. */
  async sums(moment: Transaction, filter: FiguresFilter): Promise<readonly SumsRow[]> {
    const { rows } = await moment.raw<{ rows: readonly SumsRow[] }>(
      `with alike as (
         select width_bucket(i.created_at, :bounds::timestamptz[]) as bucket, i.team_id, i.service, i.severity,
                count(*) as created, count(x.incident_id) as escalated, count(i.first_acknowledged_at) as acknowledged,
                sum(${seconds('i.first_acknowledged_at')}) as acknowledge_seconds,
                count(*) filter (where i.status = 'resolved') as resolved,
                sum(${seconds('i.resolved_at')}) filter (where i.status = 'resolved') as resolve_seconds,
                count(*) filter (where i.status = 'resolved' and i.first_acknowledged_at is null
                                   and i.resolution = any(:unattended)) as unattended
           from ${counted(filter)}
           left join escalated_incidents x on x.incident_id = i.id
          group by 1, 2, 3, 4),
       summed as (
         select case grouping(bucket, team_id, service, severity)
                  when 15 then 'all' when 7 then 'bucket' when 11 then 'team' when 13 then 'service' else 'severity' end as of,
                bucket, team_id, service, severity, ${SUMS.map(({ name, type }) => `coalesce(sum(${name}), 0)::${type} as ${name}`).join(', ')}
           from alike
          group by grouping sets ((), (bucket), (team_id), (service), (severity)))
       select s.*, t.name as team_name from summed s left join teams t on t.id = s.team_id`,
      { ...toBindings(filter), unattended: [...UNATTENDED_RESOLUTIONS] },
    );
    return rows;
  }

  async medians(moment: Transaction, filter: FiguresFilter): Promise<MediansRow> {
    const { rows } = await moment.raw<{ rows: readonly MediansRow[] }>(
      `select percentile_cont(0.5) within group (order by ${seconds('i.first_acknowledged_at')}) as acknowledge,
              percentile_cont(0.5) within group (order by ${seconds('i.resolved_at')})
                filter (where i.status = 'resolved') as resolve
         from ${counted(filter)}`,
      toBindings(filter),
    );
    return rows[0] ?? { acknowledge: null, resolve: null };
  }

  /**
   * Alerts by when they were received. What calls an episode into being is created; the rest of them refreshes, repeats
   * or ends one.
   */
  async alerts(moment: Transaction, filter: FiguresFilter): Promise<readonly AlertCountRow[]> {
    const { rows } = await moment.raw<{ rows: readonly AlertCountRow[] }>(
      `select width_bucket(l.received_at, :bounds::timestamptz[]) as bucket, count(*)::int as received,
              count(*) filter (where l.outcome in ('opened', 'attached', 'reopened') or l.reason = 'new_episode')::int as created
         from ledger_entries l ${isOfIncidents(filter) ? 'join incidents i on i.id = l.incident_id' : ''}
        where l.received_at >= :from and l.received_at < :to and ${isOfIncidents(filter) ? narrowed(filter) : 'true'}
        group by 1`,
      toBindings(filter),
    );
    return rows;
  }

  /** Messages of incidents that a channel took, by when they were planned. */
  async sent(
    moment: Transaction,
    filter: FiguresFilter,
  ): Promise<readonly { readonly bucket: number; readonly count: number }[]> {
    const { rows } = await moment.raw<{ rows: readonly { readonly bucket: number; readonly count: number }[] }>(
      `select width_bucket(d.created_at, :bounds::timestamptz[]) as bucket, count(*)::int as count
         from deliveries d ${isOfIncidents(filter) ? 'join incidents i on i.id = d.incident_id' : ''}
        where d.created_at >= :from and d.created_at < :to and d.sent_at is not null and d.incident_id is not null
          and ${isOfIncidents(filter) ? narrowed(filter) : 'true'}
        group by 1`,
      toBindings(filter),
    );
    return rows;
  }

  /** Posts by source: an event counts once, however many alerts it had. */
  async webhooks(moment: Transaction, { buckets, teams }: FiguresFilter): Promise<readonly WebhookRow[]> {
    const { rows } = await moment.raw<{ rows: readonly WebhookRow[] }>(
      `with counted as (
         select source_id,
                count(*) filter (where position = 0 and via = 'push' and not ${IS_REJECTED})::int as accepted,
                count(*) filter (where position = 0 and via = 'push' and ${IS_REJECTED})::int as refused,
                count(*) filter (where via = 'pull' and outcome in ('opened', 'reopened', 'resolved', 'recovery_noted'))::int
                  as found_by_pull
           from ledger_entries
          where received_at >= :from and received_at < :to
          group by source_id
         union all
         select source_id, 0, sum(count)::int, 0 from refused_posts
          where minute >= date_trunc('minute', :from::timestamptz) and minute < :to group by source_id)
       select c.source_id, s.name as source_name, sum(c.accepted)::int as accepted, sum(c.refused)::int as refused,
              sum(c.found_by_pull)::int as found_by_pull
         from counted c
         left join sources s on s.id = c.source_id
        where :teams::uuid[] is null or s.team_id = any(:teams)
        group by c.source_id, s.name
        order by s.name nulls last`,
      toBindings({ buckets, teams }),
    );
    return rows;
  }
}

const SUMS = [
  { name: 'created', type: 'int' },
  { name: 'escalated', type: 'int' },
  { name: 'acknowledged', type: 'int' },
  { name: 'acknowledge_seconds', type: 'float8' },
  { name: 'resolved', type: 'int' },
  { name: 'resolve_seconds', type: 'float8' },
  { name: 'unattended', type: 'int' },
] as const;

/** Answered 400 or 413, though what came is kept. */
const IS_REJECTED = `(outcome = 'unreadable' and coalesce(reason in ('empty_body', 'body_too_large'), false))`;

/**
 * The incidents that are counted, those that are resolved from an index that holds all of these columns. Tests of
 * somebody's own reach are no incidents to count.
 */
function counted(filter: FiguresFilter): string {
  const isCounted = `i.created_at >= :from and i.created_at < :to and i.resolution is distinct from 'test_over'
    and i.id <> all(array(select p.incident_id from page_tests p where p.incident_id is not null)) and ${narrowed(filter)}`;
  const ofStatus = (status: string) =>
    `select i.id, i.created_at, i.team_id, i.service, i.severity, i.status, i.resolution, i.first_acknowledged_at, i.resolved_at
       from incidents i where ${status} and ${isCounted}`;
  return `(${ofStatus(`i.status = 'resolved'`)} union all ${ofStatus(`i.status <> 'resolved'`)}) i`;
}

function isOfIncidents({ teams, service, severities }: FiguresFilter): boolean {
  return teams !== null || service !== undefined || severities !== undefined;
}

function narrowed({ teams, service, severities }: FiguresFilter): string {
  const conditions = [
    ...(teams === null ? [] : ['i.team_id = any(:teams::uuid[])']),
    ...(service === undefined ? [] : ['i.service = :service']),
    ...(severities === undefined ? [] : ['i.severity = any(:severities)']),
  ];
  return ['true', ...conditions].join(' and ');
}

function toBindings({ buckets, teams, service, severities }: FiguresFilter) {
  return {
    bounds: buckets.map(({ from }) => from),
    from: buckets[0]?.from ?? new Date(0),
    to: buckets.at(-1)?.to ?? new Date(0),
    teams: teams && [...teams],
    service,
    severities: severities && [...severities],
  };
}
