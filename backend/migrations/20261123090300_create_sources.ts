import type { Knex } from 'knex';

/** Senders of payloads and their tokens; only hashes are kept, for a stolen table must not let anyone post. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('sources', (table) => {
    table.uuid('id').primary();
    table.text('name').notNullable();
    table.uuid('team_id').references('teams.id').onDelete('set null');
    table.timestamp('created_at').notNullable().defaultTo(knex.fn.now());
    table.timestamp('updated_at').notNullable().defaultTo(knex.fn.now());
  });
  await knex.raw('create unique index sources_name on sources (lower(name))');
  await knex.schema.createTable('source_tokens', (table) => {
    table.uuid('id').primary();
    table.uuid('source_id').notNullable().references('sources.id').onDelete('cascade').index();
    table.binary('token_hash').notNullable().unique();
    table.timestamp('created_at').notNullable().defaultTo(knex.fn.now());
    table.timestamp('expires_at');
    table.timestamp('revoked_at');
    table.timestamp('last_used_at');
    table.bigInteger('refused_count').notNullable().defaultTo(0);
  });
  await knex.schema.createTable('api_tokens', (table) => {
    table.uuid('id').primary();
    table.text('name').notNullable();
    table.uuid('user_id').references('users.id').onDelete('cascade').index();
    table.specificType('scopes', 'text[]').notNullable();
    table.binary('token_hash').notNullable().unique();
    table.timestamp('created_at').notNullable().defaultTo(knex.fn.now());
    table.timestamp('expires_at');
    table.timestamp('revoked_at');
    table.timestamp('last_used_at');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('api_tokens');
  await knex.schema.dropTable('source_tokens');
  await knex.schema.dropTable('sources');
}
