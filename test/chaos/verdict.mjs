/** @typedef {import('./world.mjs').World} World */
/** @typedef {{ readonly rawEventId: string, readonly incidentId: string }} Accepted */

/** By Kibana's token of an incident: what a mail or a webhook call belongs to. */
const DELIVERY = /([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/;

/**
 * What still has to happen: rows that wait for nothing but a worker. A policy that ran out, as by a clock that is an hour
 * ahead, begins again after an hour: that is no wait for a worker.
 */
const UNDONE = `
  select 'delivery' as kind, id::text from deliveries where status in ('pending', 'sending')
  union all select 'escalation', id::text from escalations where status in ('pending', 'active', 'notified') and step = 1
     and (run = 1 or snapshot is not null or due_at is null or due_at > now() + interval '61 minutes')
  union all select 'parked', id::text from deliveries where parked_at is not null`;

/** Whether all that was begun has come to its end. @param {World} world */
export async function isQuiet(world) {
  try {
    return (await world.rows(`${UNDONE} limit 1`)).length === 0;
  } catch {
    // The database may be on its way back.
    return false;
  }
}

/**
 * Compares what the senders were told, and what the receivers got, with what the tables hold.
 * @param {World} world @param {readonly Accepted[]} accepted
 */
export async function judge(world, accepted) {
  const lost = [...(await findLostEvents(world, accepted)), ...(await findUntold(world, accepted))];
  const doubled = [...(await findDoubledMessages(world)), ...(await findDoubledSteps(world))];
  const stuck = (await world.rows(UNDONE)).map(({ kind, id }) => `${kind} ${id}`);
  return { lost, doubled, stuck };
}

/** Accepted, and not in the ledger. @param {World} world @param {readonly Accepted[]} accepted */
async function findLostEvents(world, accepted) {
  const rows = await world.rows(
    `select given.id from unnest($1::uuid[]) as given (id)
      where not exists (select from raw_events r where r.id = given.id)
         or not exists (select from ledger_entries l where l.raw_event_id = given.id)`,
    [accepted.map(({ rawEventId }) => rawEventId)],
  );
  return rows.map(({ id }) => `raw event ${id}`);
}

/** Accepted, and one of those who had to hear of it did not. @param {World} world @param {readonly Accepted[]} accepted */
async function findUntold(world, accepted) {
  const deliveries = await world.rows(
    `select d.id, d.incident_id from deliveries d join notifications n on n.id = d.notification_id where n.event = 'escalation_step'`,
  );
  const incidentOf = new Map(deliveries.map(({ id, incident_id: incidentId }) => [id, incidentId]));
  const told = new Set();
  for (const { key, to } of [...world.mail.arrived, ...world.webhook.arrived]) {
    told.add(`${incidentOf.get(deliveryOf(key))} ${to}`);
  }
  const wanted = ['ada@example.com', 'webhook', 'grace@example.com'];
  return accepted.flatMap(({ incidentId }) =>
    wanted.filter((to) => !told.has(`${incidentId} ${to}`)).map((to) => `incident ${incidentId} to ${to}`),
  );
}

/** The same news to the same person under another key. @param {World} world */
async function findDoubledMessages(world) {
  const rows = await world.rows(
    `select d.id, concat_ws(' ', n.incident_id, n.run, n.round, n.step, n.event, n.recipient_id, n.channel) as news
       from deliveries d join notifications n on n.id = d.notification_id`,
  );
  const newsOf = new Map(rows.map(({ id, news }) => [id, news]));
  const keysOf = new Map();
  const strangers = [];
  for (const { key, to } of [...world.mail.arrived, ...world.webhook.arrived]) {
    const news = newsOf.get(deliveryOf(key));
    if (news === undefined) strangers.push(`${key} to ${to}, of which the tables know nothing`);
    else keysOf.set(news, (keysOf.get(news) ?? new Set()).add(key));
  }
  const doubled = [...keysOf]
    .filter(([, keys]) => keys.size > 1)
    .map(([news, keys]) => `${news}: ${[...keys].join(', ')}`);
  return [...strangers, ...doubled];
}

/** A step that was gone through twice in one round, or an incident with two live runs. @param {World} world */
async function findDoubledSteps(world) {
  const rows = await world.rows(
    `select 'step ' || escalation_id || ' ' || round || ' ' || step as twice
       from escalation_steps group by escalation_id, round, step having count(*) > 1
     union all
     select 'runs of ' || incident_id from escalations where status <> 'resolved' group by incident_id having count(*) > 1
     union all
     select 'told twice ' || incident_id || ' ' || run || ' ' || round || ' ' || step
       from notifications where event = 'escalation_step'
      group by incident_id, run, round, step, recipient_id, channel having count(*) > 1`,
  );
  return rows.map(({ twice }) => twice);
}

/** @param {string} key */
function deliveryOf(key) {
  return DELIVERY.exec(key)?.[1] ?? key;
}
