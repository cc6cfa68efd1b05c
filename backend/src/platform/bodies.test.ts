import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { fastify, type FastifyInstance } from 'fastify';
import { OversizedBody, takeBodiesAsBytes } from './bodies.ts';

const MIB = 1024 * 1024;

let server: FastifyInstance;
let bodies: unknown[];
beforeEach(() => {
  bodies = [];
  server = fastify();
  takeBodiesAsBytes(server);
  server.post('/', (request) => {
    bodies.push(request.body);
    return 'taken';
  });
});
afterEach(() => server.close());

async function post(payload: Buffer, type?: string): Promise<unknown> {
  const headers = type === undefined ? {} : { 'content-type': type };
  const { statusCode } = await server.inject({ method: 'POST', url: '/', payload, headers });
  expect(statusCode).toBe(200);
  return bodies.at(-1);
}

describe('a body', () => {
  const bytes = Buffer.from([0x7b, 0, 0xff, 0xed, 0xa0, 0x80]);

  test.each([[undefined], ['application/json'], ['text/plain; charset=latin1'], ['nonsense'], ['a/b c'], ['/']])(
    'is bytes, whatever its type: %p',
    async (type) => {
      expect(await post(bytes, type)).toEqual(bytes);
    },
  );

  test('that is empty has no bytes or is none', async () => {
    for (const type of [undefined, 'application/json', ';']) {
      const body = await post(Buffer.alloc(0), type);
      if (body !== undefined && body !== null) expect(body).toEqual(Buffer.alloc(0));
    }
  });

  test('of the limit is whole, and one byte more is its first 64 KiB and its size', async () => {
    const whole = Buffer.alloc(MIB, 'a');
    expect(await post(whole)).toEqual(whole);
    const over = await post(Buffer.concat([Buffer.from('start'), whole]));
    expect(over).toBeInstanceOf(OversizedBody);
    expect(over).toMatchObject({ size: MIB + 5 });
    const { head } = over as OversizedBody;
    expect(head.equals(Buffer.concat([Buffer.from('start'), whole.subarray(0, 64 * 1024 - 5)]))).toBe(true);
    // The head must not keep the megabyte behind it alive.
    expect(head.buffer.byteLength).toBeLessThan(MIB);
  });
});
