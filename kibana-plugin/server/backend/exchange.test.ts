import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { FakeBackend } from '../routes/fake-backend.fixture';
import { Line } from './exchange';
import { BackendFailure } from './failure';

let backend: FakeBackend;
let line: Line;
beforeEach(async () => {
  backend = await FakeBackend.start();
  backend.answer = () => undefined;
  line = new Line({ url: backend.url });
});
afterEach(async () => {
  line.close();
  await backend.stop();
});

const read = (signal: AbortSignal) => line.open({ method: 'GET', path: '/v1/teams', headers: {}, signal });
const late = () => new BackendFailure('slow', 'no answer');

test('a read that waits behind slow ones is given up when its own time is over', async () => {
  const slow = Array.from({ length: 60 }, () => new AbortController());
  const before = slow.map(({ signal }) => read(signal).catch(() => undefined));
  const over = new AbortController();
  const why = late();
  setTimeout(() => over.abort(why), 50);
  await expect(read(over.signal)).rejects.toBe(why);
  for (const each of slow) each.abort();
  await Promise.all(before);
});

test('what is given up before it begins asks nothing', async () => {
  const why = late();
  await expect(read(AbortSignal.abort(why))).rejects.toBe(why);
  expect(backend.asked).toEqual([]);
});

const write = (to: Line, signal = new AbortController().signal) =>
  to.open({ method: 'POST', path: '/v1/incidents', headers: {}, body: '{}', signal });

test.each([
  ['nothing listens', 'http://127.0.0.1:1'],
  ['nobody knows the name', 'http://backend.invalid'],
])('a write was not sent where %s', async (_, url) => {
  const to = new Line({ url });
  await expect(write(to)).rejects.toMatchObject({ problem: 'unreachable' });
  to.close();
});

/** A server that takes connections and does with them as it is told. */
async function listening(take: (socket: net.Socket) => void): Promise<net.Server> {
  const server = net.createServer((socket) => take(socket.on('error', () => undefined)));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
}

test.each([
  ['is broken off', (socket: net.Socket) => socket.resetAndDestroy()],
  ['does not come in time', (_: net.Socket, over: AbortController) => over.abort(late())],
])('a write was not sent where the proof of who is there %s', async (_, take) => {
  const over = new AbortController();
  const server = await listening((socket) => socket.once('data', () => take(socket, over)));
  const to = new Line({ url: `https://127.0.0.1:${(server.address() as AddressInfo).port}` });
  await expect(write(to, over.signal)).rejects.toMatchObject({ problem: 'unreachable' });
  to.close();
  server.close();
});

test('once there is a connection, a write that gets no answer in time may have been done', async () => {
  const over = new AbortController();
  backend.answer = () => over.abort(late());
  await expect(write(line, over.signal)).rejects.toMatchObject({ problem: 'slow' });
});
