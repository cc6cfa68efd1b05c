import type { Knex } from 'knex';

/**
 * How somebody who was told can answer without logging in: a link of each delivery (only its hash is kept) and a short
 * code for SMS, each bound to the responder and the incident. And the callbacks that were acted on, for they can come twice.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('answer_links', (table) => {
    table.binary('token_hash').primary();
    table.uuid('user_id').notNullable().references('users.id').onDelete('cascade');
    table.uuid('incident_id').notNullable().references('incidents.id').onDelete('cascade');
    table.specificType('acted', 'text[]').notNullable().defaultTo('{}');
    table.timestamp('created_at').notNullable();
    table.timestamp('expires_at').notNullable().index();
  });
  await knex.schema.createTable('reply_codes', (table) => {
    table.uuid('user_id').notNullable().references('users.id').onDelete('cascade');
    table.text('code').notNullable();
    table.uuid('incident_id').notNullable().references('incidents.id').onDelete('cascade');
    table.timestamp('expires_at').notNullable();
    table.primary(['user_id', 'code']);
    table.unique(['user_id', 'incident_id']);
  });
  await knex.schema.createTable('seen_callbacks', (table) => {
    table.text('key').primary();
    table.timestamp('seen_at').notNullable().index();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('seen_callbacks');
  await knex.schema.dropTable('reply_codes');
  await knex.schema.dropTable('answer_links');
}
