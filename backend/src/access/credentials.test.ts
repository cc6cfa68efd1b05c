import { describe, expect, test } from '@jest/globals';
import { readBearer, readBearerOrPassword } from './credentials.ts';

const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;

describe('the header Authorization', () => {
  test.each([
    ['Bearer iks_abc', 'iks_abc'],
    ['bearer iks_abc', 'iks_abc'],
    ['BEARER   iks_abc ', 'iks_abc'],
    ['Bearer', null],
    ['Bearer ', null],
    ['Bearer a b', 'a b'],
    ['iks_abc', null],
    ['ApiKey iks_abc', null],
    ['', null],
    [undefined, null],
    [`Bearer ${'x'.repeat(2_000)}`, null],
  ])('%j holds the Bearer token %j', (header, token) => {
    expect(readBearer(header)).toBe(token);
    expect(readBearerOrPassword(header)).toBe(token);
  });

  test.each([
    [basic('kibana:iks_abc'), 'iks_abc'],
    [basic(':iks_abc'), 'iks_abc'],
    [basic('kibana:a:b'), 'a:b'],
    [basic('kibana:'), null],
    [basic('iks_abc'), null],
    ['Basic', null],
  ])('%j holds the password %j, which is no Bearer token', (header, token) => {
    expect(readBearerOrPassword(header)).toBe(token);
    expect(readBearer(header)).toBeNull();
  });
});
