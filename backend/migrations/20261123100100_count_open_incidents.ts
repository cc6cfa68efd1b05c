import type { Knex } from 'knex';

/** The figures of what is open are asked for from every page of Kibana: this index alone answers them. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(
    `create index incidents_open on incidents (team_id, severity, status, assignee_id, triggered_at)
       where status <> 'resolved'`,
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index incidents_open');
}
