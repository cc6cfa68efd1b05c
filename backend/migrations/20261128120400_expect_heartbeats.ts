import type { Knex } from 'knex';

/** Sources that say regularly that they are alive, and when the next sign of it is due. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('source_heartbeats', (table) => {
    table.uuid('source_id').primary().references('sources.id').onDelete('cascade');
    table.integer('interval_seconds').notNullable();
    table.integer('grace_seconds').notNullable();
    table.timestamp('set_up_at').notNullable();
    table.timestamp('last_beat_at');
    table.timestamp('due_at').notNullable();
    table.timestamp('silent_at');
  });
  await knex.raw('create index source_heartbeats_due on source_heartbeats (due_at) where silent_at is null');
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('source_heartbeats');
}
