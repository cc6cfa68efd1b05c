import { setTimeout as pause } from 'node:timers/promises';
import { spread } from './figures.mjs';
import { alertOf, until } from './stand.mjs';

/** Services whose incidents tell one person each; nobody else hears of them. */
const PACED = 'paced-*';

/** @param {import('./stand.mjs').Stand} stand @param {string} personId */
export async function tellOneOfPaced(stand, personId) {
  await stand.api.call('POST', '/v1/escalation-policies', {
    name: 'one',
    matchers: { service: [PACED] },
    steps: [{ timeout_seconds: 3_600, targets: [{ type: 'user', id: personId }] }],
  });
  // What is measured is the way through, not how much one person is told.
  const { people, ...limits } = await stand.api.call('GET', '/v1/throttles');
  const none = Object.fromEntries(Object.keys(/** @type {object} */ (people)).map((channel) => [channel, null]));
  await stand.api.call('PUT', '/v1/throttles', { ...limits, merge_above: null, people: none });
}

let number = 0;

/**
 * Posts so many alerts at such a pace, and tells how long each took from its 202 until the mail server had its mail.
 * @param {import('./stand.mjs').Stand} stand @param {{ readonly count: number, readonly perSecond: number }} how
 */
export async function pace(stand, { count, perSecond }) {
  stand.sink.empty();
  /** @type {Map<string, number>} */
  const acceptedAt = new Map();
  const began = performance.now();
  const posts = Array.from({ length: count }, async (_, at) => {
    const due = began + (at * 1000) / perSecond;
    await pause(Math.max(0, due - performance.now()));
    number += 1;
    const answer = await stand.source.call('POST', '/v1/alerts/elastic', alertOf(`paced-${number}`));
    const [result] = /** @type {{ incident_id: string }[]} */ (answer['results']);
    acceptedAt.set(result?.incident_id ?? '', performance.now());
  });
  await Promise.all(posts);
  await until(() => stand.sink.taken().length >= count);
  const rows = await stand.rows(`select id, incident_id from deliveries where incident_id = any($1)`, [
    [...acceptedAt.keys()],
  ]);
  const incidentOf = new Map(rows.map(({ id, incident_id: incidentId }) => [id, incidentId]));
  const took = stand.sink.taken().flatMap(({ id, at }) => {
    const [, delivery = ''] = /delivery-([0-9a-f-]{36})@/.exec(id) ?? [];
    const accepted = acceptedAt.get(incidentOf.get(delivery));
    return accepted === undefined ? [] : [at - accepted];
  });
  if (took.length < count)
    throw new Error(`of ${count} mails ${count - took.length} belong to no alert that was posted`);
  return spread(took);
}
