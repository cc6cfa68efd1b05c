import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs a program to its end, quietly. @param {string} program @param {readonly string[]} args @param {string} [cwd] */
export async function run(program, args, cwd) {
  const child = spawn(program, [...args], { ...(cwd && { cwd }), stdio: ['ignore', 'ignore', 2] });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with code ${code}`);
}
