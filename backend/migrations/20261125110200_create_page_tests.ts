import type { Knex } from 'knex';

/**
 * Tests of a contact method, a policy or a source, each with who asked and when it ends by itself; the incident of a
 * source's test is found by its alert, which is named before it is sent. What is told of a test or of a code is a notice
 * as those of hand-offs are.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('page_tests', (table) => {
    table.uuid('id').primary();
    table.text('about_type').notNullable();
    table.uuid('about_id').notNullable();
    table.text('about_name').notNullable();
    table.uuid('team_id');
    table.uuid('asked_by').notNullable();
    table.text('asked_by_name').notNullable();
    table.timestamp('created_at').notNullable();
    table.timestamp('ends_at').notNullable();
    table.timestamp('ended_at');
    table.uuid('incident_id').references('incidents.id').onDelete('cascade');
    table.text('dedup_key');
    table.index(['asked_by', 'created_at']);
  });
  await knex.raw('create index page_tests_running on page_tests (ends_at) where ended_at is null');
  await knex.raw('alter table notifications drop constraint notifications_about');
  await knex.schema.alterTable('notifications', (table) => {
    table.uuid('verification_id').references('contact_verifications.id').onDelete('cascade').index();
    table.uuid('page_test_id').references('page_tests.id').onDelete('cascade').index();
  });
  await knex.raw(
    `alter table notifications add constraint notifications_about
       check (num_nonnulls(incident_id, schedule_id, verification_id, page_test_id) = 1)`,
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex('notifications').whereNull('incident_id').whereNull('schedule_id').delete();
  await knex.raw('alter table notifications drop constraint notifications_about');
  await knex.schema.alterTable('notifications', (table) => {
    table.dropColumn('page_test_id');
    table.dropColumn('verification_id');
  });
  await knex.raw(
    'alter table notifications add constraint notifications_about check (num_nonnulls(incident_id, schedule_id) = 1)',
  );
  await knex.schema.dropTable('page_tests');
}
