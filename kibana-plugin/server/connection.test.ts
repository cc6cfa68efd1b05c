import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Connection } from './connection';
import { KeptObjects } from './kept-objects.fixture';
import { FakeBackend } from './routes/fake-backend.fixture';
import { FakeKibana } from './routes/fake-kibana.fixture';

const MINUTE = 60_000;
let now: number;
let store: KeptObjects;
beforeEach(() => {
  now = 0;
  store = new KeptObjects();
});

function connect(configured?: string): Connection {
  const connection = new Connection(configured, () => now);
  connection.useSavedObjects(store);
  return connection;
}

test('without kibana.yml the token comes from the saved object, and from nowhere while there is none', async () => {
  const connection = connect();
  expect([await connection.token(), await connection.tokenFrom()]).toEqual([undefined, null]);
  await connection.keep('ika_kept', store);
  expect([await connection.token(), await connection.tokenFrom()]).toEqual(['ika_kept', 'saved_object']);
});

test('a token in kibana.yml goes before it', async () => {
  await connect().keep('ika_kept', store);
  const connection = connect('ika_configured');
  expect([await connection.token(), await connection.tokenFrom()]).toEqual(['ika_configured', 'kibana.yml']);
});

test('another Kibana beside this one sees a new token after a minute', async () => {
  const [here, beside] = [connect(), connect()];
  await here.keep('ika_first', store);
  expect(await beside.token()).toBe('ika_first');
  await here.keep('ika_second', store);
  expect([await here.token(), await beside.token()]).toEqual(['ika_second', 'ika_first']);
  now += MINUTE;
  expect(await beside.token()).toBe('ika_second');
});

test('a store that fails is not one without a token', async () => {
  store.failure = new Error('Elasticsearch is away');
  await expect(connect().token()).rejects.toThrow('Elasticsearch is away');
});

test('without an encryption key there is no token but that of kibana.yml', async () => {
  const connection = new Connection(undefined, () => now);
  expect([connection.canKeep, await connection.token()]).toEqual([false, undefined]);
});

let backend: FakeBackend;
beforeEach(async () => {
  backend = await FakeBackend.start();
});
afterEach(() => backend.stop());

test('what a manager sets is what the backend is called with, and only a manager sets it', async () => {
  const kibana = new FakeKibana(backend.url, { token: '', store });
  const body = { token: 'ika_set-in-kibana' };
  expect(await kibana.as('respond').call('PUT /connection', { body })).toMatchObject({ status: 403 });
  expect(await kibana.as('manage').call('GET /teams')).toMatchObject({ status: 503 });
  expect(await kibana.call('PUT /connection', { body })).toEqual({ status: 204 });
  expect(await kibana.call('GET /teams')).toMatchObject({ status: 200 });
  expect(backend.asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer ika_set-in-kibana']);
  expect(await kibana.call('GET /status')).toMatchObject({ body: { token_from: 'saved_object' } });
  expect(kibana.logged.join('\n')).not.toContain('ika_set-in-kibana');
  kibana.backend.close();
});

test('a Kibana that cannot encrypt says so, and keeps nothing', async () => {
  const kibana = new FakeKibana(backend.url, { token: '' });
  const answer = await kibana.call('PUT /connection', { body: { token: 'ika_set-in-kibana' } });
  expect(answer).toMatchObject({
    status: 409,
    body: { attributes: { type: 'urn:incidents:problem:kibana-cannot-encrypt' } },
  });
  kibana.backend.close();
});
