import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { AT, catchAllTeam, later } from '../../../test/harness/rows.ts';
import { RefusedPostsRepository, type RefusedPosts } from './refused-posts.repository.ts';

let place: TestDatabase;
let refused: RefusedPostsRepository;
let teamId: string;
beforeEach(async () => {
  place = await testDatabase();
  refused = new RefusedPostsRepository(place.database);
  teamId = await catchAllTeam(place.database);
});
afterEach(() => place.drop());

const row = (over: Partial<RefusedPosts> = {}) => ({
  ...{
    id: randomUUID(),
    minute: AT,
    sourceId: null,
    reason: 'unknown_token',
    count: 1,
    firstAt: later(1),
    lastAt: later(2),
  },
  ...over,
});
const list = (over: object = {}, below: { readonly key: string; readonly id: string } | null = null, limit = 100) =>
  refused.list({ teams: null, ...over }, below, limit);

async function addSource(name: string, team: string | null = null): Promise<string> {
  const id = randomUUID();
  await place.database('sources').insert({ id, name, teamId: team });
  return id;
}

test('posts of a minute, source and reason are counted together, also those without a source and of two backends at once', async () => {
  const sourceId = await addSource('kibana');
  await Promise.all(
    Array.from({ length: 20 }, (_, at) =>
      refused.add([
        row({ count: 2, firstAt: later(20 - at), lastAt: later(30 + at) }),
        row({ sourceId, reason: 'dead_token' }),
      ]),
    ),
  );
  await refused.add([row({ minute: later(60), firstAt: later(61), lastAt: later(62) })]);
  const seen = await list();
  expect(seen.map(({ reason, count, sourceName }) => [reason, count, sourceName]).sort()).toEqual([
    ['dead_token', 20, 'kibana'],
    ['unknown_token', 1, null],
    ['unknown_token', 40, null],
  ]);
  expect(seen.find(({ count }) => count === 40)).toMatchObject({ firstAt: later(1), lastAt: later(49) });
});

test('those of a source that is gone are nobody’s', async () => {
  await refused.add([row({ sourceId: randomUUID(), reason: 'dead_token' })]);
  expect(await list()).toMatchObject([{ sourceId: null, sourceName: null, count: 1 }]);
});

test('are listed by source, time and team, the latest first, page by page', async () => {
  const [ours, theirs] = [await addSource('ours', teamId), await addSource('theirs')];
  for (const at of [0, 1, 2]) {
    const times = { minute: later(at * 60), firstAt: later(at * 60), lastAt: later(at * 60) };
    await refused.add([row({ ...times, sourceId: ours }), row({ ...times, sourceId: theirs }), row(times)]);
  }
  expect(await list()).toHaveLength(9);
  expect((await list({ source: ours })).map(({ minute }) => minute)).toEqual([later(120), later(60), AT]);
  expect(await list({ from: later(60), to: later(120) })).toHaveLength(3);
  expect((await list({ teams: [teamId] })).map(({ sourceId }) => sourceId)).toEqual([ours, ours, ours]);
  expect(await list({ teams: [] })).toEqual([]);
  const seen: string[] = [];
  for (let below: { readonly key: string; readonly id: string } | null = null; ;) {
    const page: Awaited<ReturnType<typeof list>> = await list({}, below, 2);
    seen.push(...page.map(({ id }) => id));
    const last = page.at(-1);
    if (!last) break;
    below = { key: last.firstAt.toISOString(), id: last.id };
  }
  expect(new Set(seen).size).toBe(9);
});

test('old ones go, a bounded number at a time', async () => {
  for (let at = 0; at < 5; at += 1) await refused.add([row({ minute: later(at * 60) })]);
  const prune = (limit: number) =>
    place.database.transaction((transaction) => refused.prune(transaction, later(180), limit));
  expect([await prune(2), await prune(2), await prune(2)]).toEqual([2, 1, 0]);
  expect((await list()).map(({ minute }) => minute).sort()).toEqual([later(180), later(240)]);
});
