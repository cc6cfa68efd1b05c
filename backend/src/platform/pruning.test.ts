import { expect, test } from '@jest/globals';
import { ManualClock, OPENED } from '../../../test/harness/manual-clock.ts';
import { readConfig } from './config.ts';
import { createLogger } from './logger.ts';
import { Pruning } from './pruning.ts';

function pruningOf(role: 'all' | 'api' | 'worker'): { readonly pruning: Pruning; readonly asked: Date[] } {
  const SECRETS_KEY = Buffer.alloc(32).toString('base64');
  const config = readConfig({ NODE_ENV: 'test', DATABASE_URL: 'postgres://127.0.0.1/none', SECRETS_KEY, ROLE: role });
  const pruning = new Pruning(new ManualClock(), config, createLogger('silent'));
  const asked: Date[] = [];
  pruning.register({ name: 'broken', keptMs: 0, prune: () => Promise.reject(new Error('the table is locked')) });
  pruning.register({
    name: 'old',
    keptMs: 60_000,
    prune: (before) => {
      asked.push(before);
      return Promise.resolve(3);
    },
  });
  return { pruning, asked };
}

test('what cannot be thrown away now holds up nothing else', async () => {
  const { pruning, asked } = pruningOf('worker');
  expect(await pruning.prune()).toEqual({ old: 3 });
  expect(asked).toEqual([new Date(OPENED.getTime() - 60_000)]);
});

test('a backend that only answers requests throws nothing away', async () => {
  const { pruning, asked } = pruningOf('api');
  await pruning.tick();
  expect(asked).toEqual([]);
});
