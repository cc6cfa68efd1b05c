import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { ManualClock, OPENED } from '../../../test/harness/manual-clock.ts';
import { readConfig } from './config.ts';
import { createLogger } from './logger.ts';
import { Pruning } from './pruning.ts';

let place: TestDatabase;
beforeAll(async () => {
  place = await testDatabase();
});
afterAll(() => place.drop());

function pruningOf(role: 'all' | 'api' | 'worker', left = 3): { readonly pruning: Pruning; readonly asked: Date[] } {
  const SECRETS_KEY = Buffer.alloc(32).toString('base64');
  const config = readConfig({ NODE_ENV: 'test', DATABASE_URL: 'postgres://127.0.0.1/none', SECRETS_KEY, ROLE: role });
  const pruning = new Pruning(new ManualClock(), config, createLogger('silent'), place.database);
  const asked: Date[] = [];
  let rest = left;
  pruning.register({ name: 'broken', keptMs: 0, prune: () => Promise.reject(new Error('the table is locked')) });
  pruning.register({
    name: 'old',
    keptMs: 60_000,
    batch: 10,
    prune: (_, before, limit) => {
      asked.push(before);
      const pruned = Math.min(rest, limit);
      rest -= pruned;
      return Promise.resolve(pruned);
    },
  });
  return { pruning, asked };
}

test('what cannot be thrown away now holds up nothing else, and is counted', async () => {
  const { pruning, asked } = pruningOf('worker');
  expect(await pruning.prune()).toEqual({ old: 3 });
  expect(asked).toEqual([new Date(OPENED.getTime() - 60_000)]);
  expect([...pruning.tally.failures]).toEqual([['broken', 1]]);
  expect(pruning.tally.wellAt).toBeNull();
});

test('much is thrown away batch by batch, and a turn has an end', async () => {
  const { pruning, asked } = pruningOf('worker', 25);
  expect(await pruning.prune()).toEqual({ old: 25 });
  expect(asked).toHaveLength(3);
  const endless = pruningOf('worker', Infinity);
  expect(await endless.pruning.prune()).toEqual({ old: 2_000 });
  expect(endless.pruning.tally.pruned.get('old')).toBe(2_000);
});

test('a backend that only answers requests throws nothing away', async () => {
  const { pruning, asked } = pruningOf('api');
  await pruning.tick();
  expect(asked).toEqual([]);
});

test('while one backend is at it, another leaves it alone; what it had locked is free once it has died', async () => {
  const { pruning } = pruningOf('all');
  let isIn: () => void = () => undefined;
  let release: () => void = () => undefined;
  const inside = new Promise<void>((resolve) => (isIn = resolve));
  const held = new Promise<void>((resolve) => (release = resolve));
  const slow = pruningOf('all').pruning;
  slow.register({
    name: 'slow',
    keptMs: 0,
    prune: async () => {
      isIn();
      await held;
      return 0;
    },
  });
  const first = slow.prune();
  await inside;
  expect(await pruning.prune()).toEqual({});
  release();
  await first;
  expect(await pruning.prune()).toEqual({ old: 3 });
});
