import type { Knex } from 'knex';

/** The append-only history of an incident, and the ledger: what became of each raw event, alert by alert. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('timeline_entries', (table) => {
    table.specificType('id', 'bigint generated always as identity').primary();
    table.uuid('incident_id').notNullable().references('incidents.id').onDelete('cascade');
    table.timestamp('at').notNullable();
    table.text('kind').notNullable();
    table.jsonb('actor').notNullable();
    table.jsonb('data').notNullable();
    table.index(['incident_id', 'id']);
  });
  await knex.schema.createTable('ledger_entries', (table) => {
    table.uuid('raw_event_id').notNullable();
    table.integer('position').notNullable();
    table.timestamp('received_at').notNullable();
    table.uuid('source_id').notNullable();
    table.text('dedup_key');
    table.text('episode');
    table.text('alert_status');
    table.timestamp('alert_date');
    table.text('outcome').notNullable();
    table.text('reason');
    table.uuid('incident_id').index();
    table.uuid('team_id');
    table.text('path');
    table.text('found');
    table.text('expected');
    table.primary(['raw_event_id', 'position']);
    table.index(['source_id', 'received_at']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('ledger_entries');
  await knex.schema.dropTable('timeline_entries');
}
