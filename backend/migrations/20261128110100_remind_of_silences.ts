import type { Knex } from 'knex';

/** Whoever made a silence is reminded that it ends: a notice as those of hand-offs are. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table notifications drop constraint notifications_about');
  await knex.schema.alterTable('notifications', (table) => {
    table.uuid('suppression_id').references('suppressions.id').onDelete('cascade').index();
  });
  await knex.raw(
    `alter table notifications add constraint notifications_about
       check (num_nonnulls(incident_id, schedule_id, verification_id, page_test_id, suppression_id) = 1)`,
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex('notifications').whereNotNull('suppression_id').delete();
  await knex.raw('alter table notifications drop constraint notifications_about');
  await knex.schema.alterTable('notifications', (table) => {
    table.dropColumn('suppression_id');
  });
  await knex.raw(
    `alter table notifications add constraint notifications_about
       check (num_nonnulls(incident_id, schedule_id, verification_id, page_test_id) = 1)`,
  );
}
