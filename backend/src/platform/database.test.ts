import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { afterCommit, createDatabase, inPieces, isTransient, USUAL_PATIENCE } from './database.ts';

let place: TestDatabase;
beforeAll(async () => {
  place = await testDatabase();
  await place.database.raw('create temp table if not exists unused (a int)');
});
afterAll(() => place.drop());

describe('names', () => {
  test('are camelCase on our side and snake_case on the other, and what is in JSON stays as it is', async () => {
    const { rows } = await place.database.raw<{ rows: readonly Record<string, unknown>[] }>(
      `select 1 as first_value, '{"snake_case":{"deep_er":1}}'::jsonb as some_json, array['a_b'] as a_list, null as nothing_here`,
    );
    expect(rows).toEqual([
      { firstValue: 1, someJson: { snake_case: { deep_er: 1 } }, aList: ['a_b'], nothingHere: null },
    ]);
    expect(await place.database('teams').where({ isCatchAll: true }).first('isCatchAll')).toEqual({ isCatchAll: true });
  });

  test('bigints are numbers, bytes and times are themselves', async () => {
    const { rows } = await place.database.raw<{ rows: readonly unknown[] }>(
      `select 9007199254740991::bigint as big, '\\x00ff'::bytea as bytes, '2027-01-05T03:00:00Z'::timestamptz as at`,
    );
    expect(rows).toEqual([
      { big: Number.MAX_SAFE_INTEGER, bytes: Buffer.from([0, 255]), at: new Date('2027-01-05T03:00:00Z') },
    ]);
  });
});

describe('a failure', () => {
  const failure = async (sql: string): Promise<unknown> =>
    place.database.raw(sql).then(
      () => null,
      (error: unknown) => error,
    );

  test('of the world may be gone at the next try', async () => {
    for (const code of ['08006', '53300', '57P01', '40001', '40P01', '55P03', '58030']) {
      expect(isTransient(await failure(`do $$ begin raise exception 'x' using errcode = '${code}'; end $$`))).toBe(
        true,
      );
    }
    for (const code of ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'ETIMEDOUT']) {
      expect(isTransient(Object.assign(new Error('x'), { code }))).toBe(true);
    }
    const another = createDatabase(place.url, 2);
    const cut = another.raw('select pg_terminate_backend(pg_backend_pid())').catch((error: unknown) => error);
    expect(isTransient(await cut)).toBe(true);
    await another.destroy();
    const nowhere = createDatabase(place.url.replace(/[^/]+$/, 'no-such-database'), 2);
    const unopened = nowhere.raw('select 1').catch((error: unknown) => error);
    expect(await unopened).toMatchObject({ severity: 'FATAL' });
    expect(isTransient(await unopened)).toBe(true);
    await nowhere.destroy();
  });

  test('of the world is also a statement that was ended since it took too long, and no other of its class', async () => {
    const hurried = createDatabase(place.url, 1, { ...USUAL_PATIENCE, statementMs: 50 });
    const ended = await hurried.raw('select pg_sleep(10)').catch((error: unknown) => error);
    await hurried.destroy();
    expect(ended).toMatchObject({ code: '57014' });
    expect(isTransient(ended)).toBe(true);
    expect(isTransient(Object.assign(new Error('x'), { code: '57000' }))).toBe(false);
  });

  test('of our own stays: syntax, constraints, types, and a statement with too many values', async () => {
    for (const sql of ['selct', 'select 1/0', "select 'x'::uuid", 'insert into teams (id) values (null)']) {
      expect(isTransient(await failure(sql))).toBe(false);
    }
    const names = Array.from({ length: 70_000 }, () => 'x');
    const tooMany = await place
      .database('teams')
      .whereIn('name', names)
      .then(
        () => null,
        (error: unknown) => error,
      );
    expect(tooMany).toBeInstanceOf(Error);
    expect(isTransient(tooMany)).toBe(false);
    expect([isTransient(null), isTransient('ECONNREFUSED'), isTransient(new Error('x'))]).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('a transaction whose statement failed', () => {
  const code = (error: unknown) => (error as { readonly code?: string }).code;
  const errorOf = (promise: Promise<unknown>): Promise<unknown> =>
    promise.then(() => null).catch((error: unknown) => error);
  const raise = `do $$ begin raise exception 'they wait for each other' using errcode = '40P01'; end $$`;

  test('says so of each behind it, whichever is heard of first', async () => {
    const heard: unknown[] = [];
    const failure = await errorOf(
      place.database.transaction(async (transaction) => {
        const all = [raise, 'select 1', 'select 2'].map((sql) => Promise.resolve(transaction.raw(sql)));
        heard.push(...(await Promise.all(all.map(errorOf))));
        await transaction.raw('select 3');
      }),
    );
    for (const error of [...heard, failure]) {
      expect(code(error)).toBe('40P01');
      expect(String(error)).toContain('they wait for each other');
      expect(isTransient(error)).toBe(true);
    }
    expect(String(heard[1])).toContain('select 1');
  });

  test('goes on after the savepoint before it, and what fails then is another failure', async () => {
    await place.database.transaction(async (transaction) => {
      await transaction.raw('savepoint before');
      expect(code(await errorOf(transaction.raw(raise)))).toBe('40P01');
      await transaction.raw('rollback to savepoint before');
      const [failed, refused] = await Promise.all([
        errorOf(transaction.raw('select 1/0')),
        errorOf(transaction.raw('select 1')),
      ]);
      expect([code(failed), code(refused)]).toEqual(['22012', '22012']);
      await transaction.raw('rollback to savepoint before');
    });
  });
});

test('what is to run after a commit runs once it has come to pass, and never otherwise', async () => {
  const ran: string[] = [];
  await place.database.transaction((transaction) => {
    afterCommit(transaction, () => ran.push('committed'));
    expect(ran).toEqual([]);
    return Promise.resolve();
  });
  expect(ran).toEqual(['committed']);
  const failing = place.database.transaction((transaction) => {
    afterCommit(transaction, () => ran.push('rolled back'));
    return transaction.raw('select 1/0');
  });
  await expect(failing).rejects.toThrow('division by zero');
  expect(ran).toEqual(['committed']);
});

test('pieces hold all rows in their order', () => {
  const rows = Array.from({ length: 4_001 }, (_, at) => ({ at }));
  expect(inPieces(rows).map(({ length }) => length)).toEqual([2_000, 2_000, 1]);
  expect(inPieces(rows).flat()).toEqual(rows);
  expect(inPieces([])).toEqual([]);
});

test('a piece has no more values than a statement takes, however many columns a table has', () => {
  const columns = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`column${at}`, at]));
  const rows = Array.from({ length: 2_000 }, () => columns);
  expect(inPieces(rows).map(({ length }) => length)).toEqual([1_638, 362]);
});
