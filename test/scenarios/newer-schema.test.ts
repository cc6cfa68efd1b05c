import { afterEach, expect, test } from '@jest/globals';
import { migrate } from '../../backend/src/platform/database.ts';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';
import { silence } from '../harness/suppressions.ts';

let house: House;
afterEach(() => house.stop());

test('on the schema of a version to come a backend goes on, and another one of it starts', async () => {
  house = await House.start({ policy: [step('ada'), step('grace')] });
  const before = await house.elastic.fires('before the upgrade');
  await house.settles();
  house.mailbox.expect('ada', 'before the upgrade');

  await expandSchema();

  // With all that it has prepared on its connections.
  await house.elastic.fires('during the upgrade');
  await house.settles();
  house.mailbox.expect('ada', 'during the upgrade');
  await house.acknowledge(before, 'ada');
  await house.passes(minutes(5));
  house.mailbox.expect('grace', 'during the upgrade');
  await house.elastic.recovers('before the upgrade');
  await house.settles();
  expect((await house.incident(before)).status).toBe('resolved');
  await silence(house, hours(1), { matchers: { service: ['checkout'] } }, 'ada');
  await house.audits();

  // As a process begins: it looks for migrations first.
  await migrate(house.database.url);
  const another = await house.another();
  const late = house.elastic.active('after the restart', { service: 'payments' });
  await house.elastic.posts(late, house.sourceApi(another));
  await another.workers.runUntilQuiet();
  house.mailbox.expect('ada', 'after the restart');
  expect(await house.count('incidents where of_a_later_version is null')).toBe(0);
});

/** What a version to come may do while this one still runs: a column more in each table, a table more, its name noted. */
async function expandSchema(): Promise<void> {
  const tables = await house.rows<{ name: string }>(
    `select oid::regclass::text as name from pg_class
      where relkind in ('r', 'p') and not relispartition and relnamespace = 'public'::regnamespace`,
  );
  for (const { name } of tables) {
    await house.rows(`alter table ${name} add column of_a_later_version text default 'later'`);
  }
  await house.rows('create table of_a_later_version (id uuid primary key)');
  await house.rows(
    `insert into migrations (name, batch, migration_time) values ('9999_of_a_later_version', 99, now())`,
  );
}
