import { expect, test } from '@jest/globals';
import type { StreamLine } from '../../common/api';
import { ServerSentEvents } from './server-sent-events';

const stream =
  ': comment\nid: 1\nevent: incident\ndata: {"a":1}\n\nretry: 5\ndata: plain\r\n\r\nid: 2\n\nevent: reset\ndata:\n\n';
const events = [
  { event: 'incident', id: '1', data: { a: 1 } },
  { event: 'message', id: '1', data: 'plain' },
  { event: 'reset', id: '2', data: '' },
];

test.each([1, 2, 3, 7, 1000])('reads the same in pieces of %d', (size) => {
  const seen: StreamLine[] = [];
  const reader = new ServerSentEvents((event) => seen.push(event));
  for (let at = 0; at < stream.length; at += size) reader.take(stream.slice(at, at + size));
  expect(seen).toEqual(events);
});
