import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { BackendProcess, environmentOf, eventually, type Environment } from '../harness/backend-process.ts';
import { ELASTIC_KEY, FakeElasticsearch } from '../harness/fake-elasticsearch.ts';
import { House } from '../harness/house.ts';
import { lostEvents } from '../harness/kept.ts';

const ALERTS = 450;
const PAGES = 3;
/** Transactions of others that have written, and are not over. */
const WRITING = `pg_stat_activity
  where datname = current_database() and backend_xid is not null and pid <> pg_backend_pid()`;

let house: House;
let elasticsearch: FakeElasticsearch;
let env: Environment;
let running: BackendProcess | null = null;
/** Ends what a test holds locked. */
let unlock: (() => Promise<unknown>) | null = null;

/** What is pulled is set up by a backend in here, whose workers rest; the one that polls is killed. */
beforeEach(async () => {
  house = await House.start({ policy: null });
  house.clock.set(new Date());
  elasticsearch = await FakeElasticsearch.start();
  env = environmentOf({ databaseUrl: house.database.url, smtpPort: house.mailbox.server.smtpPort });
  const at = new Date(Date.now() - 600_000);
  for (let index = 0; index < ALERTS; index += 1) {
    elasticsearch.shows(house.elastic.active(`alert ${index}`, { tags: ['incidents-for-kibana'], at }));
  }
  await house.api.ok('PUT', `/v1/sources/${house.sourceId}/pull`, {
    elasticsearch_url: elasticsearch.url,
    api_key: ELASTIC_KEY,
    interval_seconds: 10,
  });
});
afterEach(async () => {
  await running?.ended('SIGKILL');
  running = null;
  await unlock?.();
  unlock = null;
  await house.stop();
  await elasticsearch.stop();
});

describe('SIGKILL in mid-poll neither skips nor doubles an alert', () => {
  test.each(Array.from({ length: PAGES }, (_, page) => [page]))('before page %i', async (page) => {
    await killed((search) => search === page);
    const before = await house.count('raw_events');
    expect(before).toBe(page * 200);
    expect(await lostEvents(house.database.database)).toEqual([]);
    await goesOn();
    expect(await house.count('raw_events')).toBe(ALERTS);
  });

  test('in the middle of a commit', async () => {
    const { database } = house.database;
    const holder = await database.transaction();
    unlock = async () => holder.rollback();
    // However long a busy machine takes to start a backend.
    await holder.raw('set local idle_in_transaction_session_timeout = 0');
    await holder.raw('lock table ledger_entries in share row exclusive mode');
    running = (await BackendProcess.listening(env)).process;
    await eventually(async () => (await house.count(`pg_locks where not granted`)) > 0);
    expect(await running.ended('SIGKILL')).toMatchObject({ signal: 'SIGKILL' });
    await unlock();
    unlock = null;
    // The server notices that the connection is gone once its statement is through.
    await eventually(async () => (await house.count(WRITING)) === 0);
    expect(await house.count('raw_events')).toBe(0);
    expect(await house.count('incidents')).toBe(0);
    await leaseRunsOut();
    await goesOn();
    expect(await house.count('raw_events')).toBe(ALERTS);
  });
});

/** Starts a backend that polls, and kills it when a search comes at which `isMoment`; that one is never answered. */
async function killed(isMoment: (search: number) => boolean | Promise<boolean>): Promise<void> {
  let searches = -1;
  // It may search before it is known here that it listens.
  const starting = BackendProcess.listening(env);
  const moment = new Promise<void>((resolve) => {
    elasticsearch.beforeSearch = async ({ query }) => {
      if (query?.['range'] === undefined) return;
      searches += 1;
      if (!(await isMoment(searches))) return;
      resolve();
      await (await starting).process.ended();
    };
  });
  running = (await starting).process;
  await moment;
  expect(await running.ended('SIGKILL')).toMatchObject({ signal: 'SIGKILL' });
  running = null;
  elasticsearch.beforeSearch = () => undefined;
  await leaseRunsOut();
}

/** As if the lease of whoever was killed had run out. */
async function leaseRunsOut(): Promise<void> {
  await house.database.database('source_pulls').update({ leasedUntil: new Date(0) });
}

async function goesOn(): Promise<void> {
  running = (await BackendProcess.listening(env)).process;
  await eventually(async () => (await house.count(`source_pulls where pulled_at is not null`)) === 1);
  // One more poll over the same documents changes nothing.
  await house.database.database('source_pulls').update({ pulledAt: null, dueAt: new Date(0) });
  await eventually(async () => (await house.count(`source_pulls where pulled_at is not null`)) === 1);
  expect(await house.count('incidents')).toBe(ALERTS);
  expect(await house.count(`(select distinct dedup_key from incident_alerts) as keys`)).toBe(ALERTS);
  expect(await house.count(`ledger_entries where outcome = 'opened'`)).toBe(ALERTS);
  expect(await lostEvents(house.database.database)).toEqual([]);
}
