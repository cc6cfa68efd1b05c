import type { Knex } from 'knex';

/**
 * What changed lately, for those who watch live. Numbers alone do not say what a reader has missed: a transaction that
 * began earlier may commit later. So each row carries its transaction, and readers go no further than the oldest that
 * is still open. How far rows were thrown away is kept, to tell who comes back too late.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table incident_changes (
      xid xid8 not null default pg_current_xact_id(),
      id bigint generated always as identity,
      incident_id uuid not null,
      change text not null,
      at timestamptz not null,
      primary key (xid, id)
    )`);
  await knex.raw('create index incident_changes_at on incident_changes using brin (at)');
  await knex.raw(`
    create table incident_changes_pruned (
      one boolean primary key default true check (one),
      through xid8 not null
    )`);
  await knex.raw(`insert into incident_changes_pruned (through) values ('0')`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('incident_changes_pruned');
  await knex.schema.dropTable('incident_changes');
}
