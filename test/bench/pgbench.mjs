import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { quantile } from './figures.mjs';

/** Where Debian puts it, and where everybody finds it. */
const PLACES = [
  '/usr/lib/postgresql/15/bin/pgbench',
  '/usr/lib/postgresql/16/bin/pgbench',
  '/usr/lib/postgresql/17/bin/pgbench',
  '/usr/bin/pgbench',
];

/** Whether PostgreSQL's own tool measures the reference, or a loop of ours. */
export const PGBENCH = PLACES.find((place) => existsSync(place)) ?? null;

/** @typedef {{ readonly per_second: number, readonly p99_ms: number }} Commits */

/**
 * How often a second a statement commits, by so many clients, and how long all but one in a hundred take.
 * @param {string} url @param {string} statement @param {{ readonly clients: number, readonly seconds: number }} how
 */
export async function measureCommits(url, statement, how) {
  return PGBENCH ? byPgbench(PGBENCH, url, statement, how) : byLoop(url, statement, how);
}

/** @param {string} program @param {string} url @param {string} statement @param {{ readonly clients: number, readonly seconds: number }} how @returns {Promise<Commits>} */
async function byPgbench(program, url, statement, { clients, seconds }) {
  const folder = await mkdtemp(join(tmpdir(), 'incidents-pgbench-'));
  try {
    const script = join(folder, 'statement.sql');
    // A colon before a name is a variable to pgbench, but not one that follows another colon.
    await writeFile(script, `${statement.replaceAll('\n', ' ')};\n`);
    const load = ['-n', '-M', 'prepared', '-c', String(clients), '-j', '2', '-T', String(seconds), '-f', script];
    const args = [...load, '--log', '--log-prefix', join(folder, LOG), url];
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (said += String(piece)));
    await once(child, 'close');
    const [, rate] = /^tps = ([\d.]+)/m.exec(said) ?? [];
    if (child.exitCode !== 0 || rate === undefined) throw new Error(`pgbench failed: ${said.slice(0, 2_000)}`);
    return { per_second: Number(rate), p99_ms: quantile(await readTimes(folder), 0.99) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const LOG = 'log';

/** How long each transaction took, by the logs of pgbench's threads. @param {string} folder @returns {Promise<number[]>} milliseconds */
async function readTimes(folder) {
  const logs = (await readdir(folder)).filter((name) => name.startsWith(LOG));
  const texts = await Promise.all(logs.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.flatMap((text) => Array.from(text.matchAll(/^\d+ \d+ (\d+) /gm), ([, took]) => Number(took) / 1000));
}

/** @param {string} url @param {string} statement @param {{ readonly clients: number, readonly seconds: number }} how @returns {Promise<Commits>} */
async function byLoop(url, statement, { clients, seconds }) {
  const pool = new pg.Pool({ connectionString: url, max: clients });
  const end = performance.now() + seconds * 1000;
  /** @type {number[]} */
  const took = [];
  const loop = async () => {
    const client = await pool.connect();
    while (performance.now() < end) {
      const asked = performance.now();
      await client.query({ name: 'reference', text: statement });
      took.push(performance.now() - asked);
    }
    client.release();
  };
  await Promise.all(Array.from({ length: clients }, loop));
  await pool.end();
  return { per_second: took.length / seconds, p99_ms: quantile(took, 0.99) };
}
