import { expect, test } from '@jest/globals';
import { Collector, together } from './together.ts';

/** Does what it is given when it is told to, and notes what was given together. */
function slowWork(isBad: (item: number) => boolean = () => false) {
  const batches: (readonly number[])[] = [];
  const splits: number[] = [];
  const open: (() => void)[] = [];
  return {
    batches,
    splits,
    goesOn: () => open.splice(0).forEach((go) => go()),
    onSplit: (_: unknown, count: number) => void splits.push(count),
    async act(items: readonly number[]) {
      batches.push(items);
      await new Promise<void>((resolve) => open.push(resolve));
      if (items.some(isBad)) throw new Error('a bad one');
    },
  };
}

async function untilOver(work: ReturnType<typeof slowWork>, all: Promise<unknown>) {
  let isOver = false;
  void all.finally(() => (isOver = true));
  while (!isOver) {
    work.goesOn();
    await new Promise(setImmediate);
  }
  return all;
}

test('what arrives while the one before is under way is done together, at most so many at once', async () => {
  const work = slowWork();
  const collector = new Collector(work.act, 3, work.onSplit);
  await untilOver(work, Promise.all([1, 2, 3, 4, 5].map((item) => collector.add(item))));
  expect(work.batches).toEqual([[1], [2, 3, 4], [5]]);
  await untilOver(work, collector.add(6));
  expect(work.batches.at(-1)).toEqual([6]);
  expect(work.splits).toEqual([]);
});

test('nobody is told before their own is done', async () => {
  const work = slowWork();
  const collector = new Collector(work.act, 3, work.onSplit);
  const told: number[] = [];
  const all = Promise.all([1, 2].map((item) => collector.add(item).then(() => told.push(item))));
  await new Promise(setImmediate);
  expect(told).toEqual([]);
  work.goesOn();
  await new Promise(setImmediate);
  expect(told).toEqual([1]);
  await untilOver(work, all);
  expect(told).toEqual([1, 2]);
});

test('a bad one takes no other with it: when all together fail, each is done alone', async () => {
  const work = slowWork((item) => item === 3);
  const collector = new Collector(work.act, 9, work.onSplit);
  const results = await untilOver(work, Promise.allSettled([1, 2, 3, 4].map((item) => collector.add(item))));
  expect(work.batches).toEqual([[1], [2, 3, 4], [2], [3], [4]]);
  expect(work.splits).toEqual([3]);
  expect(results).toMatchObject([
    { status: 'fulfilled' },
    { status: 'fulfilled' },
    { status: 'rejected', reason: { message: 'a bad one' } },
    { status: 'fulfilled' },
  ]);
  await untilOver(work, collector.add(5));
});

test('one that is bad is done once', async () => {
  const work = slowWork(() => true);
  const results = together([1], work.act, work.onSplit);
  work.goesOn();
  expect(await results).toMatchObject([{ status: 'rejected' }]);
  expect(work.batches).toEqual([[1]]);
});
