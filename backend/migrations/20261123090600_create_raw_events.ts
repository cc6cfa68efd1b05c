import type { Knex } from 'knex';

/**
 * What was posted, untouched: bytes, since text refuses NUL and jsonb lone surrogates. Partitioned by time, so that
 * retention drops whole partitions; nothing else refers to it. The default partition takes what no other one covers,
 * so that a missing partition never refuses an alert.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table raw_events (
      id uuid not null,
      received_at timestamptz not null,
      source_id uuid not null,
      content_type text,
      body bytea not null,
      body_size bigint not null,
      body_sha256 bytea not null,
      truncated boolean not null default false,
      primary key (received_at, id)
    ) partition by range (received_at)`);
  await knex.raw('create table raw_events_default partition of raw_events default');
  await knex.raw('create index raw_events_id on raw_events (id)');
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('raw_events');
}
