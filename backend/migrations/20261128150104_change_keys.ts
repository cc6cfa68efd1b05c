import type { Knex } from 'knex';

/** What made the seals of the audit trail with a key that has gone: itself sealed with the key that came after it. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('audit_keys', (table) => {
    table.text('key_id').primary();
    table.text('sealed').notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('audit_keys');
}
