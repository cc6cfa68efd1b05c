import type { House } from '../harness/house.ts';

/** Incidents that were there before, one a second, the newest `<title> 1`; one in ten is open. */
export async function addMany(house: House, title: string, count: number, openOf10 = 1): Promise<void> {
  await house.database.database.raw(
    `insert into incidents (id, title, description, severity, urgency, service, environment, tags, links, team_id,
       alert_id, status, alert_count, created_at, triggered_at, last_seen_at, resolved_at, resolution)
     select gen_random_uuid(), :title || ' ' || n, 'Failed transactions is 42%',
       (array['critical', 'error', 'warning', 'info'])[1 + n % 4], 'high', 'service-' || n % 100, 'production', '{apm}',
       '{"alert": null, "rule": null, "service": null}', :team, gen_random_uuid(),
       case when n % 10 < :open then 'triggered' else 'resolved' end, 1, at, at, at,
       case when n % 10 < :open then null else at end, case when n % 10 < :open then null else 'recovery' end
     from generate_series(1, :count) as n, lateral (select :now::timestamptz - n * interval '1 second' as at) as time`,
    { title, team: house.teamId, open: openOf10, count, now: house.clock.now() },
  );
  await house.database.database.raw('analyze incidents');
}
