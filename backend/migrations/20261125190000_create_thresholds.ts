import type { Knex } from 'knex';

/**
 * Layers of thresholds, one for a scope: `scope` is its service and environment as names are compared, written by us,
 * for what the database takes for small letters depends on where it was made. Positions are kept so that lists can be
 * read page by page in an order that only we know.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('thresholds', (table) => {
    table.uuid('id').primary();
    table.text('service');
    table.text('environment');
    table.text('scope').notNullable();
    table.integer('position').notNullable().index();
    table.jsonb('overrides').notNullable();
    table.text('managed_by').notNullable();
    table.text('file');
    table.text('file_hash');
    table.timestamp('created_at').notNullable();
    table.timestamp('updated_at').notNullable();
    table.unique(['scope'], { indexName: 'thresholds_scope' });
  });
  await knex.raw(
    `alter table thresholds add constraint thresholds_owner
       check ((managed_by = 'ui' and file is null and file_hash is null)
           or (managed_by = 'file' and file is not null and file_hash is not null))`,
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('thresholds');
}
