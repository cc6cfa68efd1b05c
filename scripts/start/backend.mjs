/** The backend: started, waited for, and its last words when it ends by itself. */
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { clone } from '../install.mjs';
import { launch } from '../supervise/launch.mjs';
import { local } from './files.mjs';

const logFile = path.join(local, 'backend.log');
const patience = 60_000;
const mostLog = 20 * 1024 * 1024;

/**
 * @param {NodeJS.ProcessEnv} env
 */
export async function startBackend(env) {
  const before = await sizeOfLog();
  const log = await fs.open(logFile, 'a', 0o600);
  const main = path.join(clone, 'backend/dist/src/main.js');
  try {
    const launched = await launch(
      { command: process.execPath, args: ['--enable-source-maps', main], cwd: clone, endWith: ['SIGTERM', 'SIGKILL'] },
      env,
      log.fd,
    );
    if (!launched) throw new Error(`The backend could not be started.\n${await lastWords(before)}`);
    return { ...launched, lastWords: () => lastWords(before) };
  } finally {
    await log.close();
  }
}

/** @param {string} url @param {AbortSignal} signal */
export async function waitUntilReady(url, signal) {
  const deadline = performance.now() + patience;
  for (;;) {
    signal.throwIfAborted();
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5000) }).catch(() => undefined);
    if (answer?.ok) return;
    if (performance.now() > deadline)
      throw new Error(`The backend does not become ready; its log is .local/backend.log.`);
    await pause(100);
  }
}

async function sizeOfLog() {
  const size = await fs.stat(logFile).then(
    (found) => found.size,
    () => 0,
  );
  if (size <= mostLog) return size;
  await fs.rename(logFile, `${logFile}.1`);
  return 0;
}

/** The end of the log of this run, the structured lines in short. @param {number} before */
async function lastWords(before) {
  const text = (await fs.readFile(logFile)).subarray(before).toString('utf8').trim();
  return text.split('\n').slice(-20).map(shorten).join('\n');
}

/** @param {string} line */
function shorten(line) {
  try {
    const entry = JSON.parse(line);
    const level = entry['log.level'] ?? entry.log?.level ?? '';
    return [`  ${level} ${entry.message ?? ''}`.trimEnd(), entry.error?.stack_trace ?? entry.error?.message]
      .filter(Boolean)
      .join('\n  ');
  } catch {
    return `  ${line}`;
  }
}
