/** @typedef {import('./run.mjs').Terminal} Terminal */

const WIDTH = 30;

/** Lines and documents on standard output, of which one or the other; a bar for the rest where somebody watches. @param {boolean} json @returns {Terminal} */
export function openTerminal(json) {
  const isTerminal = process.stderr.isTTY === true && process.stdin.isTTY === true;
  return {
    say: (line) => void (json ? process.stderr : process.stdout).write(`${line}\n`),
    give: (document) => {
      if (json) process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    },
    progress: (done, of) => {
      if (isTerminal) process.stderr.write(`\r${bar(done, of)}${done === of ? '\n' : ''}`);
    },
    isTerminal,
    input: process.stdin,
  };
}

/** @param {number} done @param {number} of */
function bar(done, of) {
  const full = Math.round((WIDTH * done) / Math.max(of, 1));
  return `[${'#'.repeat(full)}${' '.repeat(WIDTH - full)}] ${done} of ${of}`;
}
