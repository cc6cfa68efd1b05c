import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { createDatabase, migrate, type Database } from '../../backend/src/platform/database.ts';

export interface TestDatabase {
  readonly url: string;
  readonly database: Database;
  /** Closes the pool and drops the database, whoever is still connected. */
  drop(): Promise<void>;
}

const TEMPLATE_LOCK = 4_417_223;

/** A database of its own for a test, cloned from one that all migrations have run on. */
export async function testDatabase(): Promise<TestDatabase> {
  const { url, drop } = await cloneDatabase(await templateName());
  const database = createDatabase(url, 10);
  return {
    url,
    database,
    async drop() {
      await database.destroy();
      await drop();
    },
  };
}

/** An empty database, for what tests the migrations themselves. */
export async function emptyDatabase(): Promise<{ readonly url: string; drop(): Promise<void> }> {
  return cloneDatabase('template1');
}

function serverUrl(): string {
  const url = process.env['TEST_DATABASE_URL'];
  if (url === undefined || url === '') {
    throw new Error('TEST_DATABASE_URL is not set; `npm test` starts a PostgreSQL and sets it');
  }
  return url;
}

function urlOf(name: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  return url.toString();
}

async function onServer<Result>(act: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    return await act(client);
  } finally {
    await client.end();
  }
}

async function cloneDatabase(template: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await onServer(async (client) => {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    // Copies the files, at half the cost of a log of every page: nothing of a test has to outlive a crash.
    await client.query(`create database ${name} template ${template} strategy file_copy`);
  });
  return {
    url: urlOf(name),
    drop: () => onServer(async (client) => void (await client.query(`drop database if exists ${name} with (force)`))),
  };
}

let found: Promise<string> | null = null;

/** Looked for once in a test file. */
function templateName(): Promise<string> {
  found ??= findTemplate();
  return found;
}

/** Made by the first who asks; the migrations' text is part of its name. */
async function findTemplate(): Promise<string> {
  const folder = join(__dirname, '../../backend/migrations');
  const hash = createHash('sha256');
  for (const file of readdirSync(folder).sort()) hash.update(readFileSync(join(folder, file)));
  const name = `template_${hash.digest('hex').slice(0, 16)}`;
  await onServer(async (client) => {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount) return;
    const making = `${name}_making`;
    await client.query(`drop database if exists ${making} with (force)`);
    await client.query(`create database ${making}`);
    await migrate(urlOf(making));
    await client.query(`alter database ${making} rename to ${name}`);
  });
  return name;
}
