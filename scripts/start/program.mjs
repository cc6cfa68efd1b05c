/** A program of ours: started, waited for, and its last words when it ends by itself. */
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { clone } from '../install.mjs';
import { launch } from '../supervise/launch.mjs';
import { local } from './files.mjs';

// A program that ends is noticed at once; this is for one that runs and does not answer, on a machine that may be busy.
const patience = 180_000;
const mostLog = 20 * 1024 * 1024;

/** @typedef {{ readonly name: string, readonly args: readonly string[] }} Program its log is `.local/<name>.log` */

/** @param {Program} program @param {NodeJS.ProcessEnv} env */
export async function startProgram({ name, args }, env) {
  const logFile = path.join(local, `${name}.log`);
  const before = await sizeOfLog(logFile);
  const log = await fs.open(logFile, 'a', 0o600);
  try {
    const launched = await launch(
      {
        command: process.execPath,
        args: ['--enable-source-maps', ...args],
        cwd: clone,
        endWith: ['SIGTERM', 'SIGKILL'],
      },
      env,
      log.fd,
    );
    if (!launched) throw new Error(`The ${name} could not be started.\n${await lastWords(logFile, before)}`);
    return { ...launched, lastWords: () => lastWords(logFile, before) };
  } finally {
    await log.close();
  }
}

/** @param {string} name @param {string} url what answers once it is ready @param {AbortSignal} signal */
export async function waitUntilReady(name, url, signal) {
  const deadline = performance.now() + patience;
  for (;;) {
    signal.throwIfAborted();
    const answer = await fetch(url, { signal: AbortSignal.timeout(5000) }).catch(() => undefined);
    if (answer?.ok) return;
    if (performance.now() > deadline)
      throw new Error(`The ${name} does not become ready; its log is .local/${name}.log.`);
    await pause(100);
  }
}

/** @param {string} logFile */
async function sizeOfLog(logFile) {
  const size = await fs.stat(logFile).then(
    (found) => found.size,
    () => 0,
  );
  if (size <= mostLog) return size;
  await fs.rename(logFile, `${logFile}.1`);
  return 0;
}

/** The end of the log of this run, the structured lines in short. @param {string} logFile @param {number} before */
async function lastWords(logFile, before) {
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
