import type { Knex } from 'knex';

/**
 * Figures look at every incident of a month or a year: from an index that holds all that they ask for they need not read
 * the rows, which are twenty times as long. Only of what is resolved, for that is nearly all of them and changes no more:
 * an incident that opens or is seen again pays nothing for it.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(
    `create index incidents_figures on incidents (created_at)
       include (id, team_id, service, severity, status, resolution, first_acknowledged_at, resolved_at)
       where status = 'resolved'`,
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index incidents_figures');
}
