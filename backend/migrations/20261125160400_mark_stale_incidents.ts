import type { Knex } from 'knex';

/** When an incident was marked as one that nobody touches and no alert refreshes. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('incidents', (table) => {
    table.timestamp('stale_at');
  });
  await knex.raw('create index incidents_stale on incidents (created_at, id) where stale_at is not null');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index incidents_stale');
  await knex.schema.alterTable('incidents', (table) => {
    table.dropColumn('stale_at');
  });
}
