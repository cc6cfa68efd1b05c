import type { Knex } from 'knex';

/** An alert document that was pulled is read otherwise than what is posted, also when it is read once more. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`alter table raw_events add column via text not null default 'push' check (via in ('push', 'pull'))`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table raw_events drop column via');
}
