import { afterEach, beforeEach, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Answer } from '../harness/api.ts';
import { House } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';
import { setThrottles, UNTHROTTLED } from '../harness/throttles.ts';

let house: House;
let surgeon: pg.Client;
beforeEach(async () => {
  house = await House.start();
  await setThrottles(house.api, UNTHROTTLED);
  surgeon = new pg.Client(house.database.url);
  await surgeon.connect();
});
afterEach(async () => {
  await surgeon.end();
  await house.stop();
});

const OTHERS = `pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`;

/** Ends every connection but the surgeon's own, as a restart or a failover does. */
async function cutAll(): Promise<void> {
  // Once they are gone, the pool has heard of it too.
  await surgeon.query(`select pg_terminate_backend(pid, 5000) from ${OTHERS}`);
}

/** While that goes on, ends connections that are in the middle of something, so many at most. Answers how many. */
async function cutsDuring(work: Promise<unknown>, most: number): Promise<number> {
  let isOver = false;
  const over = work.finally(() => (isOver = true));
  let cuts = 0;
  while (!isOver && cuts < most) {
    const busy = await surgeon.query(`select pg_terminate_backend(pid) from ${OTHERS} and state <> 'idle'`);
    cuts += busy.rowCount ?? 0;
  }
  await over;
  return cuts;
}

/** Posts as Kibana does: what is answered 503 with a Retry-After is tried again. */
async function postsUntilTaken(body: unknown): Promise<void> {
  for (let tries = 0; tries < 20; tries += 1) {
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
  let cuts = 0;
  for (let wave = 0; wave < 5; wave += 1) {
    const posts = names.slice(wave * 20, wave * 20 + 20).map((name) => postsUntilTaken(house.elastic.active(name)));
    cuts += await cutsDuring(Promise.all(posts), 12);
  }
  expect(cuts).toBeGreaterThan(5);
  await cutAll();
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
  let cuts = 0;
  while (cuts < 10) cuts += await cutsDuring(Promise.allSettled([house.settles()]), 3);
  // Whoever was told is told again at most: the leases that the cuts left behind run out.
  await house.passes(minutes(2)).catch(() => house.passes(minutes(2)));

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
  await cutAll();
  const arrives = new Promise((resolve) => house.mailbox.server.onMessage(resolve));
  await postsUntilTaken(house.elastic.active('disk full'));
  await arrives;
  house.mailbox.expect('ada', 'disk full');
  const [incident] = await house.incidents();
  await house.acknowledge(incident?.id ?? '', 'ada');
  await house.passes(hours(1));
  house.mailbox.expectNothingMore();
});

test('a statement that is ended since it takes too long is tried again or answered 503; its alert is never unreadable', async () => {
  await surgeon.query('create sequence slow_inserts');
  await surgeon.query(`create function stall() returns trigger language plpgsql as $$
    begin
      if nextval('slow_inserts') = 2 then return new; end if;
      raise 'canceling statement due to statement timeout' using errcode = '57014';
    end $$`);
  await surgeon.query('create trigger stall before insert on incidents for each row execute function stall()');
  expect(outcomeOf(await house.elastic.tries(house.elastic.active('slow once')))).toBe('opened');
  const refused = await house.elastic.tries(house.elastic.active('slow for long'));
  expect(refused).toMatchObject({ status: 503, body: { type: 'urn:incidents:problem:unavailable' } });
  await surgeon.query('drop trigger stall on incidents');
  await postsUntilTaken(house.elastic.active('slow for long'));
  expect((await house.incidents()).map(({ title }) => title.split(' (')[0])).toEqual(['slow for long', 'slow once']);
  expect(await house.count(`ledger_entries where outcome = 'unreadable'`)).toBe(0);
});
