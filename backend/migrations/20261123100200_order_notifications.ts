import type { Knex } from 'knex';

/** An incident's notifications are read in pages, the latest first. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('notifications', (table) => {
    table.index(['incident_id', 'id']);
    table.dropIndex(['incident_id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('notifications', (table) => {
    table.index(['incident_id']);
    table.dropIndex(['incident_id', 'id']);
  });
}
