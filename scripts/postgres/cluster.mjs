/** The data folder of a PostgreSQL server: made once, with its password and database, and checked before each start. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';

/** @typedef {import('./place.mjs').Place} Place */

/** What PostgreSQL's programs may know of our environment: nothing of PGDATA, PGHOST and the like, and English messages. */
export const cleanEnvironment = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' };

/** The database that the data folder is made with. */
export const databaseName = 'incidents';

/**
 * Makes the data folder when there is none; gives the password of the superuser `postgres`.
 * @param {Place} place
 * @param {string} passwordFile
 * @param {string | undefined} wantedPassword
 */
export async function prepareCluster(place, passwordFile, wantedPassword) {
  const kept = (await fs.readFile(passwordFile, 'utf8').catch(() => '')).trim();
  const password = wantedPassword ?? (kept || randomBytes(24).toString('base64url'));
  if (!existsSync(path.join(place.data, 'PG_VERSION'))) {
    await initialise(place, password);
  } else {
    await checkVersion(place);
    if (password !== kept) await runSingle(place, 'postgres', `alter role postgres password '${quoted(password)}'`);
  }
  if (password !== kept) await fs.writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  return password;
}

/** @param {Place} place */
async function checkVersion(place) {
  const found = (await fs.readFile(path.join(place.data, 'PG_VERSION'), 'utf8')).trim();
  const ours = place.version.split('.')[0];
  if (found === ours) return;
  const what = `The data in ${place.data} was written by PostgreSQL ${found}, and this is PostgreSQL ${ours}`;
  throw new Error(`${what}. Move that folder away to start afresh, or set DATABASE_URL to a PostgreSQL ${found}.`);
}

/** Made beside its place and renamed, so that a folder which exists is whole. @param {Place} place @param {string} password */
async function initialise(place, password) {
  const half = `${place.data}.new`;
  const passwordFile = `${place.data}.new-password`;
  await fs.rm(half, { recursive: true, force: true });
  await fs.mkdir(half, { mode: 0o700 });
  await fs.writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  try {
    if (place.account) {
      for (const file of [half, passwordFile]) await fs.chown(file, place.account.uid, place.account.gid);
    }
    await initdb(place, half, passwordFile, 'C.UTF-8').catch(() => initdb(place, half, passwordFile, 'C'));
    await runSingle({ ...place, data: half }, 'postgres', `create database ${databaseName}`);
    await fs.rmdir(place.data).catch(() => undefined);
    await fs.rename(half, place.data);
  } finally {
    await fs.rm(passwordFile, { force: true });
    await fs.rm(half, { recursive: true, force: true });
  }
}

/** Not every system has C.UTF-8; there, plain C is used. @param {Place} place @param {string} data @param {string} passwordFile @param {string} locale */
async function initdb(place, data, passwordFile, locale) {
  await run(place, 'initdb', [
    `--pgdata=${data}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    `--locale=${locale}`,
    '--lc-messages=C',
  ]);
}

/** One statement without a server: PostgreSQL's own way to repair what cannot be logged in to. @param {Place} place @param {string} database @param {string} statement */
async function runSingle(place, database, statement) {
  await run(
    place,
    'postgres',
    ['--single', '-D', place.data, '-c', 'log_min_messages=fatal', database],
    `${statement}\n`,
  );
}

/** @param {Place} place @param {string} program @param {string[]} args @param {string} [input] */
async function run(place, program, args, input = '') {
  const child = spawn(path.join(place.binaries, 'bin', program), args, {
    cwd: '/',
    env: cleanEnvironment,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    ...place.account,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  child.stdin.on('error', () => undefined).end(input);
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  // The single-user server answers 0 to a statement that failed, and says so only in words.
  if (code !== 0 || /\b(ERROR|FATAL|PANIC):/.test(said))
    throw new Error(`${program} failed: ${said.trim() || `code ${code}`}`);
}

/** @param {string} text */
function quoted(text) {
  return text.replaceAll("'", "''");
}
