import type { Knex } from 'knex';

/** An incident that a person opens has no alert behind it. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('incidents', (table) => table.setNullable('alert_id'));
}

export async function down(knex: Knex): Promise<void> {
  // What stands there names no row, as it does for the tests of policies.
  await knex.raw('update incidents set alert_id = id where alert_id is null');
  await knex.schema.alterTable('incidents', (table) => table.dropNullable('alert_id'));
}
