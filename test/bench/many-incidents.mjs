const TEAMS = 20;
export const SERVICES = 200;

/** Incidents of a year, one in a hundred open, each with an alert and three entries of history. @param {import('./stand.mjs').Stand} stand @param {number} size @returns {Promise<string[]>} some of their ids */
export async function addIncidents(stand, size) {
  const { rows, sourceId } = stand;
  await rows(`insert into teams (id, name) select gen_random_uuid(), 'Team ' || n from generate_series(1, ${TEAMS}) n`);
  await rows(
    `insert into incidents (id, title, description, severity, urgency, service, environment, tags, links, team_id,
       alert_id, status, alert_count, created_at, triggered_at, last_seen_at, resolved_at, resolution)
     select gen_random_uuid(), (array['Latency', 'Failed transactions', 'Errors'])[1 + n % 3] || ' (service-' || n % ${SERVICES} || ')',
       'Failed transactions is 42%', (array['critical', 'error', 'warning', 'info'])[1 + n % 4],
       case when n % 4 < 2 then 'high' else 'low' end, 'service-' || n % ${SERVICES},
       case when n % 5 = 0 then 'staging' else 'production' end, '{apm}',
       '{"alert": null, "rule": null, "service": null}', t.ids[1 + n % ${TEAMS}], gen_random_uuid(),
       case when n % 100 = 0 then 'triggered' else 'resolved' end, 1, at, at, at,
       case when n % 100 = 0 then null else at end, case when n % 100 = 0 then null else 'recovery' end
     from (select array_agg(id) as ids from teams) t, generate_series(1, $1::int) as n,
          lateral (select now() - n * interval '30 seconds' as at) as time`,
    [size],
  );
  await rows(
    `insert into incident_alerts (id, incident_id, dedup_key, unresolved, source_id, status, episode, last_date, name,
       severity, severity_from, service, environment, links, flapping, metadata, count, first_seen_at, last_seen_at)
     select alert_id, id, 'v1:bench:' || number, status = 'triggered', $1, 'active', alert_id::text, created_at, title,
       severity, 'default', service, environment, links, false, '{}', 1, created_at, created_at from incidents`,
    [sourceId],
  );
  await rows(
    `insert into timeline_entries (incident_id, at, kind, actor, data)
     select id, created_at, kind, '{"type": "system"}', '{}' from incidents, unnest(array['opened', 'escalation_started', 'resolved']) kind`,
  );
  await rows('vacuum analyze incidents');
  await rows('vacuum analyze incident_alerts');
  await rows('vacuum analyze timeline_entries');
  return (await rows(`select id from incidents where number % ($1::int / 100) = 0`, [size])).map(({ id }) => id);
}
