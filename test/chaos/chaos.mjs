/**
 * `npm run chaos -- [--rounds N] [--seed N] [--rate N] [--only TEXT] [--plant] [--json FILE]`: kills and cuts while alerts come in, and
 * compares what was accepted with what people were told. Ends with code 1 when anything was lost, doubled or stuck.
 * `--plant` plants one of each, to see that they are found. FILE holds the rounds and a `summary`.
 */
import { writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { endAll } from '../harness/ends.mjs';
import { FAULTS } from './faults.mjs';
import { startLoad } from './load.mjs';
import { plant } from './plant.mjs';
import { isQuiet, judge } from './verdict.mjs';
import { startWorld } from './world.mjs';

const SETTLE_MS = 180_000;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    rate: { type: 'string', default: '20' },
    only: { type: 'string', default: '' },
    plant: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});
const [rounds, seed, rate] = [values.rounds, values.seed, values.rate].map(Number);
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.once(signal, () => void leave(`Interrupted by ${signal}.`));
}
process.once('uncaughtException', (error) => void leave(`Chaos failed: ${error.message}`));
const faults = FAULTS.filter(({ name }) => name.includes(values.only));
if (faults.length === 0 || ![rounds, seed, rate].every((number) => Number.isInteger(number) && Number(number) >= 1)) {
  process.stderr.write(
    `Usage: npm run chaos -- [--rounds N] [--seed N] [--rate N] [--only TEXT] [--plant] [--json FILE]\n\nTEXT is part of one of:\n${FAULTS.map(({ name }) => `  ${name}\n`).join('')}`,
  );
  process.exitCode = 1;
} else {
  await wreak(rounds ?? 0, seed ?? 0, rate ?? 0);
  await endAll();
}

/** @param {number} many @param {number} start @param {number} perSecond */
async function wreak(many, start, perSecond) {
  const world = await startWorld();
  if (world.volume === null) say('no volume of its own could be mounted: the round of the full disk does no harm');
  if (world.redis === null) say('redis-server is not installed: the round of Redis does no harm');
  say('begun');
  const random = randomOf(start);
  /** @type {import('./verdict.mjs').Accepted[]} */
  const accepted = [];
  /** @type {(Readonly<Record<'lost' | 'doubled' | 'stuck', readonly string[]>> & Readonly<Record<string, unknown>>)[]} */
  const measured = [];
  for (let number = 0; number < many; number += 1) {
    const fault = faults[number < faults.length ? number : Math.floor(random() * faults.length)];
    const load = startLoad(world, perSecond);
    await pause(1_000);
    await fault?.strike(world, random);
    await pause(1_000);
    await load.stop();
    const settled = performance.now();
    while (!(await isQuiet(world)) && performance.now() - settled < SETTLE_MS) await pause(200);
    accepted.push(...load.accepted);
    if (values.plant && number === 0) await plant(world, accepted);
    const { lost, doubled, stuck } = await judge(world, accepted);
    const round = {
      fault: fault?.name,
      ...load.figures,
      accepted: load.accepted.length,
      settle_seconds: Number(((performance.now() - settled) / 1000).toFixed(1)),
      ...{ lost, doubled, stuck },
    };
    measured.push(round);
    say(
      `round ${number + 1}: ${fault?.name}; posted ${round.posted}, accepted ${round.accepted}, ` +
        `quiet after ${round.settle_seconds} s; lost ${lost.length}, doubled ${doubled.length}, stuck ${stuck.length}`,
    );
    for (const found of [...lost, ...doubled, ...stuck].slice(0, 10)) say(`  ${found}`);
  }
  // The auditor sets some of it right later: that it was wrong stays counted.
  const count = (/** @type {'lost' | 'doubled' | 'stuck'} */ what) =>
    new Set(measured.flatMap((round) => round[what])).size;
  const summary = { lost: count('lost'), doubled: count('doubled'), stuck: count('stuck') };
  say(`summary: ${JSON.stringify({ ...summary, accepted: accepted.length })}`);
  if (values.json) await writeFile(values.json, `${JSON.stringify({ rounds: measured, summary }, null, 2)}\n`);
  if (summary.lost + summary.doubled + summary.stuck > 0) process.exitCode = 1;
}

/** The same numbers for the same seed, from 0 to 1. @param {number} start */
function randomOf(start) {
  let state = start;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** @param {string} line */
function say(line) {
  process.stdout.write(`${line}\n`);
}

/** @param {string} why */
async function leave(why) {
  process.stderr.write(`${why}\n`);
  await endAll();
  process.exit(1);
}
