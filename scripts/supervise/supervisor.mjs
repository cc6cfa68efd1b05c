/**
 * Holds one program on behalf of another, which holds this one by its standard input. When that closes, for whatever
 * reason and be it SIGKILL, the program is asked to end. It lives in a session of its own, so that Ctrl-C in the
 * terminal reaches nobody before the one who started it all, who knows the order.
 */
import { spawn } from 'node:child_process';
import { writeSync } from 'node:fs';

/** @type {import('./launch.mjs').Wanted} */
const wanted = JSON.parse(process.argv[2] ?? '');

const child = spawn(wanted.command, wanted.args, {
  cwd: wanted.cwd,
  stdio: ['ignore', 'inherit', 'inherit'],
  ...wanted.account,
});
child.on('spawn', () => report(String(child.pid)));
child.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));

let stopping = false;
function stop() {
  if (stopping) return;
  stopping = true;
  wanted.endWith.forEach((signal, index) => {
    if (index === 0) child.kill(signal);
    else setTimeout(() => child.kill(signal), index * 15_000).unref();
  });
}

process.stdin.resume().on('end', stop).on('close', stop).on('error', stop);
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, stop);

/** @param {string} pid */
function report(pid) {
  try {
    writeSync(3, `${pid}\n`);
  } catch {
    // Whoever asked is gone already; standard input says so too.
    stop();
  }
}
