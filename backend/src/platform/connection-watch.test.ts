import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { createDatabase, isTransient, USUAL_PATIENCE, type Database } from './database.ts';

/** The way to the database, on which everything can vanish without a word. */
class Way {
  isSilent = false;
  readonly #ends: Socket[] = [];

  private constructor(readonly server: Server) {}

  static async open(to: URL): Promise<Way> {
    const server = createServer();
    const way = new Way(server);
    server.on('connection', (near) => {
      const far = connect(Number(to.port), to.hostname);
      way.#ends.push(near, far);
      for (const [from, into] of [
        [near, far],
        [far, near],
      ] as const) {
        from.on('data', (bytes) => void (way.isSilent || into.write(bytes)));
        from.on('error', () => undefined);
        from.on('close', () => void (way.isSilent || into.destroy()));
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return way;
  }

  close(): void {
    for (const end of this.#ends) end.destroy();
    this.server.close();
  }
}

let place: TestDatabase;
let way: Way;
let database: Database;
beforeAll(async () => {
  place = await testDatabase();
  const url = new URL(place.url);
  way = await Way.open(new URL(place.url));
  url.port = String((way.server.address() as AddressInfo).port);
  url.hostname = '127.0.0.1';
  const patience = { ...USUAL_PATIENCE, lockMs: 500, idleMs: 500, connectionMs: 1_000, silenceMs: 3_000 };
  database = createDatabase(url.toString(), 2, patience);
});
beforeEach(() => {
  way.isSilent = false;
});
afterAll(async () => {
  await database.destroy();
  way.close();
  await place.drop();
});

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

test('a server that has vanished is given up, which may be gone at the next try, and the next connection is another', async () => {
  await database.raw('select 1');
  way.isSilent = true;
  const failure = await failureOf(Promise.resolve(database.raw('select 2')));
  expect(isTransient(failure)).toBe(true);
  way.isSilent = false;
  expect((await database.raw<{ rows: unknown }>('select 3 as three')).rows).toEqual([{ three: 3 }]);
});

test('a connection that is not asked anything is left alone', async () => {
  const { rows } = await database.raw<{ rows: unknown }>('select pg_backend_pid() as pid');
  await new Promise((resolve) => setTimeout(resolve, 4_500));
  expect((await database.raw<{ rows: unknown }>('select pg_backend_pid() as pid')).rows).toEqual(rows);
});

test('what waits too long for a lock, or stands still in a transaction, is ended, and may be tried again', async () => {
  const holder = await place.database.transaction();
  await holder.raw('lock table teams');
  expect(isTransient(await failureOf(Promise.resolve(database('teams').select('id'))))).toBe(true);
  await holder.rollback();
  const idle = await database.transaction();
  await idle.raw('select 1');
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(isTransient(await failureOf(Promise.resolve(idle.raw('select 2'))))).toBe(true);
  await idle.rollback().catch(() => undefined);
  expect((await database.raw<{ rows: unknown }>('select 3 as three')).rows).toEqual([{ three: 3 }]);
});
