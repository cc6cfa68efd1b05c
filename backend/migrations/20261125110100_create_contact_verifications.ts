import type { Knex } from 'knex';

/**
 * Codes that were sent to verify an address. A row outlives its contact method, so that who deletes one and makes it anew
 * has not more codes to send.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('contact_verifications', (table) => {
    table.uuid('id').primary();
    table.uuid('contact_method_id').references('contact_methods.id').onDelete('set null').index();
    table.uuid('asked_by').notNullable();
    table.binary('code_hash').notNullable();
    table.integer('tries').notNullable().defaultTo(0);
    table.timestamp('created_at').notNullable();
    table.timestamp('expires_at').notNullable();
    table.timestamp('over_at');
    table.index(['asked_by', 'created_at']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('contact_verifications');
}
