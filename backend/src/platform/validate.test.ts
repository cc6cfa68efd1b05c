import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { OversizedBody } from './bodies.ts';
import { Problem, type ProblemDetails } from './problem.ts';
import { readBody, readParams } from './validate.ts';

const schema = z.strictObject({
  name: z.string().max(5),
  steps: z.array(z.strictObject({ delay: z.int() })).optional(),
});

function refusal(body: unknown): ProblemDetails {
  try {
    readBody(schema, typeof body === 'string' ? Buffer.from(body) : body);
  } catch (error) {
    if (error instanceof Problem) return error.details;
    throw error;
  }
  throw new Error('it was taken');
}

describe('a body', () => {
  test('is read as JSON, with or without a byte order mark', () => {
    expect(readBody(schema, Buffer.from('{"name":"ada"}'))).toEqual({ name: 'ada' });
    expect(readBody(schema, Buffer.from('\ufeff{"name":"ada"}'))).toEqual({ name: 'ada' });
  });

  test('that is not there is an empty object', () => {
    for (const body of [undefined, null, Buffer.alloc(0), Buffer.from(' \n ')]) {
      expect(readBody(z.strictObject({}), body)).toEqual({});
    }
  });

  test('that is no JSON says why', () => {
    expect(refusal('{"name":')).toMatchObject({
      status: 400,
      type: 'urn:incidents:problem:invalid-json',
      errors: [{ path: '$' }],
    });
  });

  test('over the limit is 413, and never taken for an empty one', () => {
    const body = new OversizedBody(Buffer.from('{}'), 2_000_000);
    expect(refusal(body)).toMatchObject({ status: 413, type: 'urn:incidents:problem:body-too-large' });
    expect(() => readBody(z.strictObject({}), body)).toThrow(Problem);
  });
});

describe('a mistake', () => {
  test('names its path, what was found and what was expected', () => {
    expect(refusal('{"name":"ada","steps":[{"delay":1},{"delay":"x"}]}').errors).toEqual([
      { path: '$.steps[1].delay', found: '"x"', expected: 'Invalid input: expected number, received string' },
    ]);
  });

  test('says nothing for what is missing, and the names of what is unknown', () => {
    expect(refusal('{"nmae":"ada","__proto__":{}}').errors).toEqual([
      { path: '$.name', found: 'nothing', expected: expect.stringContaining('expected string') },
      { path: '$', found: expect.stringMatching(/^unknown fields: .*nmae/), expected: 'only known fields' },
    ]);
  });

  test('shows no more than a hundred characters, and is one of a hundred', () => {
    expect(refusal(`{"name":"${'x'.repeat(5_000)}"}`).errors?.[0]?.found).toHaveLength(101);
    expect(refusal(`{"name":"a","steps":[${'1,'.repeat(5_000)}1]}`).errors).toHaveLength(100);
  });

  test('of depth says how deep it is, and how deep it may be', () => {
    const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    const expected = 'at most 64 levels';
    expect(refusal(`{"name":"a","steps":${nested(200_000)}}`)).toMatchObject({
      status: 400,
      type: 'urn:incidents:problem:invalid-request',
      errors: [{ path: '$.steps', found: '200001 levels of lists and objects', expected }],
    });
    expect(refusal(`[1,${nested(64)}]`).errors).toEqual([
      { path: '$[1]', found: '65 levels of lists and objects', expected },
    ]);
    expect(readBody(z.looseObject({}), Buffer.from(`{"payload":${nested(63)}}`))).toHaveProperty('payload');
  });

  test('in parameters is told in the same way', () => {
    expect(() => readParams(z.strictObject({ id: z.uuid() }), { id: 'x' })).toThrow(Problem);
    expect(readParams(z.strictObject({ limit: z.coerce.number() }), { limit: '5' })).toEqual({ limit: 5 });
  });
});
