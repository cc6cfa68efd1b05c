import type { Knex } from 'knex';

/** The ordered list that picks the team. Positions may be equal for a moment while rules are moved, so they are not unique. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('routing_rules', (table) => {
    table.uuid('id').primary();
    table.integer('position').notNullable().index();
    table.jsonb('matchers').notNullable();
    table.uuid('team_id').notNullable().references('teams.id').onDelete('restrict').index();
    table.timestamp('created_at').notNullable().defaultTo(knex.fn.now());
    table.timestamp('updated_at').notNullable().defaultTo(knex.fn.now());
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('routing_rules');
}
