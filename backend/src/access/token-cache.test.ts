import { expect, test } from '@jest/globals';
import { TokenCache } from './token-cache.ts';

interface Found {
  readonly end: Date | null;
}

const hash = Buffer.from('hash');
const at = (ms: number) => new Date(1_800_000_000_000 + ms);
const live: Found = { end: null };

/** A cache, and a store that counts how often it is asked. */
function given(answer: () => Found | null | Promise<Found | null>) {
  const asked: Date[] = [];
  const cache = new TokenCache<Found>(({ end }, now) => end === null || end > now);
  const get = (now: Date, key = hash) =>
    cache.get(key, now, async () => {
      asked.push(now);
      return answer();
    });
  return { cache, asked, get };
}

test('what is live is asked for once in five seconds', async () => {
  const { get, asked } = given(() => live);
  for (const ms of [0, 1, 4_999]) expect(await get(at(ms))).toBe(live);
  expect(asked).toHaveLength(1);
  await get(at(5_000));
  expect(asked).toHaveLength(2);
});

test('what is not live is asked for each time', async () => {
  const { get, asked } = given(() => null);
  for (const ms of [0, 1, 2]) expect(await get(at(ms))).toBeNull();
  expect(asked).toHaveLength(3);
});

test('what has ended meanwhile is asked for again', async () => {
  const { get, asked } = given(() => ({ end: at(100) }));
  await get(at(0));
  await get(at(99));
  expect(asked).toHaveLength(1);
  await get(at(100));
  await get(at(101));
  expect(asked).toHaveLength(3);
});

test('those who ask at the same time share one answer', async () => {
  const { get, asked } = given(() => live);
  expect(await Promise.all([get(at(0)), get(at(0)), get(at(1))])).toEqual([live, live, live]);
  expect(asked).toHaveLength(1);
});

test('a failed look-up fails those who wait for it, and is tried again by the next', async () => {
  let failures = 1;
  const { get } = given(() => {
    if (failures-- > 0) throw new Error('connection lost');
    return live;
  });
  await expect(Promise.all([get(at(0)), get(at(0))])).rejects.toThrow('connection lost');
  expect(await get(at(0))).toBe(live);
});

test('what was being looked up while everything was forgotten is not kept', async () => {
  let answer: (found: Found) => void = () => undefined;
  const { cache, get, asked } = given(() => new Promise<Found>((resolve) => (answer = resolve)));
  const before = get(at(0));
  await Promise.resolve();
  cache.clear();
  answer(live);
  expect(await before).toBe(live);
  const after = get(at(1));
  await Promise.resolve();
  answer(live);
  await after;
  expect(asked).toHaveLength(2);
});

test('a clock that is set back keeps nothing alive', async () => {
  const { get, asked } = given(() => live);
  await get(at(0));
  await get(at(-5_000));
  expect(asked).toHaveLength(2);
});

test('a flood of live tokens drops the oldest', async () => {
  const { get, asked } = given(() => live);
  for (let count = 0; count <= 10_000; count += 1) await get(at(0), Buffer.from(String(count)));
  await get(at(0), Buffer.from('10000'));
  expect(asked).toHaveLength(10_001);
  await get(at(0), Buffer.from('0'));
  expect(asked).toHaveLength(10_002);
});
