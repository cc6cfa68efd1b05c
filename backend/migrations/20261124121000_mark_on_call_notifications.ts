import type { Knex } from 'knex';

/** Who is told because a schedule says so is on call: what spares others (quiet hours) never spares them. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('notifications', (table) => {
    table.boolean('on_call').notNullable().defaultTo(false);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('notifications', (table) => {
    table.dropColumn('on_call');
  });
}
