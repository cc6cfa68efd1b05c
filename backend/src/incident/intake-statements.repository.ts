import type { Episode, Incident, Severity, TeamSettings } from 'incident-core';
import { columnsOf, givenRows, Insertion, Statement, writtenOver, type ColumnTypes } from '../platform/statement.ts';
import type { EpisodeRow, StoredAlert } from './stored-rows.ts';

/** What the intake asks of the database with each batch, a statement a table, whatever the batch holds. */

type IncidentRow = Omit<Incident, 'number'> & { readonly alertId: string | null };
type SavedEpisode = Episode & { readonly lastDate: Date };

/** What a batch may change of an incident that it has loaded. */
const CHANGING = {
  description: 'text',
  severity: 'text',
  urgency: 'text',
  links: 'jsonb',
  status: 'text',
  assigneeId: 'uuid',
  alertCount: 'int',
  reopenCount: 'int',
  triggeredAt: 'timestamptz',
  lastSeenAt: 'timestamptz',
  acknowledgedAt: 'timestamptz',
  startedAt: 'timestamptz',
  resolvedAt: 'timestamptz',
  resolution: 'text',
  resolveDueAt: 'timestamptz',
  snoozedUntil: 'timestamptz',
  acknowledgementDueAt: 'timestamptz',
  acknowledgementWarnAt: 'timestamptz',
  confirmDueAt: 'timestamptz',
  reminderDueAt: 'timestamptz',
  urgencyDueAt: 'timestamptz',
  flappingAt: 'timestamptz',
} as const satisfies Partial<ColumnTypes<IncidentRow>>;

const INCIDENT: ColumnTypes<IncidentRow> = {
  id: 'uuid',
  title: 'text',
  service: 'text',
  environment: 'text',
  tags: 'text[]',
  teamId: 'uuid',
  unrouted: 'boolean',
  alertId: 'uuid',
  createdAt: 'timestamptz',
  isStorm: 'boolean',
  staleAt: 'timestamptz',
  ...CHANGING,
};

const ALERT: ColumnTypes<StoredAlert> = {
  id: 'uuid',
  incidentId: 'uuid',
  dedupKey: 'text',
  unresolved: 'boolean',
  sourceId: 'uuid',
  space: 'text',
  ruleId: 'text',
  ruleName: 'text',
  ruleType: 'text',
  alertId: 'text',
  status: 'text',
  episode: 'text',
  lastDate: 'timestamptz',
  name: 'text',
  severity: 'text',
  severityFrom: 'text',
  service: 'text',
  environment: 'text',
  tags: 'text[]',
  reason: 'text',
  value: 'text',
  threshold: 'text',
  links: 'jsonb',
  actionGroup: 'text',
  flapping: 'boolean',
  metadata: 'jsonb',
  count: 'int',
  firstSeenAt: 'timestamptz',
  lastSeenAt: 'timestamptz',
  untrackedAt: 'timestamptz',
};

const EPISODE: ColumnTypes<SavedEpisode> = {
  dedupKey: 'text',
  episode: 'text',
  incidentId: 'uuid',
  activeDates: 'timestamptz[]',
  recoveredAt: 'timestamptz',
  ended: 'text',
  lastDate: 'timestamptz',
};

const SETTINGS: readonly (keyof TeamSettings)[] = [
  'reopenWindowSeconds',
  'resolveAfterRecoverySeconds',
  'resolveAfterUntrackedSeconds',
  'acknowledgementTimeoutSeconds',
  'groupingWindowSeconds',
  'urgencies',
  'supportHours',
];

/**
 * The alert by which a key `k.key` is in its open incident, whenever it was seen: clocks differ, and one that is over may
 * have been seen later. Where none is open, the one that it had last. Each of the two has its index.
 */
const LATEST_ALERT = `cross join lateral (
  select * from (
    (select * from incident_alerts x where x.dedup_key = k.key and x.unresolved)
    union all
    (select * from incident_alerts x where x.dedup_key = k.key order by x.last_seen_at desc, x.id desc limit 1)) y
   order by y.unresolved desc limit 1) a`;

