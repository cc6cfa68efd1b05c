import type { Knex } from 'knex';

/**
 * What figures are made of and was not kept: when an incident was first acknowledged, for a release forgets it; which
 * incidents went on beyond a step, and since when; for when a delivery was planned; when a run that an alert began first
 * told somebody, and since when somebody was to be told. What was sent before this is not measured.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('incidents', (table) => {
    table.timestamp('first_acknowledged_at');
  });
  await knex.raw(`
    update incidents i set first_acknowledged_at = t.at
      from (select incident_id, min(at) as at from timeline_entries
             where kind in ('acknowledged', 'started', 'snoozed', 'taken_over') group by incident_id) t
     where t.incident_id = i.id`);
  await knex.schema.createTable('escalated_incidents', (table) => {
    table.uuid('incident_id').primary().references('incidents.id').onDelete('cascade');
    table.timestamp('at').notNullable();
  });
  await knex.raw(`
    insert into escalated_incidents (incident_id, at)
    select e.incident_id, min(s.ended_at) from escalation_steps s join escalations e on e.id = s.escalation_id
     where s.status = 'escalated' and s.ended_at is not null group by e.incident_id`);
  await knex.schema.alterTable('deliveries', (table) => {
    table.timestamp('planned_for');
  });
  await knex.schema.createTable('first_sends', (table) => {
    table.uuid('escalation_id').primary().references('escalations.id').onDelete('cascade');
    table.timestamp('run_at').notNullable();
    table.timestamp('since').notNullable();
    table.timestamp('sent_at').notNullable();
    table.boolean('nobody').notNullable();
    table.index(['run_at']);
  });
  await knex.raw(
    `create index escalations_of_alerts on escalations (created_at, id) where started_because in ('opened', 'reopened')`,
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index escalations_of_alerts');
  await knex.schema.dropTable('first_sends');
  await knex.schema.alterTable('deliveries', (table) => {
    table.dropColumn('planned_for');
  });
  await knex.schema.dropTable('escalated_incidents');
  await knex.schema.alterTable('incidents', (table) => {
    table.dropColumn('first_acknowledged_at');
  });
}
