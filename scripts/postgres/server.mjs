/** The running server: launched under its supervisor, watched until it is ready, told from servers of others. */
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { launch } from '../supervise/launch.mjs';
import { cleanEnvironment } from './cluster.mjs';

/** @typedef {import('./place.mjs').Place} Place */
/** @typedef {import('../supervise/launch.mjs').Launched} Server */
/** @typedef {{ readonly port: number, readonly settings: Readonly<Record<string, string>>, readonly logFile: string }} Terms */

const patience = 15_000;
export const PORT_IN_USE = 'EADDRINUSE';

/** @param {number} port */
export function portInUse(port) {
  return Object.assign(new Error(`Port ${port} for PostgreSQL is in use.`), { code: PORT_IN_USE });
}

/** The server of a program that was killed a moment ago is still shutting down: it gets time. @param {Place} place */
export async function waitForOtherServer(place) {
  const deadline = performance.now() + patience;
  for (;;) {
    const [pid] = await statusLines(place.data);
    if (!pid || !isRunning(Number(pid))) return;
    if (!(await isPostgres(Number(pid)))) {
      // After a crash of the machine the number may belong to another program, which would keep PostgreSQL from starting.
      await fs.rm(path.join(place.data, 'postmaster.pid'), { force: true });
      return;
    }
    if (performance.now() > deadline)
      throw new Error(`A PostgreSQL server on ${place.data} runs already (process ${pid}).`);
    await pause(100);
  }
}

/**
 * After SIGKILL the memory of the old server is in use until its last child is gone: such a refusal is tried again.
 * @param {Place} place @param {Terms} terms @returns {Promise<Server>}
 */
export async function launchUntilReady(place, terms) {
  const { port, logFile } = terms;
  const deadline = performance.now() + patience;
  for (;;) {
    const before = await fs.stat(logFile).then(
      ({ size }) => size,
      () => 0,
    );
    const server = await launchServer(place, terms);
    if (server && (await becomesReady(place, server))) return server;
    const said = (await fs.readFile(logFile)).subarray(before).toString('utf8').trim();
    if (/Address already in use/.test(said)) throw portInUse(port);
    const busy = /is still in use|lock file "postmaster.pid" already exists/.test(said);
    if (!busy || performance.now() > deadline) throw new Error(`PostgreSQL did not start:\n${said}`);
    await pause(200);
  }
}

/** @param {Place} place @param {Terms} terms @returns {Promise<Server | undefined>} */
async function launchServer(place, { port, settings, logFile }) {
  const all = {
    listen_addresses: '127.0.0.1',
    // A socket file would have to lie where the server's user may write, and nobody uses it.
    unix_socket_directories: '',
    port: String(port),
    max_connections: '200',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...settings,
  };
  const args = ['-D', place.data, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const log = await fs.open(logFile, 'a', 0o600);
  try {
    const command = path.join(place.binaries, 'bin', 'postgres');
    // In PostgreSQL's words: fast (roll back, write a checkpoint), immediate (recover at the next start), gone.
    /** @type {NodeJS.Signals[]} */
    const endWith = ['SIGINT', 'SIGQUIT', 'SIGKILL'];
    const account = place.account ? { account: place.account } : {};
    return await launch({ command, args, cwd: '/', endWith, ...account }, cleanEnvironment, log.fd);
  } finally {
    await log.close();
  }
}

/** PostgreSQL writes its state as the eighth line of its lock file; pg_ctl waits for the same. @param {Place} place @param {Server} server */
async function becomesReady(place, server) {
  let gone = false;
  void server.exited.then(() => (gone = true));
  while (!gone) {
    const lines = await statusLines(place.data);
    if (lines[0] === String(server.pid) && lines[7] === 'ready') return true;
    await pause(20);
  }
  return false;
}

/** @param {string} data */
async function statusLines(data) {
  const text = await fs.readFile(path.join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  return text.split('\n').map((line) => line.trim());
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** Where the system does not show programs as files, whoever runs is taken for PostgreSQL. @param {number} pid */
async function isPostgres(pid) {
  const command = await fs.readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  if (command === undefined) return process.platform !== 'linux';
  return path.basename(command.split('\0')[0] ?? '') === 'postgres';
}
