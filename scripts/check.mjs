/**
 * `npm run check`: all that is checked without running the product. Each step prints its name and its seconds, and
 * what it found only when it fails. Ends with code 1 when any step failed.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { cruise } from '../config/tooling/cruise.mjs';
import { lint } from '../config/tooling/lint.mjs';
import { clone, run } from '../config/tooling/run.mjs';
import { listSources } from '../config/tooling/sources.mjs';

/** @typedef {{ readonly name: string, readonly find: () => Promise<string> }} Step */

/**
 * Two lanes for two processors, of about the same length. `package` reads what `types` has built, and so does `lint`
 * for the plugin: in a fresh clone the core is built long before the other lane comes to it.
 */
const lanes = [
  [
    { name: 'types', find: findTypeErrors },
    { name: 'package', find: () => tool('publint/src/cli.js', ['incident-core', '--strict']) },
    { name: 'unused', find: () => tool('knip/bin/knip.js', knip) },
  ],
  [
    { name: 'lock file', find: async () => findHosts() },
    { name: 'left-out tests', find: async () => findLeftOutTests() },
    { name: 'format', find: () => tool('prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']) },
    { name: 'boundaries', find: findCrossings },
    { name: 'lint', find: async () => wordsOf(await lint(clone)) },
  ],
];
/** The plugin, against React and EUI of the oldest and of the newest Kibana. */
const ends = ['kibana-plugin/ends/low', 'kibana-plugin/ends/high'];
const knip = ['--config', 'config/tooling/knip.json', '--no-progress', '--no-config-hints'];

const started = performance.now();
const failed = (await Promise.all(lanes.map(runLane))).flat();
const seconds = secondsSince(started);
process.stdout.write(failed.length > 0 ? `failed: ${failed.join(', ')} (${seconds})\n` : `all fine (${seconds})\n`);
process.exitCode = failed.length > 0 ? 1 : 0;

/** @param {readonly Step[]} lane @returns {Promise<readonly string[]>} the names of the steps that failed */
async function runLane(lane) {
  const bad = [];
  for (const { name, find } of lane) {
    const begun = performance.now();
    const found = await find().catch((/** @type {unknown} */ error) => `The step broke: ${String(error)}`);
    process.stdout.write(`${found ? 'FAILED' : 'ok    '} ${name.padEnd(16)} ${secondsSince(begun)}\n`);
    if (!found) continue;
    process.stdout.write(`${found.trimEnd()}\n\n`);
    bad.push(name);
  }
  return bad;
}

/** @param {number} begun */
function secondsSince(begun) {
  return `${((performance.now() - begun) / 1000).toFixed(1)} s`;
}

/** What a tool said when it was not content. @param {string} path @param {readonly string[]} args */
async function tool(path, args) {
  return wordsOf(await run(path, args));
}

/** @param {import('../config/tooling/run.mjs').Ended} ended */
function wordsOf({ code, output }) {
  return code === 0 ? '' : output || `It ended with code ${code} and said nothing.`;
}

/** The packages as they are built; then, without output, everything else: tests, scripts and tooling. */
async function findTypeErrors() {
  // tsc refuses a package without a source file.
  const built = await tool('typescript/bin/tsc', ['-b', 'incident-core', 'backend', ...ends]);
  const rest = await tool('typescript/bin/tsc', ['-p', '.', '--noEmit']);
  return [...new Set(`${built}${rest}`.split('\n'))].join('\n');
}

async function findCrossings() {
  const { violations, unseen, seen } = await cruise(clone);
  const crossings = violations.map(({ rule, from, to }) => `${rule}: ${from} -> ${to}`);
  const blind = unseen.map((file) => `not seen: ${file}`);
  return [...crossings, ...blind, ...(seen === 0 ? ['No source file was seen.'] : [])].join('\n');
}

/** A clone is installed from whatever registry its machine uses. */
function findHosts() {
  const lines = readFileSync(join(clone, 'package-lock.json'), 'utf8').split('\n');
  return lines.filter((line) => line.includes('"resolved": "http')).join('\n');
}

/** Lint sees this too, but only where it looks. */
function findLeftOutTests() {
  const focused = listSources(clone).flatMap((file) => {
    const lines = readFileSync(join(clone, file), 'utf8').split('\n');
    return lines.flatMap((line, index) => (/[.]only[(]/.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : []));
  });
  return focused.join('\n');
}
