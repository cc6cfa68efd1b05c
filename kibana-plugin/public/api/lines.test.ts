import { expect, test } from '@jest/globals';
import { readLines } from './lines';

function bodyOf(text: string, size: number): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  const reader = {
    read: () => {
      const value = bytes.subarray(at, (at += size));
      return Promise.resolve(value.length > 0 ? { done: false, value } : { done: true });
    },
    cancel: () => Promise.resolve(),
  };
  return { getReader: () => reader } as unknown as ReadableStream<Uint8Array>;
}

const text =
  '{"event":"heartbeat"}\n{"event":"incident","id":"4","data":{"title":"Zoë"}}\nno json\n{"none":1}\n{"event":"cut';

test.each([1, 2, 5, 1000])(
  'lines that come in pieces of %d bytes are read whole, what is none is left out',
  async (size) => {
    const seen = [];
    for await (const line of readLines(bodyOf(text, size))) seen.push(line);
    expect(seen).toEqual([{ event: 'heartbeat' }, { event: 'incident', id: '4', data: { title: 'Zoë' } }]);
  },
);
