import type { Knex } from 'knex';

/** A Microsoft Teams workflow takes a card, and not the body that our other webhooks are sent. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('webhooks', (table) => {
    table.text('kind').notNullable().defaultTo('standard');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('webhooks', (table) => {
    table.dropColumn('kind');
  });
}
