import type { Knex } from 'knex';

/**
 * Incidents, the alerts in them, and what is remembered of each episode. That a dedup key has at most one unresolved
 * incident is kept by an index on the alerts, for an incident may hold several keys.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('incidents', (table) => {
    table.uuid('id').primary();
    table.specificType('number', 'bigint generated always as identity').notNullable().unique();
    table.text('title').notNullable();
    table.text('description');
    table.text('severity').notNullable();
    table.text('urgency').notNullable();
    table.text('service');
    table.text('environment');
    table.specificType('tags', 'text[]').notNullable().defaultTo('{}');
    table.jsonb('links').notNullable();
    table.uuid('team_id').notNullable().references('teams.id').onDelete('restrict');
    table.boolean('unrouted').notNullable().defaultTo(false);
    table.uuid('alert_id').notNullable();
    table.text('status').notNullable();
    table.uuid('assignee_id').references('users.id').onDelete('set null');
    table.integer('alert_count').notNullable();
    table.integer('reopen_count').notNullable().defaultTo(0);
    table.timestamp('created_at').notNullable();
    table.timestamp('triggered_at').notNullable();
    table.timestamp('last_seen_at').notNullable();
    table.timestamp('acknowledged_at');
    table.timestamp('started_at');
    table.timestamp('resolved_at');
    table.text('resolution');
    table.timestamp('resolve_due_at');
    table.index(['created_at', 'id']);
    table.index(['team_id', 'created_at', 'id']);
    table.index(['service', 'created_at', 'id']);
  });
  await knex.raw(`create index incidents_unresolved on incidents (status, created_at, id) where status <> 'resolved'`);
  await knex.raw('create index incidents_resolve_due on incidents (resolve_due_at) where resolve_due_at is not null');

  await knex.schema.createTable('incident_alerts', (table) => {
    table.uuid('id').primary();
    table.uuid('incident_id').notNullable().references('incidents.id').onDelete('cascade');
    table.text('dedup_key').notNullable();
    table.boolean('unresolved').notNullable();
    table.uuid('source_id').notNullable();
    table.text('space');
    table.text('rule_id');
    table.text('rule_name');
    table.text('rule_type');
    table.text('alert_id');
    table.text('status').notNullable();
    table.text('episode').notNullable();
    table.timestamp('last_date').notNullable();
    table.text('name').notNullable();
    table.text('severity').notNullable();
    table.text('severity_from').notNullable();
    table.text('service');
    table.text('environment');
    table.specificType('tags', 'text[]').notNullable().defaultTo('{}');
    table.text('reason');
    table.text('value');
    table.text('threshold');
    table.jsonb('links').notNullable();
    table.text('action_group');
    table.boolean('flapping').notNullable();
    table.jsonb('metadata').notNullable();
    table.integer('count').notNullable();
    table.timestamp('first_seen_at').notNullable();
    table.timestamp('last_seen_at').notNullable();
    table.unique(['incident_id', 'dedup_key']);
    table.index(['dedup_key', 'last_seen_at']);
  });
  await knex.raw('create unique index incident_alerts_one_unresolved on incident_alerts (dedup_key) where unresolved');

  await knex.schema.createTable('alert_episodes', (table) => {
    table.text('dedup_key').notNullable();
    table.text('episode').notNullable();
    table.uuid('incident_id').references('incidents.id').onDelete('cascade').index();
    table.specificType('active_dates', 'timestamptz[]').notNullable();
    table.timestamp('recovered_at');
    table.text('ended');
    table.timestamp('last_date').notNullable();
    table.primary(['dedup_key', 'episode']);
    table.index(['dedup_key', 'last_date']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('alert_episodes');
  await knex.schema.dropTable('incident_alerts');
  await knex.schema.dropTable('incidents');
}
