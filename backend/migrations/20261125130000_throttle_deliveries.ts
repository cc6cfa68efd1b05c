import type { Knex } from 'knex';

/**
 * What is left of each limit, so that several backends share it, and the limits that somebody has set. A delivery says by
 * which contact method it goes: what is for one person and channel is found together. What was merged is found by its
 * leader, and must be free when that is deleted.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('throttle_buckets', (table) => {
    table.text('key').primary();
    table.double('tokens').notNullable();
    table.timestamp('at').notNullable().index();
  });
  await knex.schema.createTable('throttle_settings', (table) => {
    table.boolean('id').primary().defaultTo(true).checkIn(['true']);
    table.jsonb('throttles').notNullable();
    table.timestamp('updated_at').notNullable();
  });
  await knex.schema.alterTable('deliveries', (table) => {
    table.uuid('contact_method_id');
    table.index(['merged_into'], 'deliveries_merged', { predicate: knex.whereNotNull('merged_into') });
  });
  await knex.raw(
    `update deliveries d set contact_method_id = n.contact_method_id from notifications n
      where n.id = d.notification_id and d.status in ('pending', 'sending')`,
  );
  await knex.raw(
    `create index deliveries_of_person on deliveries (contact_method_id, due_at)
       where status = 'pending' and contact_method_id is not null and merged_into is null`,
  );
  await knex.schema.alterTable('slack_messages', (table) => {
    table.boolean('shared').notNullable().defaultTo(false);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('slack_messages', (table) => {
    table.dropColumn('shared');
  });
  await knex.schema.alterTable('deliveries', (table) => {
    table.dropIndex(['contact_method_id', 'due_at'], 'deliveries_of_person');
    table.dropIndex(['merged_into'], 'deliveries_merged');
    table.dropColumn('contact_method_id');
  });
  await knex.schema.dropTable('throttle_settings');
  await knex.schema.dropTable('throttle_buckets');
}
