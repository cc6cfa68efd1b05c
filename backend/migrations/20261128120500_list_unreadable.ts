import type { Knex } from 'knex';

/** Incidents that say of a source that its alerts cannot be read: few among all, and looked for by that. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(
    `create index incident_alerts_unreadable on incident_alerts (incident_id) where dedup_key like 's1:%:unreadable'`,
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index incident_alerts_unreadable');
}
