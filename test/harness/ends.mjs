/** What was started and has to be ended, whatever comes in between. */

/** @type {(() => unknown)[]} */
const ends = [];

/** The last that was started ends first. @param {() => unknown} end */
export function atEnd(end) {
  ends.push(end);
}

/** Ends all of it; that one does not end keeps the others from nothing. */
export async function endAll() {
  for (const end of ends.splice(0).reverse()) {
    try {
      await end();
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    }
  }
}
