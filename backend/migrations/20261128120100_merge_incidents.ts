import type { Knex } from 'knex';

/** Which incident took in another: its alerts and their later episodes are that one's from then on. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('incidents', (table) => {
    table.uuid('merged_into').references('incidents.id').onDelete('set null');
  });
  await knex.raw('create index incidents_merged_into on incidents (merged_into) where merged_into is not null');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`update incidents set resolution = 'responder' where resolution = 'merged'`);
  await knex.raw('drop index incidents_merged_into');
  await knex.schema.alterTable('incidents', (table) => table.dropColumn('merged_into'));
}
