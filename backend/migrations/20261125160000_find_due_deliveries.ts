import type { Knex } from 'knex';

const IS_DUE = `status in ('pending', 'sending') and parked_at is null`;
const IS_OF_PERSON = `status = 'pending' and contact_method_id is not null and merged_into is null`;

/**
 * While thousands wait on one channel, what is due is found without reading them: by its channel, notices apart. And what
 * waits for one person is found in the order in which it is sent; the order has an expression, so that the index of all
 * that is due cannot be taken for it, and read to its end for each person, when the planner believes that little waits.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('drop index deliveries_due');
  await knex.raw('drop index deliveries_of_person');
  await knex.raw(
    `create index deliveries_due on deliveries (channel, urgency, due_at) where ${IS_DUE} and incident_id is not null`,
  );
  await knex.raw(`create index notices_due on deliveries (channel, due_at) where ${IS_DUE} and incident_id is null`);
  await knex.raw(
    `create index deliveries_of_person on deliveries (contact_method_id, (urgency = 'low'), due_at) where ${IS_OF_PERSON}`,
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index notices_due');
  await knex.raw('drop index deliveries_due');
  await knex.raw('drop index deliveries_of_person');
  await knex.raw(`create index deliveries_due on deliveries (urgency, due_at) where ${IS_DUE}`);
  await knex.raw(`create index deliveries_of_person on deliveries (contact_method_id, due_at) where ${IS_OF_PERSON}`);
}
