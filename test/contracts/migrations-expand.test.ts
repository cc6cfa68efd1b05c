import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { migrations } from '../../backend/migrations/index.ts';
import { createDatabase } from '../../backend/src/platform/database.ts';
import { emptyDatabase } from '../harness/database.ts';

/** From here on the backend of the version before must be able to work on the schema of the version after. */
const FIRST_HELD = '20261128150000';

/** What the older backend, which writes and reads by the names that it knows, would trip over. */
const BREAKS: readonly (readonly [string, RegExp])[] = [
  ['a table, column, index or view goes', /\bdrop\s+(table|column|view|materialized|function|type|index)\b/i],
  ['something is called otherwise', /\brename\b/i],
  ['a column is of another type', /\balter\s+(column\s+)?\S+\s+(set\s+data\s+)?type\b/i],
  ['null is no longer taken', /\bset\s+not\s+null\b/i],
  [
    'a row has to hold what it need not hold before',
    /\badd\s+(column\s+)?(?!constraint)\S+\s+[^,]*\bnot\s+null\b(?![^,]*\bdefault\b)(?![^,]*\bgenerated\b)/i,
  ],
  ['rows are refused that were taken before', /\badd\s+constraint\b|\bcreate\s+unique\s+index\b/i],
  ['a default goes', /\bdrop\s+default\b/i],
];

let url: string;
let drop: () => Promise<void>;
beforeAll(async () => {
  ({ url, drop } = await emptyDatabase());
});
afterAll(() => drop());

/** What each migration says to the database, in the order in which a new version brings them. */
async function statementsOf(): Promise<ReadonlyMap<string, readonly string[]>> {
  const knex = createDatabase(url, 1);
  const said = new Map<string, readonly string[]>();
  try {
    for (const [name, { up }] of Object.entries(migrations)) {
      const statements: string[] = [];
      const hear = ({ sql }: { readonly sql: string }) => void statements.push(sql);
      knex.on('query', hear);
      await up(knex);
      knex.removeListener('query', hear);
      said.set(name, statements);
    }
  } finally {
    await knex.destroy();
  }
  return said;
}

/**
 * Of tables and columns that the migration makes itself the older backend knows nothing; a constraint that it makes anew
 * under the same name takes more than before, which only people can see.
 */
function breachesOf(statements: readonly string[]): readonly string[] {
  const own = statements.flatMap((sql) => /^\s*create table (?:if not exists )?"?(\w+)"?/i.exec(sql)?.[1] ?? []);
  const columns = statements.flatMap((sql) => [...sql.matchAll(/\badd column "?(\w+)"?/gi)].map(([, name]) => name));
  const replaced = statements.flatMap((sql) => /\bdrop constraint "?(\w+)"?/i.exec(sql)?.[1] ?? []);
  const isHarmless = (sql: string) => {
    const [, name = ''] = /\badd constraint "?(\w+)"?/i.exec(sql) ?? [];
    const [, column = ''] = /\bforeign key \("?(\w+)"?\)/i.exec(sql) ?? [];
    return replaced.includes(name) || columns.includes(column);
  };
  return statements
    .filter((sql) => !isHarmless(sql))
    .filter(
      (sql) =>
        !own.some((table) =>
          new RegExp(`^\\s*(create|alter) (table|index|unique index).*\\b"?${table}"?`, 'i').test(sql),
        ),
    )
    .flatMap((sql) => BREAKS.flatMap(([what, pattern]) => (pattern.test(sql) ? [`${what}: ${sql}`] : [])));
}

/** A step that takes away what no version in use needs any more says so, and comes a version later than what replaced it. */
const isContract = (migration: object) => 'contract' in migration && migration['contract'] === true;

test('migrations only add, so that the version before goes on beside the new one, until one says that it takes away', async () => {
  const said = await statementsOf();
  const held = [...said].filter(([name]) => name >= FIRST_HELD);
  expect(held.length).toBeGreaterThan(1);
  for (const [name, statements] of held) {
    const migration = migrations[name];
    expect(statements.length).toBeGreaterThan(0);
    if (migration && !isContract(migration)) expect([name, breachesOf(statements)]).toEqual([name, []]);
  }
  // The rule sees what it looks for: before, columns and indexes went.
  const before = [...said].filter(([name]) => name < FIRST_HELD).flatMap(([, statements]) => breachesOf(statements));
  expect(before.some((breach) => breach.startsWith('a table, column'))).toBe(true);
  expect(before.some((breach) => breach.startsWith('rows are refused'))).toBe(true);
});

test.each([
  ['alter table "incidents" drop column "a"', true],
  ['alter table incidents rename column a to b', true],
  ['alter table incidents alter column a type bigint', true],
  ['alter table incidents alter column a set not null', true],
  ['alter table "incidents" add column "a" text not null', true],
  ['alter table "incidents" add column "a" text not null default \'x\'', false],
  ['alter table "incidents" add column "a" text null', false],
  ['alter table incidents add constraint a check (b > 0)', true],
  ['create unique index a on incidents (b)', true],
  ['create index a on incidents (b)', false],
  ['create table "new" ("a" text not null)', false],
  ['drop index a', true],
])('%s: %s', (sql, breaks) => {
  expect(breachesOf([sql]).length > 0).toBe(breaks);
});

test('what a migration does to a table or a column of its own breaks nobody, nor a constraint that takes more', () => {
  const column = [
    'alter table "old" add column "b" uuid null',
    'alter table "old" add constraint "c" foreign key ("b")',
  ];
  expect(breachesOf(column)).toEqual([]);
  expect(breachesOf(column.slice(1))).toHaveLength(1);
  const widened = ['alter table old drop constraint a', 'alter table old add constraint a check (b is not null)'];
  expect(breachesOf(widened)).toEqual([]);
  const statements = ['create table "new" ("a" text)', 'alter table new add constraint new_one check (a is not null)'];
  expect(breachesOf(statements)).toEqual([]);
});
