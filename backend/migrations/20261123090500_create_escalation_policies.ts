import type { Knex } from 'knex';

/** Policies are read and copied whole into each run, so their steps are one document. One default a team, one for all. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('escalation_policies', (table) => {
    table.uuid('id').primary();
    table.text('name').notNullable();
    table.uuid('team_id').references('teams.id').onDelete('cascade').index();
    table.jsonb('matchers').notNullable();
    table.integer('position').notNullable().defaultTo(0);
    table.boolean('is_default').notNullable().defaultTo(false);
    table.integer('repeat').notNullable().defaultTo(0);
    table.jsonb('steps').notNullable();
    table.timestamp('created_at').notNullable().defaultTo(knex.fn.now());
    table.timestamp('updated_at').notNullable().defaultTo(knex.fn.now());
  });
  await knex.raw(
    `create unique index escalation_policies_one_default on escalation_policies
       (coalesce(team_id, '00000000-0000-0000-0000-000000000000'::uuid)) where is_default`,
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('escalation_policies');
}
