import type { Knex } from 'knex';

/** Since when Kibana has stopped looking at an alert, and how long its team lets the incident stay open then. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('incident_alerts', (table) => {
    table.timestamp('untracked_at');
  });
  await knex.schema.alterTable('teams', (table) => {
    table.integer('resolve_after_untracked_seconds').defaultTo(3_600);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('teams', (table) => {
    table.dropColumn('resolve_after_untracked_seconds');
  });
  await knex.schema.alterTable('incident_alerts', (table) => {
    table.dropColumn('untracked_at');
  });
}
