import type { Knex } from 'knex';

/** Calls that their callers may send again, with the answer that they were given; kept for a day. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('idempotency_keys', (table) => {
    table.text('owner').notNullable();
    table.text('key').notNullable();
    table.binary('fingerprint').notNullable();
    table.timestamp('begun_at').notNullable().index();
    table.integer('status');
    table.text('sealed_answer');
    table.primary(['owner', 'key']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('idempotency_keys');
}
