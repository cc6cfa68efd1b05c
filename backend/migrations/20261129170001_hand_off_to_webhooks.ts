import type { Knex } from 'knex';

/** An outgoing webhook, or a Teams workflow, hears of hand-offs as a Slack channel does. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('schedules', (table) => {
    table.uuid('handoff_webhook_id').references('webhooks.id').onDelete('set null');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('schedules', (table) => {
    table.dropColumn('handoff_webhook_id');
  });
}
