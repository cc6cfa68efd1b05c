import type { Knex } from 'knex';

/**
 * What is too old is found without reading what is not, and what refers to it is found when it goes. The audit trail may
 * lose its beginning: the anchor says where it begins now, sealed like its head, so that nobody else can cut it.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`create index incidents_resolved on incidents (resolved_at) where status = 'resolved'`);
  await knex.raw('create index alert_episodes_stray on alert_episodes (last_date) where incident_id is null');
  await knex.raw('create index notifications_of_schedules on notifications (created_at) where schedule_id is not null');
  await knex.raw('create index page_tests_incident on page_tests (incident_id) where incident_id is not null');
  await knex.raw('create index answer_links_incident on answer_links (incident_id)');
  await knex.raw('create index reply_codes_incident on reply_codes (incident_id)');
  await knex.schema.createTable('audit_anchor', (table) => {
    table.boolean('one').primary().defaultTo(true);
    table.bigInteger('number').notNullable();
    table.text('before').notNullable();
    table.text('seal').notNullable();
  });
  await knex.raw('alter table audit_anchor add constraint audit_anchor_one check (one)');
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('audit_anchor');
  await knex.raw('drop index reply_codes_incident');
  await knex.raw('drop index answer_links_incident');
  await knex.raw('drop index page_tests_incident');
  await knex.raw('drop index notifications_of_schedules');
  await knex.raw('drop index alert_episodes_stray');
  await knex.raw('drop index incidents_resolved');
}
