import type { Knex } from 'knex';

/**
 * Who changed what of configuration and access. An entry's text is what counts; the columns beside it repeat parts of it
 * for looking things up. Each entry is sealed with the one before it, and the head with the last, so that an edit, a
 * gap and a missing end show. Numbers come from the head and not from a sequence, which leaves gaps of its own.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('audit_entries', (table) => {
    table.bigInteger('number').primary();
    table.timestamp('at').notNullable();
    table.text('action').notNullable();
    table.text('subject_type').notNullable();
    table.text('subject_id');
    table.text('actor_id');
    table.text('content').notNullable();
    table.text('seal').notNullable();
    table.index(['subject_type', 'subject_id', 'number']);
    table.index(['actor_id', 'number']);
  });
  await knex.schema.createTable('audit_head', (table) => {
    table.boolean('one').primary().defaultTo(true);
    table.bigInteger('number').notNullable();
    table.text('seal').notNullable();
  });
  await knex.raw('alter table audit_head add constraint audit_head_one check (one)');
  await knex('audit_head').insert({ number: 0, seal: '' });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('audit_head');
  await knex.schema.dropTable('audit_entries');
}
