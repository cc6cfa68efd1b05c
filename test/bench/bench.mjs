/**
 * `npm run bench -- notify|escalate [--count N] [--rounds N] [--json FILE]`: the figures of a real backend beside a
 * reference in the same run; N recipients or escalations. FILE holds the rounds and a `summary` of medians.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { escalate } from './escalate.mjs';
import { notify } from './notify.mjs';

/** @typedef {Readonly<Record<string, number>>} Round figures by name; seconds where the name says so */

/** @type {Readonly<Record<string, (count?: number) => Promise<{ readonly round: () => Promise<Round>, readonly stop: () => Promise<void> }>>>} */
const benches = { notify, escalate };

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '3' }, count: { type: 'string' }, json: { type: 'string' } },
});
const rounds = Number(values.rounds);
const count = values.count === undefined ? undefined : Number(values.count);
const start = benches[positionals[0] ?? ''];
if (!start || positionals.length !== 1 || !isCount(rounds) || !isCount(count ?? 1)) {
  const names = Object.keys(benches).join('|');
  process.stderr.write(`Usage: npm run bench -- ${names} [--count N] [--rounds N] [--json FILE]\n`);
  process.exitCode = 1;
} else {
  await measure(start);
}

/** @param {NonNullable<typeof start>} begin */
async function measure(begin) {
  const bench = await begin(count);
  /** @type {Round[]} */
  const measured = [];
  try {
    for (let number = 1; number <= rounds; number += 1) {
      const round = await bench.round();
      measured.push(round);
      process.stdout.write(`round ${number}: ${describe(round)}\n`);
    }
  } finally {
    await bench.stop();
  }
  const summary = Object.fromEntries(
    Object.keys(measured[0] ?? {}).map((name) => [name, median(measured.map((round) => round[name] ?? NaN))]),
  );
  process.stdout.write(`median: ${describe(summary)}\n`);
  if (values.json) await writeFile(values.json, `${JSON.stringify({ rounds: measured, summary }, null, 2)}\n`);
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

/** @param {number[]} figures */
function median(figures) {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}
