import type { Knex } from 'knex';

/** What the tokens of a user allow: one role for each team, one for all teams; an admin is one for all. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('user_roles', (table) => {
    table.uuid('user_id').notNullable().references('users.id').onDelete('cascade');
    table.uuid('team_id').references('teams.id').onDelete('cascade').index();
    table.text('role').notNullable();
  });
  await knex.raw(
    `create unique index user_roles_one_each on user_roles
       (user_id, coalesce(team_id, '00000000-0000-0000-0000-000000000000'::uuid))`,
  );
  await knex.raw(
    `alter table user_roles add constraint user_roles_admin_of_all check (role <> 'admin' or team_id is null)`,
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('user_roles');
}
