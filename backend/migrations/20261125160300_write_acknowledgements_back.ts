import type { Knex } from 'knex';

/**
 * What of an acknowledgement was written into the alert in Elasticsearch; null for nothing. The pull asks each time for
 * the open alerts of one source.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('incident_alerts', (table) => {
    table.text('written_back');
  });
  await knex.raw('create index incident_alerts_open_of_source on incident_alerts (source_id, id) where unresolved');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index incident_alerts_open_of_source');
  await knex.schema.alterTable('incident_alerts', (table) => {
    table.dropColumn('written_back');
  });
}
