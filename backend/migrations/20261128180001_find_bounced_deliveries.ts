import type { Knex } from 'knex';

/** What a channel took and then did not deliver is found without a look at all that was sent for the runs that live. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(
    `create index deliveries_bounced on deliveries (incident_id) where status = 'failed' and sent_at is not null`,
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index deliveries_bounced');
}
