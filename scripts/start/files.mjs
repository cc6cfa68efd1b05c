/** What the system keeps in `.local`: secrets that outlive a stop, the addresses while it runs, and who runs it. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { clone } from '../install.mjs';

export const local = path.join(clone, '.local');
export const endpointsFile = path.join(local, 'endpoints.json');
const secretsFile = path.join(local, 'secrets.json');
const lockFile = path.join(local, 'start.lock');

/**
 * @typedef {object} Secrets
 * @property {string} admin_token
 * @property {string} secrets_key
 * @property {string} kibana_token
 * @property {string} [source_token]
 * @property {'loading' | 'loaded'} [sample]
 */

/** @param {string} file @param {unknown} content */
export async function writePrivate(file, content) {
  const half = `${file}.${process.pid}`;
  await fs.writeFile(half, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  await fs.rename(half, file);
}

/** @returns {Promise<Secrets>} */
export async function readSecrets() {
  const text = await fs.readFile(secretsFile, 'utf8').catch(() => '{}');
  /** @type {Partial<Secrets>} */
  const kept = JSON.parse(text);
  const secrets = {
    admin_token: `ika_${randomBytes(32).toString('base64url')}`,
    secrets_key: randomBytes(32).toString('base64'),
    kibana_token: `ika_${randomBytes(32).toString('base64url')}`,
    ...kept,
  };
  await keepSecrets(secrets);
  return secrets;
}

/** @param {Secrets} secrets */
export async function keepSecrets(secrets) {
  await writePrivate(secretsFile, secrets);
}

/** One system per clone: two would share data and ports. @returns {Promise<() => Promise<void>>} what gives the place up */
export async function takeLock() {
  await fs.mkdir(local, { recursive: true, mode: 0o755 });
  const holder = readHolder();
  if (holder && isStart(holder)) {
    throw new Error(`It runs already in this clone (process ${holder}). Its addresses are in .local/endpoints.json.`);
  }
  await writePrivate(lockFile, process.pid);
  // Of two that start in the same instant, the one whose number stayed goes on.
  await pause(50);
  if (readHolder() !== process.pid) throw new Error('It is being started in this clone by another process.');
  return async () => {
    if (readHolder() === process.pid) await fs.rm(lockFile, { force: true });
  };
}

/** @returns {number | undefined} */
function readHolder() {
  try {
    return Number(readFileSync(lockFile, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

/** A number alone may since belong to another program; where the system shows what runs, it is asked. @param {number} pid */
function isStart(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EPERM') return false;
  }
  if (process.platform !== 'linux') return true;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('start.mjs');
  } catch {
    return false;
  }
}
