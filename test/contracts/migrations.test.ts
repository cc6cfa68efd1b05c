import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { migrate, unmigrate } from '../../backend/src/platform/database.ts';
import { emptyDatabase } from '../harness/database.ts';

let url: string;
let drop: () => Promise<void>;

beforeAll(async () => {
  ({ url, drop } = await emptyDatabase());
});
afterAll(() => drop());

async function query(sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

const TABLES = `select table_name from information_schema.tables
  where table_schema = 'public' and table_name not like 'migrations%' order by 1`;

test('migrations go up, down and up again, twice up changes nothing, and many may start at once', async () => {
  await Promise.all([migrate(url), migrate(url), migrate(url)]);
  const first = await query(TABLES);
  expect(first.map((row) => row['table_name'])).toContain('incidents');
  const [{ count } = {}] = await query('select count(*)::int as count from migrations');

  await migrate(url);
  expect(await query('select count(*)::int as count from migrations')).toEqual([{ count }]);

  await unmigrate(url);
  expect(await query(TABLES)).toEqual([]);

  await migrate(url);
  expect(await query(TABLES)).toEqual(first);
});

test('the catch-all team exists from the start and cannot be doubled', async () => {
  await migrate(url);
  expect(await query('select name from teams where is_catch_all')).toEqual([{ name: 'Catch-all' }]);
  await expect(
    query(`insert into teams (id, name, is_catch_all) values (gen_random_uuid(), 'another', true)`),
  ).rejects.toThrow('teams_one_catch_all');
});

test('names are stored without an extension, so that source and compiled code agree', async () => {
  await migrate(url);
  const names = (await query('select name from migrations')).map((row) => String(row['name']));
  expect(names.filter((name) => /[.](ts|js)$/.test(name))).toEqual([]);
});
