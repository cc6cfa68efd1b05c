import type { Knex } from 'knex';

/**
 * Which services belong to which team, one mapping for a scope (see thresholds), and the routing rules that are written
 * for them, which stand behind all that people made.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('team_mappings', (table) => {
    table.uuid('id').primary();
    table.text('service');
    table.text('label_name');
    table.text('label_value');
    table.text('environment');
    table.text('scope').notNullable();
    table.integer('position').notNullable().index();
    table.uuid('team_id').notNullable().references('teams.id').onDelete('restrict').index();
    table.text('managed_by').notNullable();
    table.text('file');
    table.text('file_hash');
    table.timestamp('created_at').notNullable();
    table.timestamp('updated_at').notNullable();
    table.unique(['scope'], { indexName: 'team_mappings_scope' });
  });
  await knex.raw(
    `alter table team_mappings add constraint team_mappings_owner
       check ((managed_by = 'ui' and file is null and file_hash is null)
           or (managed_by = 'file' and file is not null and file_hash is not null))`,
  );
  await knex.schema.alterTable('routing_rules', (table) => {
    table.text('written_by').notNullable().defaultTo('people');
  });
}

/** Without the mappings nobody would look after their rows. */
export async function down(knex: Knex): Promise<void> {
  await knex('routing_rules').where({ written_by: 'team_mappings' }).delete();
  await knex.schema.alterTable('routing_rules', (table) => {
    table.dropColumn('written_by');
  });
  await knex.schema.dropTable('team_mappings');
}
