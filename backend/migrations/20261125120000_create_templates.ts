import type { Knex } from 'knex';

/**
 * Words of a team's own, or of all teams, in the place of the built-in ones: one template for each channel, event and
 * team. When one last failed stands beside it, for it is mended by whoever looks there; that an incident was told in the
 * built-in words stands once in its timeline, whatever number of people and attempts it was.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('templates', (table) => {
    table.uuid('id').primary();
    table.text('channel').notNullable();
    table.text('event').notNullable();
    table.uuid('team_id').references('teams.id').onDelete('cascade');
    table.jsonb('parts').notNullable();
    // Counts its changes: a failure of an older one is none of this one's.
    table.integer('version').notNullable().defaultTo(1);
    table.timestamp('failed_at');
    table.text('failure');
    table.timestamp('created_at').notNullable().defaultTo(knex.fn.now());
    table.timestamp('updated_at').notNullable().defaultTo(knex.fn.now());
  });
  await knex.raw('create unique index templates_one_each on templates (channel, event, team_id) nulls not distinct');
  await knex.raw('create index templates_team_id on templates (team_id)');
  await knex.schema.createTable('template_failures', (table) => {
    table.uuid('incident_id').notNullable().references('incidents.id').onDelete('cascade');
    table.uuid('template_id').notNullable().references('templates.id').onDelete('cascade');
    table.integer('version').notNullable();
    table.primary(['incident_id', 'template_id', 'version']);
    table.index('template_id');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('template_failures');
  await knex.schema.dropTable('templates');
}
