import type { Knex } from 'knex';

/**
 * What the auditor remembers: how far each of its patrols has come, what it found and could not repair, and when it last
 * looked; any backend goes on where another stopped. A row that was parked is taken up again once, so that is kept too.
 * Waiting deliveries are walked through by their ids, those without a due time and those that were parked included,
 * which the index by due time does not hold.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('audit_patrols', (table) => {
    table.text('name').primary();
    table.text('place');
  });
  await knex.schema.createTable('audit_findings', (table) => {
    table.text('patrol').notNullable();
    table.text('kind').notNullable();
    table.text('subject').notNullable();
    table.uuid('incident_id');
    table.timestamp('found_at').notNullable();
    table.primary(['patrol', 'subject']);
    table.index(['found_at']);
  });
  await knex.schema.createTable('audit_state', (table) => {
    table.boolean('one').primary().defaultTo(true);
    table.timestamp('ran_at').notNullable();
    table.timestamp('well_at');
    table.integer('duration_ms').notNullable();
    table.jsonb('found').notNullable();
    table.jsonb('repaired').notNullable();
  });
  await knex.raw('alter table audit_state add constraint audit_state_one check (one)');
  for (const name of ['escalations', 'deliveries']) {
    await knex.schema.alterTable(name, (table) => {
      table.timestamp('unparked_at');
    });
  }
  await knex.raw(`create index deliveries_waiting on deliveries (id) where status in ('pending', 'sending')`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index deliveries_waiting');
  for (const name of ['escalations', 'deliveries']) {
    await knex.schema.alterTable(name, (table) => {
      table.dropColumn('unparked_at');
    });
  }
  await knex.schema.dropTable('audit_state');
  await knex.schema.dropTable('audit_findings');
  await knex.schema.dropTable('audit_patrols');
}
