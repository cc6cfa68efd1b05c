import type { Knex } from 'knex';

/**
 * Silences and maintenance windows, with when what they hold changes next. A run that is held waits without a policy
 * until the hold is over; what held it stays written beside it. A team may let new incidents wait whether they pass.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('suppressions', (table) => {
    table.uuid('id').primary();
    table.text('kind').notNullable();
    table.uuid('team_id').references('teams.id').onDelete('cascade').index();
    table.jsonb('matchers').notNullable();
    table.text('reason').notNullable();
    // The first occurrence begins, and the last one ends; without an end it comes again for ever.
    table.timestamp('starts_at').notNullable();
    table.timestamp('ends_at');
    table.jsonb('recurring');
    table.timestamp('skipped_until');
    table.timestamp('ended_at');
    table.uuid('owner_id').references('users.id').onDelete('set null').index();
    table.text('owner_name').notNullable();
    // What a worker has not applied yet differs in these two.
    table.integer('revision').notNullable().defaultTo(1);
    table.integer('applied_revision').notNullable().defaultTo(0);
    // The occurrence that runs or comes next, and when the worker looks again.
    table.timestamp('next_from');
    table.timestamp('next_until');
    table.timestamp('change_at');
    table.timestamp('remind_at');
    table.timestamp('created_at').notNullable();
    table.timestamp('updated_at').notNullable();
  });
  await knex.raw(`create index suppressions_current on suppressions (starts_at) where ended_at is null`);
  await knex.raw(`create index suppressions_listed on suppressions (kind, created_at desc, id desc)`);
  await knex.raw(`create index suppressions_due on suppressions (change_at) where change_at is not null`);
  await knex.raw(`create index suppressions_unapplied on suppressions (id) where revision <> applied_revision`);
  await knex.raw(`create index suppressions_reminding on suppressions (remind_at) where remind_at is not null`);
  await knex.schema.alterTable('escalations', (table) => {
    table.text('hold_kind');
    table.uuid('hold_id');
    table.text('hold_reason');
    table.timestamp('held_at');
    table.timestamp('hold_ends_at');
    table.timestamp('hold_over_at');
    // Somebody asked for it in spite of what would hold it.
    table.boolean('hold_waived').notNullable().defaultTo(false);
  });
  await knex.raw(
    `create index escalations_held on escalations (hold_id, incident_id)
       where status <> 'resolved' and hold_kind is not null and hold_over_at is null`,
  );
  await knex.schema.alterTable('teams', (table) => {
    table.integer('auto_pause_seconds');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('teams', (table) => {
    table.dropColumn('auto_pause_seconds');
  });
  await knex.raw('drop index escalations_held');
  await knex.schema.alterTable('escalations', (table) => {
    for (const column of ['hold_kind', 'hold_id', 'hold_reason', 'held_at', 'hold_ends_at', 'hold_over_at'] as const) {
      table.dropColumn(column);
    }
    table.dropColumn('hold_waived');
  });
  await knex.schema.dropTable('suppressions');
}
