import type { Knex } from 'knex';

/** Who looks after a policy: people, as all that are there by now, or a file. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('escalation_policies', (table) => {
    table.text('managed_by').notNullable().defaultTo('ui');
    table.text('file');
    table.text('file_hash');
  });
  await knex.raw(
    `alter table escalation_policies add constraint escalation_policies_owner
       check ((managed_by = 'ui' and file is null and file_hash is null)
           or (managed_by = 'file' and file is not null and file_hash is not null))`,
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('escalation_policies', (table) => {
    table.dropColumn('managed_by');
    table.dropColumn('file');
    table.dropColumn('file_hash');
  });
}
