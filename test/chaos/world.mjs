/** A PostgreSQL that can be killed, backends that can be killed and frozen, and receivers of all that they send. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { clone } from '../../scripts/install.mjs';
import { freePort } from '../../scripts/ports.mjs';
import { startPostgres } from '../../scripts/postgres.mjs';
import { connectApi } from '../../scripts/start/api.mjs';
import { until } from '../bench/stand.mjs';
import { run } from '../bench/run.mjs';
import { atEnd } from '../harness/ends.mjs';
import { requireRoom } from '../harness/room.mjs';
import { startMailReceiver, startWebhookReceiver } from './receivers.mjs';

/** @typedef {Awaited<ReturnType<typeof startWorld>>} World */

const REDIS = ['/usr/bin/redis-server', '/usr/local/bin/redis-server'].find((place) => existsSync(place)) ?? null;
const VOLUME_MEGABYTES = 700;

export async function startWorld() {
  await requireRoom();
  const folder = await mkdtemp(join(tmpdir(), 'incidents-chaos-'));
  await chmod(folder, 0o755);
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const volume = await mountVolume(join(folder, 'volume'));
  const postgres = await startPostgres({ dir: join(volume ?? folder, 'postgres'), settings: { max_wal_size: '64MB' } });
  atEnd(async () => {
    await postgres.stop();
    await rm(postgres.data, { recursive: true, force: true });
  });
  const mail = await startMailReceiver(0);
  const webhook = await startWebhookReceiver(0);
  for (const receiver of [mail, webhook]) atEnd(receiver.stop);
  const redis = REDIS === null ? null : await startRedis(REDIS, folder);
  const shiftFile = join(folder, 'shift');
  await writeFile(shiftFile, '0');
  const adminToken = randomBytes(32).toString('hex');
  const env = {
    ...process.env,
    DATABASE_URL: postgres.url,
    SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
    ADMIN_TOKEN: adminToken,
    SECRETS_KEY: randomBytes(32).toString('base64'),
    LOG_LEVEL: 'fatal',
    WEBHOOK_ALLOWED_ADDRESSES: '127.0.0.0/8',
    SHIFT_FILE: shiftFile,
    ...(redis && { REDIS_URL: redis.url }),
  };
  const backends = [];
  for (let number = 0; number < 2; number += 1) backends.push(await startBackend(await freePort(), env));
  const database = new pg.Pool({ connectionString: postgres.url, max: 2 });
  // A server that is killed takes idle connections along.
  database.on('error', () => undefined);
  atEnd(() => database.end());
  const api = connectApi(backends[0]?.url ?? '', adminToken);
  return {
    ...{ postgres, mail, webhook, redis, backends, api, volume },
    sourceToken: await furnish(api, webhook.port),
    /** @param {string} sql @param {readonly unknown[]} [values] @returns {Promise<any[]>} */
    rows: async (sql, values = []) => (await database.query(sql, [...values])).rows,
    /** @param {number} milliseconds */
    shiftClocks: (milliseconds) => writeFile(shiftFile, String(milliseconds)),
  };
}

/** A volume of its own, small enough to be filled; null for who may not mount one. @param {string} place */
async function mountVolume(place) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  await run('mkdir', [place]);
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${VOLUME_MEGABYTES}m,mode=0755`, 'tmpfs', place]);
  } catch {
    // Not every container lets its root mount.
    return null;
  }
  atEnd(() => run('umount', ['-l', place]));
  return place;
}

/** @param {string} program @param {string} folder */
async function startRedis(program, folder) {
  const port = await freePort();
  /** @type {import('node:child_process').ChildProcess | null} */
  let child = null;
  const start = async () => {
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder];
    child = spawn(program, args, { stdio: 'ignore' });
    await new Promise((resolve) => setTimeout(resolve, 300));
  };
  const stop = async () => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  await start();
  atEnd(stop);
  return { url: `redis://127.0.0.1:${port}`, start, stop };
}

/** @param {number} port @param {NodeJS.ProcessEnv} env */
async function startBackend(port, env) {
  const program = join(clone, 'backend/dist/src/main.js');
  const preload = pathToFileURL(join(clone, 'test/chaos/shifted-clock.mjs')).href;
  const url = `http://127.0.0.1:${port}`;
  const isThere = () =>
    fetch(`${url}/readyz`, { signal: AbortSignal.timeout(1_000) }).then(
      ({ ok }) => ok,
      () => false,
    );
  /** @type {import('node:child_process').ChildProcess | null} */
  let child = null;
  const isAlive = () => child !== null && child.exitCode === null && child.signalCode === null;
  const backend = {
    url,
    /** Also when it has ended by itself in the meantime. */
    async start() {
      if (!isAlive()) {
        const given = { ...env, PORT: String(port) };
        child = spawn(process.execPath, ['--import', preload, program], { env: given, stdio: ['ignore', 'ignore', 2] });
      }
      await until(async () => (await isThere()) || !isAlive());
      if (!isAlive()) await backend.start();
    },
    async kill() {
      if (!child || !isAlive()) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
    freeze: () => child?.kill('SIGSTOP'),
    thaw: () => child?.kill('SIGCONT'),
  };
  await backend.start();
  atEnd(backend.kill);
  return backend;
}

/** People, a webhook, and a policy of two steps that is over within seconds. @param {import('../../scripts/start/api.mjs').Api} api @param {number} webhookPort */
async function furnish(api, webhookPort) {
  const people = [];
  for (const name of ['ada', 'grace']) {
    const { id } = await api.call('POST', '/v1/users', { name, username: name });
    const method = { channel: 'email', address: `${name}@example.com`, verified: true };
    await api.call('POST', `/v1/users/${id}/contact-methods`, method);
    people.push(id);
  }
  const { id: webhookId } = await api.call('POST', '/v1/webhooks', {
    name: 'pager',
    url: `http://127.0.0.1:${webhookPort}/hook`,
  });
  const [ada, grace] = people.map((id) => ({ type: 'user', id }));
  await api.call('POST', '/v1/escalation-policies?force=true', {
    name: 'everybody',
    is_default: true,
    steps: [
      { timeout_seconds: 5, targets: [ada, { type: 'webhook', id: webhookId }] },
      { timeout_seconds: 3_600, targets: [grace] },
    ],
  });
  // Each is told of each: what is merged could not be told from what is missing.
  const throttles = await api.call('GET', '/v1/throttles');
  const none = (/** @type {unknown} */ limits) =>
    Object.fromEntries(Object.keys(/** @type {object} */ (limits)).map((name) => [name, null]));
  const { people: persons, places, providers } = throttles;
  const limits = { people: none(persons), places: none(places), providers: none(providers) };
  await api.call('PUT', '/v1/throttles', { ...throttles, merge_above: null, ...limits });
  const { id } = await api.call('POST', '/v1/sources', { name: 'chaos', storm_rate: null });
  return String((await api.call('POST', `/v1/sources/${id}/tokens`, {}))['token']);
}
