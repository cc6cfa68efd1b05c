import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { FakeBackend, json } from './fake-backend.fixture';
import { FakeKibana } from './fake-kibana.fixture';

let backend: FakeBackend;
let kibana: FakeKibana;
let upstream: ServerResponse;
beforeEach(async () => {
  backend = await FakeBackend.start();
  kibana = new FakeKibana(backend.url);
  backend.answer = (_, response) => {
    upstream = response.writeHead(200, { 'content-type': 'text/event-stream' });
    upstream.write(': hello\n\n');
  };
});
afterEach(async () => {
  kibana.backend.close();
  await backend.stop();
});

async function open(query = {}) {
  const { body, headers } = await kibana.as('read').call('GET /stream', { query });
  const lines = (body as Readable).setEncoding('utf8');
  const next = async () => JSON.parse(String((await once(lines, 'data'))[0])) as unknown;
  return { lines, next, headers };
}

test('events come one by one as lines of JSON, first a heartbeat', async () => {
  const { lines, next, headers } = await open({ last_event_id: '41' });
  expect(headers?.['content-type']).toBe('application/x-ndjson');
  expect(await next()).toEqual({ event: 'heartbeat' });
  upstream.write('id: 42\nevent: incident\ndata: {"id":\ndata: "x"}\n');
  upstream.write('\n');
  expect(await next()).toEqual({ event: 'incident', id: '42', data: { id: 'x' } });
  expect(backend.asked[0]?.headers['last-event-id']).toBe('41');
  lines.destroy();
});

test('the browser goes: the backend is let go', async () => {
  const { next } = await open();
  await next();
  const closed = once(upstream, 'close');
  kibana.aborted$.next();
  await closed;
});

test('the backend goes: the browser is told, and the answer ends', async () => {
  const { lines, next } = await open();
  await next();
  const ended = once(lines, 'end');
  upstream.end();
  expect(await next()).toEqual({ event: 'end' });
  await ended;
});

test('as many as watch, everybody can read', async () => {
  const watched = await Promise.all(Array.from({ length: 60 }, () => open()));
  backend.answer = (_, response) => json(response, 200, { items: [], next_cursor: null });
  expect(await kibana.call('GET /teams')).toMatchObject({ status: 200 });
  for (const { lines } of watched) lines.destroy();
});

test('the plugin ends: the browser is told, and the answer ends', async () => {
  const { lines, next } = await open();
  await next();
  const ended = once(lines, 'end');
  kibana.backend.close();
  expect(await next()).toEqual({ event: 'end' });
  await ended;
});

test('a refusal is a refusal, not a stream', async () => {
  backend.answer = (_, response) => json(response, 401, {});
  expect(await kibana.call('GET /stream')).toMatchObject({ status: 502 });
});
