import type { Knex } from 'knex';

/** Runs of policies, each on its own copy of the policy, and every passage through a step. One live run an incident. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('escalations', (table) => {
    table.uuid('id').primary();
    table.uuid('incident_id').notNullable().references('incidents.id').onDelete('cascade');
    table.integer('run').notNullable();
    table.text('urgency').notNullable();
    table.jsonb('snapshot');
    table.text('started_because').notNullable();
    table.integer('round').notNullable();
    table.integer('step').notNullable();
    table.text('status').notNullable();
    table.timestamp('due_at');
    table.timestamp('activated_at');
    table.timestamp('round_started_at');
    table.boolean('nobody_notified').notNullable().defaultTo(false);
    table.timestamp('created_at').notNullable();
    table.timestamp('ended_at');
    table.text('end_reason');
    table.integer('failures').notNullable().defaultTo(0);
    table.timestamp('parked_at');
    table.unique(['incident_id', 'run']);
  });
  await knex.raw(`create unique index escalations_one_live on escalations (incident_id) where status <> 'resolved'`);
  await knex.raw(
    `create index escalations_due on escalations (urgency, due_at) where status <> 'resolved' and parked_at is null`,
  );
  await knex.schema.createTable('escalation_steps', (table) => {
    table.uuid('escalation_id').notNullable().references('escalations.id').onDelete('cascade');
    table.integer('round').notNullable();
    table.integer('step').notNullable();
    table.text('status').notNullable();
    table.timestamp('due_at').notNullable();
    table.timestamp('activated_at');
    table.timestamp('notified_at');
    table.timestamp('ended_at');
    table.text('reason');
    table.jsonb('unreachable').notNullable().defaultTo('[]');
    table.primary(['escalation_id', 'round', 'step']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('escalation_steps');
  await knex.schema.dropTable('escalations');
}
