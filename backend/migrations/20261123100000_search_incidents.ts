import type { Knex } from 'knex';

/**
 * Words to find incidents by. The configuration `simple` keeps every word as it is, in small letters, for services are
 * not prose; marks between words are blanks, so that `checkout-api` is found by either half. No extension is needed.
 * Where a word stands is not kept. The pending list is short, for every search reads it whole.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create function incident_words(title text, service text, environment text, tags text[], description text)
      returns tsvector language sql immutable parallel safe as $$
        select strip(to_tsvector('simple'::regconfig, translate(
          concat_ws(' ', title, service, environment, array_to_string(tags, ' '), left(description, 8000)),
          '!"#$%&''()*+,-./:;<=>\\?@[\\]^_\`{|}~', repeat(' ', 32)))) $$`);
  await knex.raw(`
    alter table incidents add column search tsvector
      generated always as (incident_words(title, service, environment, tags, description)) stored`);
  await knex.raw('create index incidents_search on incidents using gin (search) with (gin_pending_list_limit = 256)');
  await knex.raw('alter table incidents alter column search set statistics 1000');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table incidents drop column search');
  await knex.raw('drop function incident_words(text, text, text, text[], text)');
}
