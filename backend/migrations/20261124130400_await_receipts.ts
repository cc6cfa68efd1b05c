import type { Knex } from 'knex';

/** When a receipt must have come for what was sent; what has none by then counts as not delivered. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('deliveries', (table) => {
    table.timestamp('receipt_due_at');
  });
  await knex.raw(
    `create index deliveries_awaiting_receipt on deliveries (receipt_due_at)
       where status = 'sent' and receipt_due_at is not null`,
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('deliveries', (table) => {
    table.dropColumn('receipt_due_at');
  });
}
