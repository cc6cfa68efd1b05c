import type { Knex } from 'knex';

/**
 * Who has left stays, for histories name them and steps and shifts must be handed on by people; they are told nothing and
 * may do nothing. Source tokens remember which of the two warnings before their end was given.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('users', (table) => {
    table.timestamp('left_at');
  });
  await knex.raw('create index users_left on users (left_at) where left_at is not null');
  await knex.schema.alterTable('source_tokens', (table) => {
    table.integer('warned_days');
  });
  await knex.raw(
    'create index source_tokens_ending on source_tokens (expires_at) where expires_at is not null and revoked_at is null',
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index source_tokens_ending');
  await knex.schema.alterTable('source_tokens', (table) => {
    table.dropColumn('warned_days');
  });
  await knex.raw('drop index users_left');
  await knex.schema.alterTable('users', (table) => {
    table.dropColumn('left_at');
  });
}