/** In one order, so that nobody waits in a circle. */
export const LOCK_KEYS = new Statement(
  `select pg_advisory_xact_lock(h) from (
     select distinct hashtextextended(key, 7) as h from unnest(:keys::text[]) as k(key) order by h) as ordered`,
);

/** The ids are gathered first: a condition with `or` would have every incident looked at. */
export const LOCK_INCIDENTS = new Statement<{ readonly id: string }>(
  `select i.id from incidents i
    where i.id = any(array(select a.incident_id from unnest(:keys::text[]) as k(key) ${LATEST_ALERT}
                           union select unnest(:beside::uuid[])))
    order by i.id for no key update`,
);

export const LATEST_ALERTS = new Statement<StoredAlert>(
  `select ${columnsOf(ALERT, 'a')} from unnest(:keys::text[]) as k(key) ${LATEST_ALERT}`,
);

export const INCIDENTS = new Statement<IncidentRow & TeamSettings>(
  `select ${columnsOf(INCIDENT, 'i')}, ${columnsOf(SETTINGS, 't')}
     from incidents i join teams t on t.id = i.team_id where i.id = any(:ids::uuid[])`,
);

export const ACTIVE_ALERTS = new Statement<{
  readonly incidentId: string;
  readonly severity: Severity;
  readonly count: number;
  readonly untracked: number;
}>(
  `select incident_id, severity, count(*)::int as count, count(untracked_at)::int as untracked from incident_alerts
    where incident_id = any(:ids::uuid[]) and status = 'active' and unresolved group by incident_id, severity`,
);

/** The latest of each key, the one that its alert is in, and those that are named. */
export const EPISODES = new Statement<EpisodeRow>(
  `with latest as (
     select e.* from unnest(:keys::text[]) as k(key)
      cross join lateral (
        select y.*, row_number() over (order by y.last_date desc, y.episode desc) = 1 as is_latest
          from (select ${columnsOf(EPISODE, 'x')} from alert_episodes x where x.dedup_key = k.key
                 order by x.last_date desc, x.episode desc limit :recent::int) y) e)
   select l.* from latest l
   union all
   select ${columnsOf(EPISODE, 'e')}, false as is_latest
     from (select * from unnest(:namedKeys::text[], :named::text[])
           union select k.key, a.episode from unnest(:keys::text[]) as k(key) ${LATEST_ALERT}) as n(key, name)
     join alert_episodes e on e.dedup_key = n.key and e.episode = n.name
    where not exists (select from latest l where l.dedup_key = e.dedup_key and l.episode = e.episode)`,
);

export const INSERT_INCIDENTS = new Insertion('incidents', INCIDENT);

export const UPDATE_INCIDENTS = new Statement(
  `update incidents i
      set ${Object.keys(CHANGING)
        .map((name) => `${columnsOf([name])} = x."${name}"`)
        .join(', ')}, stale_at = null
     from ${givenRows({ id: 'uuid', ...CHANGING })}
    where i.id = x.id`,
);

export const SAVE_ALERTS = new Insertion(
  'incident_alerts',
  ALERT,
  `on conflict (id) do update set ${writtenOver(ALERT, 'id')}`,
);

export const SAVE_EPISODES = new Insertion(
  'alert_episodes',
  EPISODE,
  `on conflict (dedup_key, episode) do update set ${writtenOver(EPISODE, 'dedupKey', 'episode')}`,
);

/** Something of a storm is still seen: it waits anew until nothing is heard of it, unless somebody has it or keeps it open. */
export const SAVE_SEEN = new Statement(
  `with seen as (
     update incident_alerts set last_seen_at = :now
      where dedup_key = any(:keys::text[]) and unresolved and last_seen_at < :before returning incident_id)
   update incidents
      set last_seen_at = :now, stale_at = null,
          resolve_due_at = case when is_storm and resolve_due_at is not null then :quietAt else resolve_due_at end
    where id in (select incident_id from seen)`,
);

export const RELEASE_ALERTS = new Statement(
  'update incident_alerts set unresolved = false where incident_id = any(:ids::uuid[]) and unresolved',
);
