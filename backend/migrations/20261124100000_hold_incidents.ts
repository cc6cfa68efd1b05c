import type { Knex } from 'knex';

/**
 * Incidents that move by themselves: a snooze ends, an acknowledgement runs out, whoever works is reminded. One column
 * says when the next of these is due, so that one index finds it.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('incidents', (table) => {
    table.timestamp('snoozed_until');
    table.timestamp('acknowledgement_due_at');
    table.timestamp('acknowledgement_warn_at');
    table.timestamp('confirm_due_at');
    table.timestamp('reminder_due_at');
  });
  await knex.raw(`
    alter table incidents add column timer_due_at timestamptz generated always as (
      least(resolve_due_at, snoozed_until, acknowledgement_due_at, acknowledgement_warn_at, confirm_due_at,
            reminder_due_at)) stored`);
  await knex.raw(
    `create index incidents_timer_due on incidents (timer_due_at) where timer_due_at is not null and status <> 'resolved'`,
  );
  await knex.raw('drop index incidents_resolve_due');
  await knex.schema.alterTable('teams', (table) => {
    table.integer('acknowledgement_timeout_seconds').defaultTo(1800);
  });
  await knex.schema.createTable('incident_responders', (table) => {
    table.uuid('incident_id').notNullable().references('incidents.id').onDelete('cascade');
    table.uuid('user_id').notNullable().references('users.id').onDelete('cascade').index();
    table.timestamp('added_at').notNullable();
    table.primary(['incident_id', 'user_id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('incident_responders');
  await knex.schema.alterTable('teams', (table) => table.dropColumn('acknowledgement_timeout_seconds'));
  await knex.raw('drop index incidents_timer_due');
  await knex.raw('create index incidents_resolve_due on incidents (resolve_due_at) where resolve_due_at is not null');
  await knex.schema.alterTable('incidents', (table) => {
    table.dropColumn('timer_due_at');
    table.dropColumns(
      ...['snoozed_until', 'acknowledgement_due_at', 'acknowledgement_warn_at', 'confirm_due_at', 'reminder_due_at'],
    );
  });
}
