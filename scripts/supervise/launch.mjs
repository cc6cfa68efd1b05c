/** Starts a program that ends with us, however we end, and not before we say so. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} Wanted
 * @property {string} command
 * @property {string[]} args
 * @property {string} cwd
 * @property {NodeJS.Signals[]} endWith how it is asked to end, each harder signal 15 seconds after the one before
 * @property {{ readonly uid: number, readonly gid: number }} [account]
 */
/**
 * @typedef {object} Launched
 * @property {number} pid
 * @property {Promise<number>} exited settles with the exit code, 1 after a signal
 * @property {() => Promise<number>} end asks it to end and waits
 */

/**
 * @param {Wanted} wanted @param {NodeJS.ProcessEnv} env @param {number} log a file descriptor for all that it prints
 * @returns {Promise<Launched | undefined>} nothing when it could not be started; the log says why
 */
export async function launch(wanted, env, log) {
  const supervise = fileURLToPath(new URL('./supervisor.mjs', import.meta.url));
  const supervisor = spawn(process.execPath, [supervise, JSON.stringify(wanted)], {
    cwd: '/',
    env,
    detached: true,
    stdio: ['pipe', log, log, 'pipe'],
  });
  let pid = 0;
  /** @type {Promise<number>} */
  const exited = new Promise((resolve) =>
    supervisor.on('exit', (code) => {
      // The supervisor goes last, unless it was killed itself: then its program is ours to end.
      if (code === null && pid) endOrphan(pid, wanted.endWith[0] ?? 'SIGTERM');
      resolve(code ?? 1);
    }),
  );
  supervisor.stdin?.on('error', () => undefined);
  const reports = supervisor.stdio[3];
  /** @type {Promise<number>} */
  const started = new Promise((resolve) => reports?.once('data', (text) => resolve(Number(text))));
  pid = await Promise.race([started, exited.then(() => 0)]);
  if (!pid) return undefined;
  return {
    pid,
    exited,
    end() {
      supervisor.stdin?.end();
      return exited;
    },
  };
}

/** @param {number} pid @param {NodeJS.Signals} signal */
function endOrphan(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended with its supervisor.
  }
}
