import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { AT, catchAllTeam, later } from '../../../test/harness/rows.ts';
import { DeliveryPatrolRepository } from '../delivery/delivery-patrol.repository.ts';
import { RunPatrolRepository } from '../escalation/run-patrol.repository.ts';
import { IncidentPatrolRepository } from '../incident/incident-patrol.repository.ts';
import { RawEventRepository } from '../ingestion/raw-event.repository.ts';
import { NotificationPatrolRepository } from '../notification/notification-patrol.repository.ts';
import type { Database } from '../platform/database.ts';

const ROWS = 100_000;
const STRETCH = 1_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

let place: TestDatabase;
beforeAll(async () => {
  place = await testDatabase();
  const { database } = place;
  await database.transaction(async (transaction) => {
    await transaction.raw('set local statement_timeout = 0');
    const teamId = await catchAllTeam(place.database);
    // The search is not what is measured, and takes longest to fill.
    await transaction.raw('alter table incidents drop column search');
    await transaction.raw(
      `insert into incidents (id, title, severity, urgency, links, team_id, alert_id, status, alert_count, created_at,
                              triggered_at, last_seen_at)
         select gen_random_uuid(), 'Disk full ' || n, 'error', 'high', '{}', :teamId, gen_random_uuid(),
                case when n % 3 = 0 then 'resolved' else 'triggered' end, 1, :at::timestamptz + n * interval '1 second',
                :at, :at
           from generate_series(1, :rows::int) n`,
      { teamId, at: AT, rows: ROWS },
    );
    await transaction.raw(
      `insert into escalations (id, incident_id, run, urgency, started_because, round, step, status, due_at, created_at)
         select gen_random_uuid(), id, 1, urgency, 'opened', 1, 1,
                case when status = 'resolved' then status else 'active' end, :at, :at from incidents`,
      { at: AT },
    );
    await transaction.raw(
      `insert into notifications (id, unique_key, incident_id, escalation_id, run, round, step, event, recipient_type,
                                  recipient_id, channel, created_at)
         select gen_random_uuid(), id::text, incident_id, id, 1, 1, 1, 'escalation_step', 'user', gen_random_uuid(),
                'email', :at from escalations`,
      { at: AT },
    );
    await transaction.raw(
      `insert into deliveries (id, notification_id, incident_id, channel, urgency, status, due_at, created_at,
                               receipt_due_at)
         select gen_random_uuid(), id, incident_id, 'email', 'high',
                (array['pending', 'sent', 'failed', 'suppressed'])[1 + (hashtext(id::text) & 3)], :at, :at, :at
           from notifications`,
      { at: AT },
    );
    await transaction.raw(
      `insert into raw_events (id, received_at, source_id, body, body_size, body_sha256)
         select gen_random_uuid(), :at::timestamptz + n * interval '1 second', gen_random_uuid(), '', 0, ''
           from generate_series(1, :rows::int) n`,
      { at: AT, rows: ROWS },
    );
    await transaction.raw(
      `insert into ledger_entries (raw_event_id, position, received_at, source_id, outcome)
         select id, 0, received_at, source_id, 'opened' from raw_events`,
    );
  });
  await database.raw('analyze');
}, 240_000);
afterAll(() => place.drop());

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly Plans?: readonly PlanNode[];
}

function nodesOf(node: PlanNode): readonly PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}

/** The plan of the one query that `ask` makes on the database that it is given. */
async function planOf(ask: (database: Database) => Promise<unknown>): Promise<readonly PlanNode[]> {
  const { database } = place;
  const asked: { readonly sql: string; readonly bindings: readonly unknown[] }[] = [];
  const listen = ({ sql, bindings }: { sql: string; bindings: readonly unknown[] }) => asked.push({ sql, bindings });
  database.on('query', listen);
  await ask(database);
  database.removeListener('query', listen);
  const [{ sql, bindings } = { sql: '', bindings: [] }] = asked;
  expect(asked).toHaveLength(1);
  const connection = await database.client.acquireConnection();
  try {
    const { rows } = await connection.query(`explain (analyze, format json) ${sql}`, bindings);
    return nodesOf((rows[0]['QUERY PLAN'] as readonly { readonly Plan: PlanNode }[])[0]?.Plan as PlanNode);
  } finally {
    await database.client.releaseConnection(connection);
  }
}

const middle = '80000000-0000-0000-0000-000000000000';

test.each<[string, string, (database: Database) => Promise<unknown>]>([
  [
    'open incidents',
    'incidents_unresolved',
    (database) =>
      new IncidentPatrolRepository(database).after({ status: 'triggered', createdAt: later(500), id: FIRST }, STRETCH),
  ],
  ['live runs', 'escalations_one_live', (database) => new RunPatrolRepository(database).after(middle, STRETCH)],
  [
    'notifications',
    'notifications_pkey',
    (database) => new NotificationPatrolRepository(database).after(middle, STRETCH),
  ],
  [
    'waiting deliveries',
    'deliveries_waiting',
    (database) => new DeliveryPatrolRepository(database).waitingAfter(middle, STRETCH),
  ],
  [
    'deliveries without a receipt',
    'deliveries_awaiting_receipt',
    (database) => new DeliveryPatrolRepository(database).withoutReceipt(later(1), STRETCH),
  ],
  [
    'raw events',
    'raw_events_default_pkey',
    (database) => new RawEventRepository(database).after({ receivedAt: later(500), id: FIRST }, later(ROWS), STRETCH),
  ],
])(
  'a stretch of %s reads its index (%s) and no table as a whole, of a hundred thousand rows',
  async (_, index, ask) => {
    const nodes = await planOf(ask);
    expect(nodes.map((node) => node['Index Name'])).toContain(index);
    const large = ['incidents', 'escalations', 'notifications', 'deliveries', 'raw_events_default', 'ledger_entries'];
    const scanned = nodes.filter(
      (node) => node['Node Type'] === 'Seq Scan' && large.includes(node['Relation Name'] ?? ''),
    );
    expect(scanned).toEqual([]);
    for (const node of nodes) expect(node['Actual Rows'] * node['Actual Loops']).toBeLessThanOrEqual(2 * STRETCH);
  },
);

test('walks through all of them, each once', async () => {
  const runs = new RunPatrolRepository(place.database);
  const seen = new Set<string>();
  let after: string | null = null;
  for (;;) {
    const rows = await runs.after(after, 5_000);
    for (const { id } of rows) seen.add(id);
    const last = rows.at(-1);
    if (!last) break;
    after = last.incidentId;
  }
  const [live] = await place.database('escalations').whereNot('status', 'resolved').count({ count: '*' });
  expect(seen.size).toBe(Number(live?.['count']));
}, 120_000);
