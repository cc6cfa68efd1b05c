/** Whether a machine has room for a load: too little of it measures the machine, or ends in the middle. */
import { statfs, readFile } from 'node:fs/promises';
import { freemem, tmpdir } from 'node:os';

/** Megabytes. */
const LEAST = { disk: 2_048, memory: 1_024 };

/** @param {{ readonly folder?: string, readonly disk?: number, readonly memory?: number }} [needed] megabytes; the folder for temporary files where none is named */
export async function requireRoom({ folder = tmpdir(), disk = LEAST.disk, memory = LEAST.memory } = {}) {
  const { bavail, bsize } = await statfs(folder);
  const lacks = [
    lack(`megabytes of disk in ${folder}`, (bavail * bsize) / 2 ** 20, disk),
    lack('megabytes of memory', (await availableBytes()) / 2 ** 20, memory),
  ].filter((text) => text !== null);
  if (lacks.length > 0) throw new Error(`There is too little room: ${lacks.join('; ')}.`);
}

/** @param {string} what @param {number} found @param {number} needed */
function lack(what, found, needed) {
  return found >= needed ? null : `found ${Math.floor(found)} ${what}, expected at least ${needed}`;
}

/** With what others hold only as a cache. */
async function availableBytes() {
  try {
    const [, kilobytes] = /^MemAvailable:\s+(\d+) kB$/m.exec(await readFile('/proc/meminfo', 'utf8')) ?? [];
    return kilobytes === undefined ? freemem() : Number(kilobytes) * 1024;
  } catch {
    // Only Linux says it there.
    return freemem();
  }
}
