import type { Knex } from 'knex';

/**
 * A delivery that waits says why, so that what is held is never invisible; one that was merged says with which it went,
 * since both have one message and one receipt.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('deliveries', (table) => {
    table.text('hold_reason');
    table.uuid('merged_into').references('deliveries.id').onDelete('set null');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('deliveries', (table) => {
    table.dropColumn('merged_into');
    table.dropColumn('hold_reason');
  });
}
