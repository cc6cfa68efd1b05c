import type { Knex } from 'knex';

/**
 * The ledger is read whole, by source, outcome, incident and team, in pages by time. One index serves source and outcome:
 * there are few of both, so that each pair is asked for its latest. How an event came stands beside what became of it, for
 * the event itself may be thrown away sooner.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(
    `alter table ledger_entries add column via text not null default 'push' check (via in ('push', 'pull'))`,
  );
  await knex.raw(
    `update ledger_entries l set via = 'pull' from raw_events r where r.id = l.raw_event_id and r.via = 'pull'`,
  );
  await knex.schema.alterTable('ledger_entries', (table) => {
    table.index(['received_at', 'raw_event_id', 'position'], 'ledger_entries_by_time');
    table.index(['source_id', 'outcome', 'received_at', 'raw_event_id', 'position'], 'ledger_entries_by_source');
    table.index(['incident_id', 'received_at', 'raw_event_id', 'position'], 'ledger_entries_by_incident');
    table.dropIndex(['source_id', 'received_at']);
    table.dropIndex(['incident_id']);
  });
  await knex.raw(
    `create index ledger_entries_by_team on ledger_entries (team_id, received_at, raw_event_id, position)
       where team_id is not null`,
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('ledger_entries', (table) => {
    table.dropIndex([], 'ledger_entries_by_team');
    table.index(['incident_id']);
    table.index(['source_id', 'received_at']);
    table.dropIndex([], 'ledger_entries_by_incident');
    table.dropIndex([], 'ledger_entries_by_source');
    table.dropIndex([], 'ledger_entries_by_time');
    table.dropColumn('via');
  });
}
