import type { Knex } from 'knex';

/**
 * Several alerts in one incident: a team may group those of one service and environment; what a source sends above its
 * rate is collected in one incident of each team; and an incident remembers when something in it last flapped. A source's
 * rate is counted by minutes, in a row of its own, so that nothing is counted over and over in tables that grow.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('teams', (table) => {
    table.integer('grouping_window_seconds');
  });
  await knex.schema.alterTable('sources', (table) => {
    table.integer('storm_rate').defaultTo(100);
  });
  await knex.schema.alterTable('incidents', (table) => {
    table.timestamp('flapping_at');
    table.boolean('is_storm').notNullable().defaultTo(false);
  });
  await knex.raw('create index incidents_flapping on incidents (created_at, id) where flapping_at is not null');
  await knex.schema.createTable('source_surges', (table) => {
    table.uuid('source_id').primary().references('sources.id').onDelete('cascade');
    table.timestamp('since').notNullable();
    table.integer('count').notNullable();
    table.integer('before').notNullable();
  });
  await knex.schema.createTable('incident_storms', (table) => {
    table.uuid('incident_id').primary().references('incidents.id').onDelete('cascade');
    table.uuid('source_id').notNullable();
    // Whose alerts it collects: it stays so when the incident is handed over.
    table.uuid('team_id').notNullable();
    table.integer('rate').notNullable();
    table.index(['source_id', 'team_id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('incident_storms');
  await knex.schema.dropTable('source_surges');
  await knex.raw('drop index incidents_flapping');
  await knex.schema.alterTable('incidents', (table) => table.dropColumns('flapping_at', 'is_storm'));
  await knex.schema.alterTable('sources', (table) => table.dropColumn('storm_rate'));
  await knex.schema.alterTable('teams', (table) => table.dropColumn('grouping_window_seconds'));
}
