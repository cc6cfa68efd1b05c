import type { Knex } from 'knex';

/** Whom to tell what, once each, and the fate of every telling. The rows are the queue: a commit cannot lose one. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('notifications', (table) => {
    table.uuid('id').primary();
    table.text('unique_key').notNullable().unique();
    table.uuid('incident_id').notNullable().references('incidents.id').onDelete('cascade').index();
    table.uuid('escalation_id').references('escalations.id').onDelete('cascade');
    table.integer('run').notNullable();
    table.integer('round').notNullable();
    table.integer('step').notNullable();
    table.text('event').notNullable();
    table.text('recipient_type').notNullable();
    table.uuid('recipient_id').notNullable();
    table.text('channel').notNullable();
    table.uuid('contact_method_id');
    table.text('reason');
    table.timestamp('created_at').notNullable();
    table.index(['escalation_id', 'round', 'step']);
  });
  await knex.schema.createTable('deliveries', (table) => {
    table.uuid('id').primary();
    table.uuid('notification_id').notNullable().unique().references('notifications.id').onDelete('cascade');
    table.uuid('incident_id').notNullable().index();
    table.text('channel').notNullable();
    table.text('urgency').notNullable();
    table.text('status').notNullable();
    table.timestamp('due_at');
    table.integer('attempts').notNullable().defaultTo(0);
    table.timestamp('first_attempt_at');
    table.timestamp('leased_until');
    table.bigInteger('fence').notNullable().defaultTo(0);
    table.text('provider_id');
    table.timestamp('sent_at');
    table.timestamp('delivered_at');
    table.timestamp('ended_at');
    table.text('reason');
    table.integer('failures').notNullable().defaultTo(0);
    table.timestamp('parked_at');
    table.timestamp('created_at').notNullable();
  });
  await knex.raw(
    `create index deliveries_due on deliveries (urgency, due_at)
       where status in ('pending', 'sending') and parked_at is null`,
  );
  await knex.schema.createTable('delivery_attempts', (table) => {
    table.uuid('delivery_id').notNullable().references('deliveries.id').onDelete('cascade');
    table.integer('attempt').notNullable();
    table.timestamp('started_at').notNullable();
    table.timestamp('ended_at');
    table.text('outcome');
    table.text('error');
    table.primary(['delivery_id', 'attempt']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('delivery_attempts');
  await knex.schema.dropTable('deliveries');
  await knex.schema.dropTable('notifications');
}
