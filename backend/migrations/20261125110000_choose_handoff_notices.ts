import type { Knex } from 'knex';

/**
 * Of a hand-off are told whose turn begins and whose turn is over, by more than mail, and a Slack channel if that is
 * wanted: each schedule says whom and by what.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('schedules', (table) => {
    table.specificType('handoff_channels', 'text[]').notNullable().defaultTo('{email,slack}');
    table.specificType('handoff_tells', 'text[]').notNullable().defaultTo('{incoming,outgoing}');
    table.uuid('handoff_slack_channel_id').references('slack_channels.id').onDelete('set null');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('schedules', (table) => {
    table.dropColumn('handoff_slack_channel_id');
    table.dropColumn('handoff_tells');
    table.dropColumn('handoff_channels');
  });
}
