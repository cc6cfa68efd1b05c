import { afterEach, beforeEach, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Answer } from '../harness/api.ts';
import { House } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

let house: House;
let surgeon: pg.Client;
beforeEach(async () => {
  house = await House.start();
  surgeon = new pg.Client(house.database.url);
  await surgeon.connect();
});
afterEach(async () => {
  await surgeon.end();
  await house.stop();
});

/** Ends every connection to the database but the surgeon's own, whatever it is at, as a restart or a failover does. */
async function cut(): Promise<void> {
  await surgeon.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
}

/** Posts as Kibana does: what is answered 503 with a Retry-After is tried again. */
async function postsUntilTaken(body: unknown): Promise<void> {
  for (let tries = 0; tries < 10; tries += 1) {
    const answer = await house.elastic.tries(body);
    if (answer.status === 202) {
      expect(['opened', 'duplicate']).toContain(outcomeOf(answer));
      return;
    }
    expect(answer).toMatchObject({ status: 503, body: { type: 'urn:incidents:problem:unavailable' } });
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
  }
  throw new Error('the post was never taken');
}

const outcomeOf = ({ body }: Answer) => (body as { results: { outcome: string }[] }).results[0]?.outcome;

test('posts that meet a cut are taken or answered 503 with a Retry-After; none is lost and none counted twice', async () => {
  const names = Array.from({ length: 100 }, (_, index) => `problem ${index + 1}`);
  for (let wave = 0; wave < 5; wave += 1) {
    const posts = names.slice(wave * 20, wave * 20 + 20).map((name) => postsUntilTaken(house.elastic.active(name)));
    await Promise.all([...posts, cut().then(cut).then(cut)]);
  }
  const titles = (await house.incidents()).map(({ title }) => title).sort();
  expect(titles).toEqual(names.map((name) => `${name} (checkout, production)`).sort());
  expect(await house.count('incidents where alert_count <> 1')).toBe(0);
  expect(await house.count(`escalations where status = 'pending'`)).toBe(100);
  expect(
    await house.count('raw_events r where not exists (select from ledger_entries l where l.raw_event_id = r.id)'),
  ).toBe(0);
});

test('workers that meet a cut go on afterwards: everybody is told, and a repeat has the same Message-ID', async () => {
  const names = Array.from({ length: 40 }, (_, index) => `problem ${index + 1}`);
  await Promise.all(names.map((name) => house.elastic.fires(name)));
  for (let cuts = 0; cuts < 6; cuts += 1) await Promise.allSettled([house.settles(), cut().then(cut)]);
  // The leases of deliveries that a cut left behind.
  await house.passes(minutes(2));

  const ids = house.mailbox.unseen().map(({ message_id: id }) => id);
  expect(new Set(ids).size).toBe(40);
  expect(new Set(house.mailbox.takeTitles('ada')).size).toBe(40);
  expect(await house.count(`deliveries where status = 'sent'`)).toBe(40);
  expect(await house.count('deliveries where failures > 0 or parked_at is not null')).toBe(0);
  expect(await house.count('escalations where failures > 0 or parked_at is not null')).toBe(0);
  expect(await house.count('notifications')).toBe(40);
});

test('a backend whose workers run by themselves hears of new work again after a cut', async () => {
  await house.another('all');
  await cut();
  const arrives = new Promise((resolve) => house.mailbox.server.onMessage(resolve));
  await postsUntilTaken(house.elastic.active('disk full'));
  await arrives;
  house.mailbox.expect('ada', 'disk full');
  const [incident] = await house.incidents();
  await house.acknowledge(incident?.id ?? '', 'ada');
  await house.passes(hours(1));
  house.mailbox.expectNothingMore();
});
