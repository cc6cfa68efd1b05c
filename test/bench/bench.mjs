/**
 * `npm run bench -- intake|notify|escalate|list|ui|start|soak [--count N] [--rounds N] [--json FILE]`: the figures of a real
 * backend beside a reference in the same run; N seconds a figure, recipients, escalations or incidents. FILE holds the
 * rounds, their `median` and a `summary`. Ends with code 1 where a figure of the summary passes its bound.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { endAll } from '../harness/ends.mjs';
import { escalate } from './escalate.mjs';
import { median } from './figures.mjs';
import { intake } from './intake.mjs';
import { list } from './list.mjs';
import { notify } from './notify.mjs';
import { soak } from './soak.mjs';
import { start } from './start.mjs';
import { ui } from './ui.mjs';

/** @typedef {Readonly<Record<string, number>>} Round figures by name; seconds where the name says so */

/**
 * @typedef {object} Bench
 * @property {() => Promise<Round>} round
 * @property {(median: Round) => Readonly<Record<string, number | undefined>>} summary what is promised, of the rounds' medians
 * @property {Round} [bounds] what figures of the summary may not pass
 * @property {number} [rounds] how many where nobody says
 */
/** @type {Readonly<Record<string, (count?: number) => Promise<Bench>>>} */
const benches = { intake, notify, escalate, list, ui, start, soak };

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string' }, count: { type: 'string' }, json: { type: 'string' } },
});
const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
const count = values.count === undefined ? undefined : Number(values.count);
const chosen = benches[positionals[0] ?? ''];
if (!chosen || positionals.length !== 1 || !isCount(rounds ?? 1) || !isCount(count ?? 1)) {
  const names = Object.keys(benches).join('|');
  process.stderr.write(`Usage: npm run bench -- ${names} [--count N] [--rounds N] [--json FILE]\n`);
  process.exitCode = 1;
} else {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.once(signal, () => void leave(`Interrupted by ${signal}.`));
  }
  // What nobody waited for fails here; it must not leave servers behind.
  process.once('uncaughtException', (error) => void leave(`The bench failed: ${error.message}`));
  try {
    await measure(chosen);
  } catch (error) {
    process.stderr.write(`The bench failed: ${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  } finally {
    await endAll();
  }
}

/** @param {string} why */
async function leave(why) {
  process.stderr.write(`${why}\n`);
  await endAll();
  process.exit(1);
}

/** @param {NonNullable<typeof chosen>} begin */
async function measure(begin) {
  const bench = await begin(count);
  /** @type {Round[]} */
  const measured = [];
  for (let number = 1; number <= (rounds ?? bench.rounds ?? 3); number += 1) {
    const round = await bench.round();
    measured.push(round);
    process.stdout.write(`round ${number}: ${describe(round)}\n`);
  }
  const medians = Object.fromEntries(
    Object.keys(measured[0] ?? {}).map((name) => [name, median(measured.map((round) => round[name] ?? NaN))]),
  );
  const summary = bench.summary(medians);
  process.stdout.write(`median: ${describe(medians)}\nsummary: ${JSON.stringify(summary)}\n`);
  const all = { rounds: measured, median: medians, summary };
  for (const [name, bound] of Object.entries(bench.bounds ?? {})) {
    if ((summary[name] ?? NaN) <= bound) continue;
    process.stderr.write(`${name} is ${summary[name]}, and its bound is ${bound}\n`);
    process.exitCode = 1;
  }
  if (values.json) await writeFile(values.json, `${JSON.stringify(all, null, 2)}\n`);
}

/** @param {number} number */
function isCount(number) {
  return Number.isInteger(number) && number >= 1;
}

/** @param {Round} round */
function describe(round) {
  return Object.entries(round)
    .map(([name, figure]) => `${name} ${Number.isInteger(figure) ? figure : figure.toFixed(2)}`)
    .join(', ');
}
