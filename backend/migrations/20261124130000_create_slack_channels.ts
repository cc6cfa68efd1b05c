import type { Knex } from 'knex';

/** Slack channels that a step can tell as a whole. One channel is known once, so that an incident has one message in it. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('slack_channels', (table) => {
    table.uuid('id').primary();
    table.text('name').notNullable();
    table.text('channel_id').notNullable().unique();
    table.uuid('team_id').references('teams.id').onDelete('set null');
    table.boolean('enabled').notNullable().defaultTo(true);
    table.timestamp('created_at').notNullable().defaultTo(knex.fn.now());
    table.timestamp('updated_at').notNullable().defaultTo(knex.fn.now());
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('slack_channels');
}
