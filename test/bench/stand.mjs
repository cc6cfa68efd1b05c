/** What a bench stands on: a PostgreSQL that flushes, a mail server that only counts, and built backends. */
import { randomBytes, randomUUID } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { atEnd } from '../harness/ends.mjs';
import { requireRoom } from '../harness/room.mjs';
import { clone } from '../../scripts/install.mjs';
import { freePort } from '../../scripts/ports.mjs';
import { startPostgres } from '../../scripts/postgres.mjs';
import { connectApi } from '../../scripts/start/api.mjs';
import { startSink } from './sink.mjs';

/** @typedef {Awaited<ReturnType<typeof startStand>>} Stand */

const PATIENCE_MS = 120_000;

/** @param {number} count how many backends */
export async function startStand(count) {
  await requireRoom();
  const folder = await mkdtemp(join(tmpdir(), 'incidents-bench-'));
  // The server's user, who is not always ours, has to enter.
  await chmod(folder, 0o755);
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const postgres = await startPostgres({ dir: join(folder, 'postgres') });
  atEnd(async () => {
    await postgres.stop();
    await rm(postgres.data, { recursive: true, force: true });
  });
  const sink = await startSink();
  atEnd(sink.stop);
  const token = randomBytes(32).toString('hex');
  const kibanaToken = randomBytes(32).toString('hex');
  const env = {
    DATABASE_URL: postgres.url,
    SMTP_URL: `smtp://127.0.0.1:${sink.port}`,
    ADMIN_TOKEN: token,
    KIBANA_TOKEN: kibanaToken,
    SECRETS_KEY: randomBytes(32).toString('base64'),
    LOG_LEVEL: 'error',
    // So that each mail has a link of its own, as it has where people answer.
    PUBLIC_URL: 'https://incidents.example.com',
  };
  /** @type {number[]} */
  const ports = [];
  for (let number = 0; number < count; number += 1) {
    const port = await freePort();
    ports.push(port);
    const program = join(clone, 'backend/dist/src/main.js');
    const child = spawn(process.execPath, [program], {
      env: { ...env, PORT: String(port) },
      stdio: ['ignore', 'ignore', 2],
    });
    atEnd(async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    });
    await until(() => isReady(port));
  }
  const database = new pg.Pool({ connectionString: postgres.url, max: 4 });
  atEnd(() => database.end());
  const url = `http://127.0.0.1:${ports[0]}`;
  const api = connectApi(url, token);
  return {
    api,
    database,
    sink,
    smtpUrl: env.SMTP_URL,
    url,
    kibanaToken,
    databaseUrl: postgres.url,
    ...(await addSource()),
    /** @param {string} sql @param {readonly unknown[]} [values] @returns {Promise<any[]>} */
    rows: async (sql, values = []) => (await database.query(sql, [...values])).rows,
    /** So many responders, each with a mail address of their own. @param {number} many @returns {Promise<string[]>} */
    async addPeople(many) {
      const ids = Array.from({ length: many }, () => randomUUID());
      await database.query(
        `with given as (select id, number from unnest($1::uuid[]) with ordinality as given (id, number)),
              people as (insert into users (id, name, username)
                         select id, 'Person ' || number, 'person-' || id from given)
         insert into contact_methods (id, user_id, channel, address, verified_at)
         select gen_random_uuid(), id, 'email', 'person-' || number || '@example.com', now() from given`,
        [ids],
      );
      return ids;
    },
    /** What the work until now has cost: the backends' time on the processor, and transactions that wrote something. */
    async costs() {
      const spent = await Promise.all(ports.map((port) => figure(port, 'process_cpu_seconds_total')));
      const { rows } = await database.query('select pg_current_xact_id()::text::float8 as number');
      return { cpuSeconds: spent.reduce((sum, each) => sum + each, 0), transactions: Number(rows[0]?.number) };
    },
    /** The most that one of the backends takes of memory now. */
    async megabytes() {
      return (
        Math.max(...(await Promise.all(ports.map((port) => figure(port, 'process_resident_memory_bytes'))))) / 2 ** 20
      );
    },
    /** Once nothing waits to be delivered, and each end is written. */
    async isAllWritten() {
      const { rows } = await database.query(`select 1 from deliveries where status in ('pending', 'sending') limit 1`);
      return rows.length === 0;
    },
  };

  async function addSource() {
    const source = await api.call('POST', '/v1/sources', { name: 'bench', storm_rate: null });
    const { token: secret } = await api.call('POST', `/v1/sources/${source['id']}/tokens`, {});
    return { source: connectApi(url, String(secret)), sourceId: String(source['id']), sourceToken: String(secret) };
  }
}

/** @typedef {{ readonly cpuSeconds: number, readonly transactions: number }} Costs */

/** What a thousand of so many cost. @param {Costs} before @param {Costs} after @param {number} many */
export function perThousand(before, after, many) {
  return {
    backend_cpu_seconds_per_1000: ((after.cpuSeconds - before.cpuSeconds) * 1000) / many,
    transactions_per_1000: Math.round(((after.transactions - before.transactions) * 1000) / many),
  };
}

/** An alert as Kibana would post it. @param {string} name */
export function alertOf(name) {
  return {
    schema_version: '1',
    kind: 'alert',
    status: 'active',
    kibana: { space_id: 'default' },
    rule: { id: `rule-${name}`, name: 'Failure rate' },
    alert: { id: name, uuid: randomUUID() },
    timestamp: new Date().toISOString(),
    reason: `Failed transactions is 42% for ${name}`,
    service: { name, environment: 'production' },
  };
}

/** @param {() => Promise<boolean> | boolean} isSo */
export async function until(isSo) {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`what was waited for did not come in ${PATIENCE_MS / 1000} s`);
    await pause(20);
  }
}

/** @param {number} port @param {string} name */
async function figure(port, name) {
  const figures = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const [, value] = new RegExp(`^${name} (\\S+)`, 'm').exec(figures) ?? [];
  if (value === undefined) throw new Error(`the backend does not say ${name}`);
  return Number(value);
}

/** @param {number} port */
async function isReady(port) {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`)).ok;
  } catch {
    // It does not listen yet.
    return false;
  }
}
