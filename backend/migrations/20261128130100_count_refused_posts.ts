import type { Knex } from 'knex';

/** Posts of which nothing was kept, a row for each minute, source and reason: whoever tries tokens cannot write without end. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table refused_posts (
      id uuid primary key,
      minute timestamptz not null,
      source_id uuid references sources (id) on delete cascade,
      reason text not null,
      count integer not null,
      first_at timestamptz not null,
      last_at timestamptz not null,
      unique nulls not distinct (minute, source_id, reason)
    )`);
  await knex.raw('create index refused_posts_by_time on refused_posts (first_at, id)');
  await knex.raw('create index refused_posts_by_source on refused_posts (source_id, first_at, id)');
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('refused_posts');
}
