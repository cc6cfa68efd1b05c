/** @typedef {import('./world.mjs').World} World */

/**
 * One of each that must be found: an accepted alert that is gone, a message that came twice under two keys, and a
 * delivery that nobody will ever take.
 * @param {World} world @param {readonly import('./verdict.mjs').Accepted[]} accepted
 */
export async function plant(world, accepted) {
  const [first] = accepted;
  if (!first) throw new Error('nothing was accepted: there is nothing to plant in');
  await world.rows('delete from ledger_entries where raw_event_id = $1', [first.rawEventId]);
  const [came] = world.mail.arrived;
  if (!came) throw new Error('no mail came: there is nothing to double');
  world.mail.arrived.push({ ...came, key: `another-${came.key}` });
  await world.rows(
    `update deliveries set status = 'pending', due_at = null, parked_at = now()
      where id = (select id from deliveries order by id desc limit 1)`,
  );
}
