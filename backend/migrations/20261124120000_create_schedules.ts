import type { Knex } from 'knex';

/** Who is on call when. A schedule is read and asked whole, so its layers are one document; overrides come and go by themselves. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('schedules', (table) => {
    table.uuid('id').primary();
    table.uuid('team_id').notNullable().references('teams.id').onDelete('cascade').index();
    table.text('name').notNullable();
    table.text('time_zone').notNullable();
    table.boolean('handoff_notices').notNullable();
    table.jsonb('layers').notNullable();
    table.timestamp('created_at').notNullable();
    table.timestamp('updated_at').notNullable();
  });
  await knex.raw('create unique index schedules_name on schedules (team_id, lower(name))');
  await knex.schema.createTable('schedule_overrides', (table) => {
    table.uuid('id').primary();
    table.uuid('schedule_id').notNullable().references('schedules.id').onDelete('cascade');
    table.uuid('user_id').notNullable().references('users.id').onDelete('cascade').index();
    table.timestamp('starts_at').notNullable();
    table.timestamp('ends_at').notNullable();
    table.timestamp('created_at').notNullable();
    table.index(['schedule_id', 'ends_at']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('schedule_overrides');
  await knex.schema.dropTable('schedules');
}
