/** The ports that the system uses, from the environment; 0 stands for a free one. */
import { freePort, isPortFree } from '../ports.mjs';

const defaults = { PORT: 8650, PREVIEW_PORT: 8651, MAILBOX_PORT: 8652, MAILBOX_SMTP_PORT: 8653, POSTGRES_PORT: 0 };

/** @typedef {keyof typeof defaults} PortName */

/**
 * @param {Readonly<Record<string, string | undefined>>} env
 * @param {readonly PortName[]} names those that are needed
 * @returns {Promise<Record<PortName, number>>}
 */
export async function choosePorts(env, names) {
  const chosen = { ...defaults };
  for (const name of names) {
    const wanted = readPort(name, env[name] || String(defaults[name]));
    const other = names.slice(0, names.indexOf(name)).find((earlier) => wanted !== 0 && chosen[earlier] === wanted);
    if (other) throw new Error(`${name} and ${other} are both ${wanted}.`);
    if (wanted !== 0 && !(await isPortFree(wanted))) {
      throw new Error(`Port ${wanted} is in use. Set ${name} to another port, or to 0 for a free one.`);
    }
    chosen[name] = wanted;
  }
  for (const name of names) chosen[name] ||= await freePortBut(Object.values(chosen));
  return chosen;
}

/** @param {string} name @param {string} text */
function readPort(name, text) {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new Error(`${name} is ${JSON.stringify(text)}; a number from 0 to 65535 is expected.`);
}

/** @param {readonly number[]} taken */
async function freePortBut(taken) {
  for (;;) {
    const port = await freePort();
    if (!taken.includes(port)) return port;
  }
}
