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
