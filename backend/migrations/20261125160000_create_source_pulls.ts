import type { Knex } from 'knex';

/**
 * How the alerts of a source are pulled from Elasticsearch, and how far that has come. The lease is numbered, so that who
 * lost it commits nothing more. What has been read is kept where what it led to is committed: `read_until` once a pass is
 * through, `pass_…` in the middle of one.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('source_pulls', (table) => {
    table.uuid('source_id').primary().references('sources.id').onDelete('cascade');
    table.text('elasticsearch_url').notNullable();
    table.text('sealed_api_key').notNullable();
    table.text('kibana_url');
    table.specificType('spaces', 'text[]').notNullable();
    table.specificType('indices', 'text[]').notNullable();
    table.specificType('tags', 'text[]').notNullable();
    table.specificType('connector_ids', 'text[]').notNullable();
    table.jsonb('filter');
    table.boolean('write_back').notNullable();
    table.integer('interval_seconds').notNullable();
    table.timestamp('set_up_at').notNullable();
    table.timestamp('due_at').notNullable().index();
    table.bigInteger('fence').notNullable().defaultTo(0);
    table.timestamp('leased_until');
    table.timestamp('tried_at');
    table.timestamp('pulled_at');
    table.timestamp('read_until');
    table.timestamp('pass_from');
    table.jsonb('pass_after');
    table.timestamp('pass_latest');
    table.timestamp('pass_held');
    table.integer('failures').notNullable().defaultTo(0);
    table.text('fault');
    table.text('fault_text');
    table.timestamp('fault_since');
    table.boolean('fault_told').notNullable().defaultTo(false);
    table.bigInteger('found').notNullable().defaultTo(0);
    table.timestamp('found_at');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('source_pulls');
}
