import { setTimeout as pause } from 'node:timers/promises';
import { alertOf } from '../bench/stand.mjs';

/** @typedef {import('./world.mjs').World} World */
/** @typedef {import('./verdict.mjs').Accepted} Accepted */

/** As Kibana does. */
const TRIES = 3;
let number = 0;

/**
 * Posts alerts to the backends by turns until it is told to stop; remembers those that were accepted.
 * @param {World} world @param {number} perSecond
 */
export function startLoad({ backends, sourceToken }, perSecond) {
  /** @type {Accepted[]} */
  const accepted = [];
  /** @type {{ posted: number, refused: number, answers: Record<string, number> }} */
  const figures = { posted: 0, refused: 0, answers: {} };
  const note = (/** @type {string | number} */ answer) =>
    (figures.answers[answer] = (figures.answers[answer] ?? 0) + 1);
  let isOver = false;
  const running = (async () => {
    /** @type {Promise<void>[]} */
    const posts = [];
    while (!isOver) {
      posts.push(post(alertOf(`chaos-${(number += 1)}`)));
      await pause(1000 / perSecond);
    }
    await Promise.all(posts);
  })();

  /** @param {object} alert */
  async function post(alert) {
    figures.posted += 1;
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const backend = backends[(figures.posted + attempt) % backends.length];
      try {
        const answer = await fetch(`${backend?.url}/v1/alerts/elastic`, {
          method: 'POST',
          headers: { authorization: `Bearer ${sourceToken}`, 'content-type': 'application/json' },
          body: JSON.stringify(alert),
          signal: AbortSignal.timeout(20_000),
        });
        note(answer.status);
        if (answer.status === 202) {
          const { raw_event_id: rawEventId, results } = /** @type {any} */ (await answer.json());
          accepted.push({ rawEventId, incidentId: results[0].incident_id });
          return;
        }
      } catch (error) {
        note(error instanceof Error ? error.name : 'failed');
        // Nobody there, or gone in the middle of it: whoever is told nothing tries again.
      }
      await pause(500);
    }
    figures.refused += 1;
  }

  return {
    accepted,
    figures,
    async stop() {
      isOver = true;
      await running;
    },
  };
}
