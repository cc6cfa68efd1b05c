import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const clone = fileURLToPath(new URL('../..', import.meta.url));

/** @typedef {{ readonly code: number, readonly output: string, readonly stdout: string }} Ended */

/**
 * Runs a tool that npm installed, by its file: no shell, no npx.
 * @param {string} tool its path below node_modules
 * @param {readonly string[]} args
 * @param {{ readonly cwd?: string }} [options]
 * @returns {Promise<Ended>} `output` is all that it printed, `stdout` what programs read
 */
export function run(tool, args, { cwd = clone } = {}) {
  const child = spawn(process.execPath, [`${clone}node_modules/${tool}`, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1' },
  });
  let [output, stdout] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => (output += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output, stdout }));
  });
}
