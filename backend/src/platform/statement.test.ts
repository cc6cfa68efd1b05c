import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import type { Transaction } from './database.ts';
import { Insertion, Statement, writtenOver, type ColumnTypes } from './statement.ts';

interface Thing {
  readonly id: number;
  readonly someText: string | null;
  readonly tags: readonly string[];
  readonly at: Date;
  readonly data: unknown;
}

const THING: ColumnTypes<Thing> = {
  id: 'int',
  someText: 'text',
  tags: 'text[]',
  at: 'timestamptz',
  data: 'jsonb',
};
const SAVE = new Insertion('things', THING, `on conflict (id) do update set ${writtenOver(THING, 'id')}`);
const READ = new Statement<Thing>('select id, some_text, tags, at, data from things where id = any(:ids) order by id');
const DIVIDE = new Statement<{ readonly result: number }>('select 8 / :by::int as result');
const PREPARED = new Statement<{ readonly count: number }>(
  `select count(*)::int as count from pg_prepared_statements where statement like 'insert into things%'`,
);

let place: TestDatabase;
beforeAll(async () => {
  place = await testDatabase();
});
afterAll(() => place.drop());

const thing = (id: number, over: Partial<Thing> = {}): Thing => ({
  ...{ id, someText: null, tags: [], at: new Date('2027-01-05T03:00:00.123Z'), data: {}, ...over },
});
const withThings = (act: (transaction: Transaction) => Promise<void>) =>
  place.database.transaction(async (transaction) => {
    await transaction.raw(
      'create temp table things (id int primary key, some_text text, tags text[], at timestamptz, data jsonb) on commit drop',
    );
    await act(transaction);
  });

test('rows come back as they were given, whatever they hold, and are written over by the next', () =>
  withThings(async (transaction) => {
    const given = [
      thing(1, {
        someText: `it's "\\ {a,b} ? :ids $1`,
        tags: ['', 'a"b', '{}', 'NULL'],
        data: { snake_case: [1, null] },
      }),
      thing(2, { someText: '', data: 'a text' }),
      thing(3),
    ];
    await SAVE.run(transaction, given);
    expect(await READ.run(transaction, { ids: [1, 2, 3, 4] })).toEqual(given);
    const again = [thing(3, { someText: 'anew', tags: ['x'] })];
    await SAVE.run(transaction, again);
    expect(await READ.run(transaction, { ids: [3] })).toEqual(again);
  }));

test('however many rows there are, a connection prepares the statement once; without any nothing is asked', () =>
  withThings(async (transaction) => {
    for (const count of [0, 1, 2, 7, 70_000]) {
      await SAVE.run(
        transaction,
        Array.from({ length: count }, (_, id) => thing(id)),
      );
    }
    expect(await PREPARED.run(transaction)).toEqual([{ count: 1 }]);
  }));

test('what is asked together is done in its order; all of it fails with what fails first, and the connection goes on', async () => {
  await withThings(async (transaction) => {
    const [, one, , both] = await Promise.all([
      SAVE.run(transaction, [thing(1)]),
      READ.run(transaction, { ids: [1, 2] }),
      SAVE.run(transaction, [thing(2)]),
      READ.run(transaction, { ids: [1, 2] }),
    ]);
    expect([one, both]).toEqual([[thing(1)], [thing(1), thing(2)]]);
  });
  const failing = withThings(async (transaction) => {
    await Promise.all([
      SAVE.run(transaction, [thing(1)]),
      DIVIDE.run(transaction, { by: 0 }),
      READ.run(transaction, { ids: [1] }),
    ]);
  });
  await expect(failing).rejects.toThrow('division by zero');
  expect(await DIVIDE.run(place.database, { by: 2 })).toEqual([{ result: 4 }]);
});
