import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** @typedef {import('./world.mjs').World} World */
/**
 * @typedef {object} Fault
 * @property {string} name
 * @property {(world: World, random: () => number) => Promise<void>} strike does the harm, for a while, and mends it
 */

const HOUR_MS = 3_600_000;
/** Longer than a lease lasts. */
const FROZEN_MS = 35_000;

/** @param {() => number} random @param {number} most */
const upTo = (random, most) => Math.floor(random() * most);

/** @type {readonly Fault[]} */
export const FAULTS = [
  { name: 'a backend is killed', strike: killBackend },
  { name: 'both backends are killed', strike: killBoth },
  { name: 'PostgreSQL is killed', strike: killPostgres },
  { name: 'a backend is killed while PostgreSQL is', strike: killBackendAndPostgres },
  { name: 'a backend is frozen past its lease', strike: freeze },
  { name: 'the mail server is cut off', strike: mood('mail', 'cut') },
  { name: 'the mail server is slow, and a backend is killed', strike: slowAndKilled },
  { name: 'the mail server fails', strike: mood('mail', 'failing') },
  { name: 'the mail server answers nonsense', strike: mood('mail', 'garbage') },
  { name: 'the webhook is cut off', strike: mood('webhook', 'cut') },
  { name: 'the webhook is slow', strike: mood('webhook', 'slow') },
  { name: 'the webhook fails', strike: mood('webhook', 'failing') },
  { name: 'the webhook answers nonsense', strike: mood('webhook', 'garbage') },
  { name: 'the clocks go an hour ahead and back', strike: moveClocks },
  { name: 'the volume of the database is full', strike: fillVolume },
  { name: 'Redis is killed', strike: killRedis },
];

/** @param {World} world @param {() => number} random */
async function killBackend({ backends }, random) {
  const backend = backends[upTo(random, backends.length)];
  await pause(upTo(random, 1_500));
  await backend?.kill();
  await pause(upTo(random, 1_500));
  await backend?.start();
}

/** @param {World} world @param {() => number} random */
async function killBoth({ backends }, random) {
  await pause(upTo(random, 1_500));
  await Promise.all(backends.map((backend) => backend.kill()));
  await Promise.all(backends.map((backend) => backend.start()));
}

/** @param {World} world @param {() => number} random */
async function killPostgres({ postgres }, random) {
  await pause(upTo(random, 1_500));
  await postgres.kill();
  await pause(upTo(random, 2_000));
  await postgres.restart();
}

/** @param {World} world @param {() => number} random */
async function killBackendAndPostgres(world, random) {
  await Promise.all([killBackend(world, random), killPostgres(world, random)]);
}

/** @param {World} world @param {() => number} random */
async function freeze({ backends }, random) {
  const backend = backends[upTo(random, backends.length)];
  backend?.freeze();
  await pause(FROZEN_MS);
  backend?.thaw();
}

/** @param {'mail' | 'webhook'} of @param {import('./receivers.mjs').Mood} given @returns {Fault['strike']} */
function mood(of, given) {
  return async (world) => {
    world[of].setMood(given);
    await pause(5_000);
    world[of].setMood('well');
  };
}

/** @param {World} world @param {() => number} random */
async function slowAndKilled(world, random) {
  world.mail.setMood('slow');
  await pause(1_000);
  await killBackend(world, random);
  world.mail.setMood('well');
}

/** @param {World} world */
async function moveClocks({ shiftClocks }) {
  await shiftClocks(HOUR_MS);
  await pause(4_000);
  await shiftClocks(0);
}

/** @param {World} world */
async function fillVolume({ volume }) {
  if (volume === null) return;
  const filler = join(volume, 'filler');
  try {
    await writeFile(filler, Buffer.alloc(1024 * 1024 * 1024));
  } catch (error) {
    // That there is no space left is what was wanted.
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOSPC') throw error;
  }
  await pause(4_000);
  await rm(filler, { force: true });
}

/** @param {World} world */
async function killRedis({ redis }) {
  if (redis === null) return;
  await redis.stop();
  await pause(3_000);
  await redis.start();
}
