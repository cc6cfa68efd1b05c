import { pace, tellOneOfPaced } from './pace.mjs';
import { handOverAlone } from './reference.mjs';
import { alertOf, perThousand, startStand, until } from './stand.mjs';

const TEAM = 750;

/**
 * One incident whose first step tells so many responders by mail: from its commit to the last mail handed over. And
 * incidents that tell one person each, fifty a second and a thousand in one: from the 202 to the mail.
 */
export async function notify(recipients = 1_500) {
  const stand = await startStand(1);
  const people = await stand.addPeople(recipients);
  const targets = [];
  for (let at = 0; at < recipients; at += TEAM) {
    const team = await stand.api.call('POST', '/v1/teams', {
      name: `team ${at}`,
      member_ids: people.slice(at, at + TEAM),
    });
    targets.push({ type: 'team', id: team['id'] });
  }
  await stand.api.call('POST', '/v1/escalation-policies', {
    name: 'everybody',
    is_default: true,
    steps: [{ timeout_seconds: 3_600, targets }],
  });
  await tellOneOfPaced(stand, people[0] ?? '');
  let number = 0;
  return {
    summary: (/** @type {Readonly<Record<string, number>>} */ median) => ({
      p99_ms: median['at_50_per_second_p99_ms'],
      burst_1500_seconds: median['last_seconds'],
    }),
    async round() {
      number += 1;
      stand.sink.empty();
      const alone = await handOverAlone(stand.smtpUrl, recipients);
      stand.sink.empty();
      const before = await stand.costs();
      await stand.source.call('POST', '/v1/alerts/elastic', alertOf(`checkout-${number}`));
      const began = performance.now();
      await until(() => stand.sink.taken().length >= recipients);
      const taken = stand.sink.taken();
      const seconds = ((taken.at(-1)?.at ?? 0) - began) / 1000;
      await until(stand.isAllWritten);
      const written = (performance.now() - began) / 1000;
      const first = ((taken[0]?.at ?? 0) - began) / 1000;
      const doubled = taken.length - new Set(taken.map(({ id }) => id)).size;
      const costs = perThousand(before, await stand.costs(), recipients);
      const steady = await pace(stand, { count: 500, perSecond: 50 });
      const sudden = await pace(stand, { count: 1_000, perSecond: 1_000 });
      return {
        recipients,
        first_seconds: first,
        last_seconds: seconds,
        written_seconds: written,
        reference_seconds: alone,
        times_reference: seconds / alone,
        ...costs,
        doubled,
        ...named('at_50_per_second', steady),
        ...named('at_1000_in_one', sudden),
      };
    },
  };
}

/** @param {string} name @param {Readonly<Record<string, number>>} figures */
function named(name, figures) {
  return Object.fromEntries(Object.entries(figures).map(([figure, value]) => [`${name}_${figure}`, value]));
}
