import { handOverAlone } from './reference.mjs';
import { alertOf, perThousand, startStand, until } from './stand.mjs';

const AT_ONCE = 32;
const HEAD_START_SECONDS = 5;

/** Two backends, and so many escalations that fall due at one instant, each telling somebody else by mail. */
export async function escalate(escalations = 10_000) {
  const stand = await startStand(2);
  const people = await stand.addPeople(escalations);
  await stand.api.call('POST', '/v1/escalation-policies', {
    name: 'later',
    is_default: true,
    steps: [{ delay_seconds: 86_400, timeout_seconds: 86_400, targets: [{ type: 'user', id: people[0] }] }],
  });
  let number = 0;
  return {
    summary: (/** @type {Readonly<Record<string, number>>} */ median) => ({
      seconds: median['last_seconds'],
      twice: median['doubled'],
    }),
    async round() {
      number += 1;
      await open(stand, `round-${number}`, escalations);
      await giveEachAPerson(stand, people);
      const alone = await handOverAlone(stand.smtpUrl, escalations);
      stand.sink.empty();
      const before = await stand.costs();
      const [{ due_at: dueAt }] = await fallDue(stand, escalations);
      const began = performance.now() + (dueAt.getTime() - Date.now());
      await until(() => stand.sink.taken().length >= escalations);
      const taken = stand.sink.taken();
      const seconds = ((taken.at(-1)?.at ?? 0) - began) / 1000;
      await until(stand.isAllWritten);
      const written = (performance.now() - began) / 1000;
      const [{ count }] = await stand.rows(`select count(*)::int from deliveries where attempts > 1`);
      return {
        escalations,
        first_seconds: ((taken[0]?.at ?? 0) - began) / 1000,
        last_seconds: seconds,
        written_seconds: written,
        reference_seconds: alone,
        times_reference: seconds / alone,
        ...perThousand(before, await stand.costs(), escalations),
        doubled: taken.length - new Set(taken.map(({ id }) => id)).size,
        repeated_attempts: count,
      };
    },
  };
}

/** @param {import('./stand.mjs').Stand} stand @param {string} name @param {number} many */
async function open(stand, name, many) {
  let next = 0;
  const post = async () => {
    for (let at = next++; at < many; at = next++) {
      await stand.source.call('POST', '/v1/alerts/elastic', alertOf(`${name}-${at}`));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, post));
}

/** The copies of the policy that the runs go by name one person each, so that nobody is told twice. @param {import('./stand.mjs').Stand} stand @param {readonly string[]} people */
async function giveEachAPerson(stand, people) {
  await stand.rows(
    `with numbered as (select id, row_number() over (order by id) as number from escalations where status = 'pending'),
          given as (select person, number from unnest($1::text[]) with ordinality as given (person, number))
     update escalations e
        set snapshot = jsonb_set(e.snapshot, '{steps,0,targets,0,id}', to_jsonb(given.person))
       from numbered join given using (number) where numbered.id = e.id`,
    [people],
  );
}

/** @param {import('./stand.mjs').Stand} stand @param {number} many @returns {Promise<[{ due_at: Date }, ...{ due_at: Date }[]]>} */
async function fallDue(stand, many) {
  const dueAt = new Date(Date.now() + HEAD_START_SECONDS * 1000);
  const rows = await stand.rows(`update escalations set due_at = $1 where status = 'pending' returning due_at`, [
    dueAt,
  ]);
  if (rows.length !== many) throw new Error(`${rows.length} escalations wait, expected ${many}`);
  return /** @type {any} */ (rows);
}
