import type { Knex } from 'knex';

const ABOUT = ['incident_id', 'schedule_id', 'verification_id', 'page_test_id', 'suppression_id'];
const TOKENS = ['source_token_id', 'api_token_id'];

/** Those who look after a token are told before it ends: notices about tokens, and which of the two was given. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('api_tokens', (table) => {
    table.integer('warned_days');
  });
  await knex.raw(
    'create index api_tokens_ending on api_tokens (expires_at) where expires_at is not null and revoked_at is null',
  );
  await knex.raw('alter table notifications drop constraint notifications_about');
  await knex.schema.alterTable('notifications', (table) => {
    table.uuid('source_token_id').references('source_tokens.id').onDelete('cascade').index();
    table.uuid('api_token_id').references('api_tokens.id').onDelete('cascade').index();
  });
  await knex.raw(aboutOne([...ABOUT, ...TOKENS]));
}

export async function down(knex: Knex): Promise<void> {
  await knex('notifications').whereNotNull('source_token_id').orWhereNotNull('api_token_id').delete();
  await knex.raw('alter table notifications drop constraint notifications_about');
  await knex.schema.alterTable('notifications', (table) => {
    table.dropColumns(...TOKENS);
  });
  await knex.raw(aboutOne(ABOUT));
  await knex.raw('drop index api_tokens_ending');
  await knex.schema.alterTable('api_tokens', (table) => {
    table.dropColumn('warned_days');
  });
}

function aboutOne(columns: readonly string[]): string {
  return `alter table notifications add constraint notifications_about check (num_nonnulls(${columns.join(', ')}) = 1)`;
}
