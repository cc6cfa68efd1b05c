import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { atEnd } from '../harness/ends.mjs';
import { clone } from '../../scripts/install.mjs';
import { run } from './run.mjs';

const PATIENCE_MS = 600_000;

/** `npm start` as a newcomer knows it: a fresh clone, packages in npm's cache, until the first page answers; beside `npm ci` alone. */
export async function start() {
  return {
    async round() {
      const folder = await mkdtemp(join(tmpdir(), 'incidents-start-'));
      atEnd(() => rm(folder, { recursive: true, force: true }));
      const [fresh, alone] = [join(folder, 'clone'), join(folder, 'alone')];
      for (const place of [fresh, alone]) await run('git', ['clone', '--quiet', clone, place]);
      const installed = await timed(() => run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], alone));
      await rm(alone, { recursive: true, force: true });
      const seconds = await timed(() => startOnce(fresh));
      await rm(folder, { recursive: true, force: true });
      return { seconds, reference_npm_ci_seconds: installed };
    },
    summary: (/** @type {Readonly<Record<string, number>>} */ medians) => ({ seconds: medians['seconds'] }),
  };
}

/** @param {() => Promise<unknown>} act @returns {Promise<number>} seconds */
async function timed(act) {
  const began = performance.now();
  await act();
  return (performance.now() - began) / 1000;
}

/** Starts everything in a clone, waits for the first page, and ends it. @param {string} folder */
async function startOnce(folder) {
  const free = ['PORT', 'PREVIEW_PORT', 'MAILBOX_PORT', 'MAILBOX_SMTP_PORT', 'POSTGRES_PORT'];
  const env = { ...process.env, ...Object.fromEntries(free.map((name) => [name, '0'])) };
  // A group of its own, so that all of it can be ended.
  const child = spawn('npm', ['start'], { cwd: folder, env, detached: true, stdio: ['ignore', 'ignore', 2] });
  const exited = once(child, 'exit');
  let over = false;
  void exited.then(() => (over = true));
  const end = async () => {
    if (!over && child.pid) process.kill(-child.pid, 'SIGTERM');
    await exited;
  };
  atEnd(end);
  await firstPage(folder, () => over);
  await end();
}

/** @param {string} folder @param {() => boolean} isOver */
async function firstPage(folder, isOver) {
  const deadline = performance.now() + PATIENCE_MS;
  while (performance.now() < deadline && !isOver()) {
    const text = await readFile(join(folder, '.local/endpoints.json'), 'utf8').catch(() => '');
    if (text && (await fetch(JSON.parse(text).preview)).ok) return;
    await pause(100);
  }
  throw new Error(isOver() ? '`npm start` ended before its first page' : '`npm start` showed no page in ten minutes');
}
