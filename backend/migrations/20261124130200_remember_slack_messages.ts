import type { Knex } from 'knex';

/**
 * The one message that an incident has in each Slack conversation: what comes later goes into its thread and changes it
 * in place. The delivery that is to post it holds the place until it has.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('slack_messages', (table) => {
    table.uuid('incident_id').notNullable().references('incidents.id').onDelete('cascade');
    table.text('conversation').notNullable();
    table.uuid('delivery_id').notNullable();
    table.text('channel_id');
    table.text('ts');
    table.primary(['incident_id', 'conversation']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('slack_messages');
}
