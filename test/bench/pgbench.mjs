import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

/** Where Debian puts it, and where everybody finds it. */
const PLACES = [
  '/usr/lib/postgresql/15/bin/pgbench',
  '/usr/lib/postgresql/16/bin/pgbench',
  '/usr/lib/postgresql/17/bin/pgbench',
  '/usr/bin/pgbench',
];

/** Whether PostgreSQL's own tool measures the reference, or a loop of ours. */
export const PGBENCH = PLACES.find((place) => existsSync(place)) ?? null;

/**
 * How often a second a statement commits, by so many clients.
 * @param {string} url @param {string} statement @param {{ readonly clients: number, readonly seconds: number }} how
 */
export async function commitsPerSecond(url, statement, how) {
  return PGBENCH ? byPgbench(PGBENCH, url, statement, how) : byLoop(url, statement, how);
}

/** @param {string} program @param {string} url @param {string} statement @param {{ readonly clients: number, readonly seconds: number }} how */
async function byPgbench(program, url, statement, { clients, seconds }) {
  const folder = await mkdtemp(join(tmpdir(), 'incidents-pgbench-'));
  try {
    const script = join(folder, 'statement.sql');
    // A colon before a name is a variable to pgbench, but not one that follows another colon.
    await writeFile(script, `${statement.replaceAll('\n', ' ')};\n`);
    const args = ['-n', '-M', 'prepared', '-c', String(clients), '-j', '2', '-T', String(seconds), '-f', script, url];
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (said += String(piece)));
    await once(child, 'close');
    const [, rate] = /^tps = ([\d.]+)/m.exec(said) ?? [];
    if (child.exitCode !== 0 || rate === undefined) throw new Error(`pgbench failed: ${said.slice(0, 2_000)}`);
    return Number(rate);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {string} url @param {string} statement @param {{ readonly clients: number, readonly seconds: number }} how */
async function byLoop(url, statement, { clients, seconds }) {
  const pool = new pg.Pool({ connectionString: url, max: clients });
  const end = performance.now() + seconds * 1000;
  let commits = 0;
  const loop = async () => {
    const client = await pool.connect();
    while (performance.now() < end) {
      await client.query({ name: 'reference', text: statement });
      commits += 1;
    }
    client.release();
  };
  await Promise.all(Array.from({ length: clients }, loop));
  await pool.end();
  return commits / seconds;
}
