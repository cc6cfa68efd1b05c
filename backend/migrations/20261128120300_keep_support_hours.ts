import type { Knex } from 'knex';

const TIMERS = [
  ...['resolve_due_at', 'snoozed_until', 'acknowledgement_due_at', 'acknowledgement_warn_at', 'confirm_due_at'],
  'reminder_due_at',
];

/**
 * How urgent each severity is for a team, its support hours, and when an incident becomes urgent because they begin. A
 * generated column cannot be changed: what says when the next timer is due is made anew.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('teams', (table) => {
    table
      .jsonb('urgencies')
      .notNullable()
      .defaultTo(JSON.stringify({ info: 'low', warning: 'low', error: 'high', critical: 'high' }));
    table.jsonb('support_hours').notNullable().defaultTo('[]');
  });
  await knex.schema.alterTable('incidents', (table) => {
    table.timestamp('urgency_due_at');
  });
  await remakeTimer(knex, [...TIMERS, 'urgency_due_at']);
}

export async function down(knex: Knex): Promise<void> {
  await remakeTimer(knex, TIMERS);
  await knex.schema.alterTable('incidents', (table) => table.dropColumn('urgency_due_at'));
  await knex.schema.alterTable('teams', (table) => table.dropColumns('urgencies', 'support_hours'));
}

async function remakeTimer(knex: Knex, timers: readonly string[]): Promise<void> {
  // Its index goes with it.
  await knex.raw('alter table incidents drop column timer_due_at');
  await knex.raw(
    `alter table incidents add column timer_due_at timestamptz generated always as (least(${timers.join(', ')})) stored`,
  );
  await knex.raw(
    `create index incidents_timer_due on incidents (timer_due_at) where timer_due_at is not null and status <> 'resolved'`,
  );
}
