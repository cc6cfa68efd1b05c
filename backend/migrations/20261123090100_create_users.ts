import type { Knex } from 'knex';

/** Responders, the teams they belong to, and the addresses that they can be reached at. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('users', (table) => {
    table.uuid('id').primary();
    table.text('name').notNullable();
    table.text('username').notNullable();
    table.text('time_zone').notNullable().defaultTo('UTC');
    table.timestamp('created_at').notNullable().defaultTo(knex.fn.now());
    table.timestamp('updated_at').notNullable().defaultTo(knex.fn.now());
  });
  await knex.raw('create unique index users_username on users (lower(username))');
  await knex.schema.createTable('team_members', (table) => {
    table.uuid('team_id').notNullable().references('teams.id').onDelete('cascade');
    table.uuid('user_id').notNullable().references('users.id').onDelete('cascade').index();
    table.primary(['team_id', 'user_id']);
  });
  await knex.schema.createTable('contact_methods', (table) => {
    table.uuid('id').primary();
    table.uuid('user_id').notNullable().references('users.id').onDelete('cascade').index();
    table.text('channel').notNullable();
    table.text('address').notNullable();
    table.integer('position').notNullable().defaultTo(0);
    table.timestamp('verified_at');
    table.timestamp('created_at').notNullable().defaultTo(knex.fn.now());
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('contact_methods');
  await knex.schema.dropTable('team_members');
  await knex.schema.dropTable('users');
}
