import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type http from 'node:http';
import { leavesOpen, type Problem } from '../../common/problems';
import { FakeBackend, json } from './fake-backend.fixture';
import { FakeKibana, TOKEN } from './fake-kibana.fixture';

const id = '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b11';
const type = (name: string) => ({ attributes: { type: `urn:incidents:problem:backend-${name}` } });

let backend: FakeBackend;
let kibana: FakeKibana;
beforeEach(async () => {
  backend = await FakeBackend.start();
  kibana = new FakeKibana(backend.url);
});
afterEach(async () => {
  kibana.backend.close();
  await backend.stop().catch(() => undefined);
  // Whatever went wrong, nobody learns the token or the address.
  expect(kibana.logged.join('\n')).not.toContain(TOKEN);
});

test('down: 503, for reads and for writes', async () => {
  await backend.stop();
  for (const answer of [
    await kibana.call('GET /teams'),
    await kibana.call('POST /incidents/{id}/resolve', { params: { id } }),
  ]) {
    expect(answer).toMatchObject({ status: 503, body: type('unreachable') });
    expect(JSON.stringify(answer)).not.toContain('127.0.0.1');
  }
});

describe('breaks the connection off', () => {
  const resolve = () =>
    kibana.call('POST /incidents/{id}/resolve', { params: { id }, headers: { 'idempotency-key': 'once' } });

  test.each([
    ['before its answer', (request: http.IncomingMessage) => void request.socket.resetAndDestroy()],
    [
      'in the middle of its answer',
      (_: unknown, response: http.ServerResponse) => {
        response.writeHead(200, { 'content-type': 'application/json' }).write('{', () => response.destroy());
      },
    ],
  ])('%s: of a write it is not known whether it was done, and it comes again with its key', async (_, answer) => {
    backend.answer = answer;
    const broken = await resolve();
    expect(broken).toMatchObject({ status: 503, body: type('broken-off') });
    expect(leavesOpen((broken.body as { attributes: Problem }).attributes)).toBe(true);
    expect(backend.asked).toHaveLength(1);
    await resolve();
    expect(backend.asked.map(({ headers }) => headers['idempotency-key'])).toEqual(['once', 'once']);
  });

  test('a read is repeated', async () => {
    backend.answer = (request, response) =>
      backend.asked.length === 1
        ? void request.socket.resetAndDestroy()
        : json(response, 200, { items: [], next_cursor: null });
    expect(await kibana.call('GET /teams')).toMatchObject({ status: 200 });
    expect(backend.asked).toHaveLength(2);
  });
});

test('slow: 503 when the time is over', async () => {
  const hasty = new FakeKibana(backend.url, { timeout: 1_000 });
  backend.answer = () => undefined;
  expect(await hasty.call('GET /teams')).toMatchObject({ status: 503, body: type('slow') });
  hasty.backend.close();
});

test('slow in the middle of its answer: the same', async () => {
  const hasty = new FakeKibana(backend.url, { timeout: 1_000 });
  backend.answer = (_, response) => void response.writeHead(200, { 'content-type': 'application/json' }).write('{');
  expect(await hasty.call('GET /teams')).toMatchObject({ status: 503, body: type('slow') });
  hasty.backend.close();
});

test.each([
  ['HTML', 'text/html', '<h1>It works</h1>'],
  ['what calls itself JSON and is none', 'application/json', '<h1>It works</h1>'],
  ['nothing', 'application/json', ''],
])('answers %s: 502', async (_, contentType, text) => {
  backend.answer = (_request, response) => void response.writeHead(200, { 'content-type': contentType }).end(text);
  expect(await kibana.call('GET /teams')).toMatchObject({ status: 502, body: type('not-understood') });
});

test('redirects: 502, and the token goes nowhere else', async () => {
  backend.answer = (_, response) => json(response, 302, {}, { location: '/v1/elsewhere' });
  expect(await kibana.call('GET /teams')).toMatchObject({ status: 502, body: type('not-understood') });
  expect(backend.asked.map(({ url }) => url)).toEqual(['/v1/teams']);
});

test('refuses the token: 502, never the 401 that would end the session in Kibana', async () => {
  backend.answer = (request, response) => json(response, 401, { title: request.headers.authorization });
  const answer = await kibana.call('GET /teams');
  expect(answer).toMatchObject({ status: 502, body: type('token-refused') });
  expect(JSON.stringify(answer)).not.toContain(TOKEN);
});

describe('is of another version', () => {
  const team = { id, name: 'Shop' };

  test.each([
    ['has no such call', 404, { title: 'Cannot GET /v1/teams' }],
    ['lacks what we show', 200, { items: [team], next_cursor: null }],
    ['has another form altogether', 200, { teams: [] }],
  ])('%s: 502', async (_, status, body) => {
    backend.answer = (_request, response) => json(response, status, body);
    expect(await kibana.call('GET /teams')).toMatchObject({ status: 502, body: type('version') });
  });

  test('says more than we know: it is passed on', async () => {
    const body = { items: [], next_cursor: null, total: 0 };
    backend.answer = (_, response) => json(response, 200, body);
    expect(await kibana.call('GET /teams')).toMatchObject({ status: 200, body });
  });

  test('an incident that is not there is not a call that is not there', async () => {
    backend.answer = (_, response) => json(response, 404, { title: 'There is no incident with this id' });
    expect(await kibana.call('GET /incidents/{id}', { params: { id } })).toMatchObject({ status: 404 });
  });
});

test('fails: 502, without what it said', async () => {
  backend.answer = (_, response) => json(response, 500, { title: 'at db.ts:7' });
  const answer = await kibana.call('GET /teams');
  expect(answer).toMatchObject({ status: 502, body: type('failed') });
  expect(JSON.stringify(answer)).not.toContain('db.ts');
});

test('no token: 503', async () => {
  const without = new FakeKibana(backend.url, { token: '' });
  expect(await without.call('GET /teams')).toMatchObject({ status: 503, body: type('token-missing') });
});

test('unwell for a moment: a read is repeated, a write is not', async () => {
  backend.answer = (_, response) =>
    json(response, backend.asked.length === 1 ? 503 : 200, { items: [], next_cursor: null });
  expect(await kibana.call('GET /teams')).toMatchObject({ status: 200 });
  expect(backend.asked).toHaveLength(2);

  backend.asked.length = 0;
  const write = await kibana.call('POST /incidents/{id}/resolve', { params: { id } });
  expect(write).toMatchObject({ status: 503, body: type('unwell') });
  expect(backend.asked).toHaveLength(1);
});

test('the status says how it is, with 200', async () => {
  backend.answer = (_, response) => json(response, 200, { name: 'incidents', version: '0.1.0' });
  expect(await kibana.call('GET /status')).toMatchObject({
    status: 200,
    body: { backend: { state: 'ok', version: '0.1.0' }, acting_as: { name: 'ada', role: 'manager' } },
  });
  await backend.stop();
  expect(await kibana.call('GET /status')).toMatchObject({ status: 200, body: { backend: { state: 'unreachable' } } });
});
