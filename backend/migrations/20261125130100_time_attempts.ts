import type { Knex } from 'knex';

/** How long each attempt took and what the provider called it; and the delivery log, read in pages by time. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('delivery_attempts', (table) => {
    table.integer('latency_ms');
    table.text('provider_id');
  });
  await knex.schema.alterTable('deliveries', (table) => {
    table.index(['created_at', 'id']);
  });
  await knex.schema.alterTable('notifications', (table) => {
    table.index(['recipient_id', 'created_at']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('notifications', (table) => {
    table.dropIndex(['recipient_id', 'created_at']);
  });
  await knex.schema.alterTable('deliveries', (table) => {
    table.dropIndex(['created_at', 'id']);
  });
  await knex.schema.alterTable('delivery_attempts', (table) => {
    table.dropColumn('provider_id');
    table.dropColumn('latency_ms');
  });
}
