import type { Knex } from 'knex';

/** Teams own incidents. One of them, the catch-all, must always exist: it owns what nothing else claims. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('teams', (table) => {
    table.uuid('id').primary();
    table.text('name').notNullable();
    table.boolean('is_catch_all').notNullable().defaultTo(false);
    table.integer('reopen_window_seconds').notNullable().defaultTo(900);
    table.integer('resolve_after_recovery_seconds').defaultTo(3600);
    table.jsonb('fallback_target');
    table.timestamp('created_at').notNullable().defaultTo(knex.fn.now());
    table.timestamp('updated_at').notNullable().defaultTo(knex.fn.now());
  });
  await knex.raw('create unique index teams_name on teams (lower(name))');
  await knex.raw('create unique index teams_one_catch_all on teams (is_catch_all) where is_catch_all');
  await knex('teams').insert({ id: knex.raw('gen_random_uuid()'), name: 'Catch-all', is_catch_all: true });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('teams');
}
