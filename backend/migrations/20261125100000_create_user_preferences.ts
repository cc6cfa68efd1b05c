import type { Knex } from 'knex';

/**
 * How people want to be told. Who has no row is told as everybody was before. The time zone is that of the user, whom
 * other hours are shown in too.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('user_preferences', (table) => {
    table.uuid('user_id').primary().references('users.id').onDelete('cascade');
    table.jsonb('high').notNullable();
    table.jsonb('low').notNullable();
    table.jsonb('quiet_hours');
    table.jsonb('working_days');
    table.boolean('status_updates').notNullable();
    table.timestamp('updated_at').notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('user_preferences');
}
