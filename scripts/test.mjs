/**
 * `npm test [-- PATTERN]`: installs and builds where needed, starts one PostgreSQL for all, runs every project of the
 * jest configuration, and the core once more in a time zone with odd offsets. Prints `N passed, N failed` last.
 */
import { spawn } from 'node:child_process';
import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { build, clone, exitOf, installPackages } from './install.mjs';
import { startPostgres } from './postgres.mjs';

/** @typedef {{ readonly passed: number, readonly failed: number }} Count */
/** @typedef {{ readonly project: string, readonly env?: Readonly<Record<string, string>> }} Run */

const configuration = path.join(clone, 'config/tooling/jest.config.mjs');
const patterns = process.argv.slice(2);
const interrupted = new AbortController();
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => interrupted.abort(new Error(`Interrupted by ${signal}.`)));
}

/** @param {string} line */
const say = (line) => void process.stderr.write(`${line}\n`);

/** @type {Count[]} */
const counts = [];
/** What failed, to be read at the end of a long run. @type {string[]} */
const failures = [];
try {
  await installPackages(say, interrupted.signal);
  await build(say, interrupted.signal);
  await withPostgres(async (env) => {
    for (const run of await listRuns()) counts.push(await runProject(run, env));
  });
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  counts.push({ passed: 0, failed: 1 });
}

const passed = counts.reduce((sum, count) => sum + count.passed, 0);
const failed = counts.reduce((sum, count) => sum + count.failed, 0);
if (passed + failed === 0) say('No test ran.');
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
for (const failure of failures) say(`FAILED ${failure}`);
process.stdout.write(`${passed} passed, ${passed === 0 ? Math.max(failed, 1) : failed} failed\n`);

/** @param {(env: Readonly<Record<string, string>>) => Promise<void>} use */
async function withPostgres(use) {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'incidents-test-'));
  // The server's user, who is not always ours, has to enter.
  await fs.chmod(folder, 0o755);
  let data = '';
  try {
    // Nothing here outlives the run, so a crash of the machine may lose it; a killed server still loses nothing.
    const settings = { fsync: 'off', full_page_writes: 'off' };
    const postgres = await startPostgres({ dir: path.join(folder, 'postgres'), settings });
    data = postgres.data;
    const url = new URL(postgres.url);
    url.pathname = '/postgres';
    try {
      await use({ TEST_DATABASE_URL: url.href });
    } finally {
      await postgres.stop();
    }
  } finally {
    for (const place of [folder, data]) if (place) await fs.rm(place, { recursive: true, force: true });
  }
}

/** @returns {Promise<Run[]>} */
async function listRuns() {
  const { default: config } = await import(configuration);
  /** @type {string[]} */
  const projects = config.projects.map((/** @type {{ displayName: string }} */ project) => project.displayName);
  const withKibana = process.env['KIBANA_URL'] ? projects : projects.filter((project) => project !== 'kibana');
  if (withKibana !== projects) say('The tests of kibana are skipped: KIBANA_URL names no Kibana.');
  const again = projects.filter((project) => project === 'core');
  // 12:45 ahead of UTC, 13:45 in summer: code that trusts the machine's time zone shows itself.
  return [
    ...withKibana.map((project) => ({ project })),
    ...again.map((project) => ({ project, env: { TZ: 'Pacific/Chatham' } })),
  ];
}

/**
 * One jest, with its own count in a file. What did not run counts as failed: a suite that did not load, a skipped
 * test, a runner that crashed or does not end, and, unless a pattern was given, a project without tests.
 * @param {Run} run @param {Readonly<Record<string, string>>} env @returns {Promise<Count>}
 */
async function runProject({ project, env: own = {} }, env) {
  interrupted.signal.throwIfAborted();
  say(`\nTests of ${project}${own['TZ'] ? ` in ${own['TZ']}` : ''}`);
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'incidents-count-'));
  const file = path.join(folder, 'count.json');
  const program = path.join(clone, 'node_modules/jest/bin/jest.js');
  // There is one Kibana, and it knows one backend.
  const alone = project === 'kibana' ? ['--runInBand'] : [];
  const jest = [program, '-c', configuration, ...alone, '--selectProjects', project];
  try {
    const child = spawn(
      process.execPath,
      [...jest, '--json', '--outputFile', file, '--passWithNoTests', ...patterns],
      // A group of its own, to be ended with its workers: a busy worker does not notice that its runner has gone.
      { cwd: clone, detached: true, stdio: ['ignore', 2, 2], env: { ...process.env, ...env, ...own } },
    );
    const endGroup = () => child.pid && process.kill(-child.pid, 'SIGKILL');
    interrupted.signal.addEventListener('abort', endGroup, { once: true });
    const exited = exitOf(child);
    void exited.finally(() => interrupted.signal.removeEventListener('abort', endGroup));
    const ended = await Promise.race([exited.then(() => true), endsLate(file, exited)]);
    if (!ended) {
      say(`The tests of ${project} are over, but their runner does not end: something was left open.`);
      endGroup();
    }
    const code = await exited;
    interrupted.signal.throwIfAborted();
    return await readCount(file, project, code);
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
  }
}

/** Gives false a minute after the count was written. @param {string} file @param {Promise<number>} exited */
async function endsLate(file, exited) {
  const over = new AbortController();
  void exited.finally(() => over.abort());
  const watching = { signal: over.signal, ref: false };
  try {
    while (!(await fs.stat(file).catch(() => undefined))) await pause(1000, undefined, watching);
    await pause(60_000, undefined, watching);
    return false;
  } catch {
    return true;
  }
}

/** @param {string} file @param {string} project @param {number} code @returns {Promise<Count>} */
async function readCount(file, project, code) {
  const text = await fs.readFile(file, 'utf8').catch(() => '');
  if (!text) {
    say(`The runner of ${project} ended with code ${code} and left no count.`);
    return { passed: 0, failed: 1 };
  }
  const count = JSON.parse(text);
  for (const { name, message, status, assertionResults } of count.testResults) {
    const place = `${project} ${path.relative(clone, name)}`;
    const tests = assertionResults.filter((/** @type {{ status: string }} */ test) => test.status === 'failed');
    for (const test of tests) failures.push(`${place} › ${test.fullName}`);
    if (status === 'failed' && tests.length === 0)
      failures.push(`${place} did not run: ${message.trim().split('\n')[0]}`);
  }
  const skipped = count.numPendingTests + count.numTodoTests;
  if (skipped > 0) say(`${skipped} tests of ${project} were skipped, which counts as failed.`);
  let failed = count.numFailedTests + count.numRuntimeErrorTestSuites + skipped;
  if (count.numTotalTests === 0 && failed === 0 && patterns.length === 0) {
    say(`There are no tests of ${project}.`);
    failed = 1;
  }
  if (code !== 0 && failed === 0) failed = 1;
  return { passed: count.numPassedTests, failed };
}
