import type { Knex } from 'knex';

/**
 * People are told when their turn begins. Such a notification is of a schedule, every other one of an incident. A
 * schedule counts its changes, and beside it stands who was on call when it was last looked at: what is told is the
 * difference, also when an edit or an override made it.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('schedules', (table) => {
    table.integer('revision').notNullable().defaultTo(1);
  });
  await knex.schema.createTable('schedule_handoffs', (table) => {
    table.uuid('schedule_id').primary().references('schedules.id').onDelete('cascade');
    table.integer('revision').notNullable();
    table.uuid('user_id');
    table.timestamp('due_at');
    table.integer('failures').notNullable().defaultTo(0);
  });
  await knex.schema.alterTable('notifications', (table) => {
    table.setNullable('incident_id');
    table.uuid('schedule_id').references('schedules.id').onDelete('cascade').index();
  });
  await knex.raw(
    'alter table notifications add constraint notifications_about check (num_nonnulls(incident_id, schedule_id) = 1)',
  );
  await knex.schema.alterTable('deliveries', (table) => {
    table.setNullable('incident_id');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex('notifications').whereNull('incident_id').delete();
  await knex.schema.alterTable('deliveries', (table) => {
    table.dropNullable('incident_id');
  });
  await knex.schema.alterTable('notifications', (table) => {
    table.dropColumn('schedule_id');
    table.dropNullable('incident_id');
  });
  await knex.schema.dropTable('schedule_handoffs');
  await knex.schema.alterTable('schedules', (table) => {
    table.dropColumn('revision');
  });
}
