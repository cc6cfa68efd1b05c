import type { Knex } from 'knex';

/** They should be few, and whoever looks for them wants the newest. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('create index incidents_unrouted on incidents (created_at, id) where unrouted');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index incidents_unrouted');
}
