import type { Knex } from 'knex';

/** Outgoing webhooks. Their signing secrets are encrypted by the backend; two may live at once, for rotation. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('webhooks', (table) => {
    table.uuid('id').primary();
    table.text('name').notNullable();
    table.uuid('team_id').references('teams.id').onDelete('set null');
    table.text('url').notNullable();
    table.specificType('sealed_secrets', 'text[]').notNullable();
    table.timestamp('turned_off_at');
    table.text('turned_off_reason');
    table.timestamp('created_at').notNullable().defaultTo(knex.fn.now());
    table.timestamp('updated_at').notNullable().defaultTo(knex.fn.now());
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('webhooks');
}
