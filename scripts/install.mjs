/** Brings a clone to the state where our own programs can run: packages as the lock file names them, and a build. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const clone = fileURLToPath(new URL('..', import.meta.url));

/** @typedef {(line: string) => void} Say */

/** @param {Say} say @param {AbortSignal} [signal] */
export async function installPackages(say, signal) {
  const why = whyInstall();
  if (!why) return;
  say(`Installing packages (${why}) ...`);
  await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], signal);
}

/** @param {Say} say @param {AbortSignal} [signal] */
export async function build(say, signal) {
  say('Building ...');
  await npm(['run', '--silent', 'build'], signal);
}

/**
 * npm keeps what it installed in node_modules/.package-lock.json. Times alone do not tell: git gives a file that it
 * checks out the present time. So an older installation is compared with what the lock file names.
 */
function whyInstall() {
  const [wanted, installed] = ['package-lock.json', 'node_modules/.package-lock.json'].map((file) => clone + file);
  if (!wanted || !installed || !existsSync(installed)) return 'none here yet';
  if (statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) return undefined;
  const found = packagesIn(installed);
  const differing = Object.entries(packagesIn(wanted)).filter(([place, { version, link, optional }]) => {
    if (!place.startsWith('node_modules/') || link) return false;
    return found[place] ? found[place].version !== version : !optional;
  });
  return differing.length > 0 ? 'the lock file has changed' : undefined;
}

/** @param {string} file @returns {Record<string, { version?: string, link?: boolean, optional?: boolean }>} */
function packagesIn(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

/** What npm prints goes to standard error: standard output belongs to our own lines. @param {string[]} args @param {AbortSignal} [signal] */
async function npm(args, signal) {
  const cli = process.env['npm_execpath'];
  const [command, before] = cli?.endsWith('.js') ? [process.execPath, [cli]] : ['npm', []];
  /** @type {import('node:child_process').SpawnOptions} */
  const options = { cwd: clone, stdio: ['ignore', 2, 2] };
  const code = await exitOf(spawn(command, [...before, ...args], options), signal);
  signal?.throwIfAborted();
  if (code !== 0)
    throw new Error(`npm ${args[0]} ${args[0] === 'run' ? args.at(-1) : ''} failed; what it said stands above.`);
}

/**
 * Waits for the end of a program and asks it to end when the signal says so.
 * @param {import('node:child_process').ChildProcess} child
 * @param {AbortSignal} [signal]
 * @returns {Promise<number>} its exit code; 1 when a signal ended it or it could not be started
 */
export function exitOf(child, signal) {
  const stop = () => child.kill('SIGTERM');
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop, { once: true });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      signal?.removeEventListener('abort', stop);
      resolve(code ?? 1);
    });
  });
}
