/** What was started and has to be ended, whatever comes in between. */

/** @type {(() => unknown)[]} */
const ends = [];

/** The last that was started ends first. @param {() => unknown} end */
export function atEnd(end) {
  ends.push(end);
}

/** @type {Promise<void> | null} */
let ending = null;

/** Ends all of it; that one does not end keeps the others from nothing. Who asks again waits for the same end. */
export function endAll() {
  ending ??= endEach().finally(() => {
    ending = null;
  });
  return ending;
}

async function endEach() {
  for (let end = ends.pop(); end; end = ends.pop()) {
    try {
      await end();
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    }
  }
}
