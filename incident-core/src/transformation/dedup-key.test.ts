import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MAX_DEDUP_KEY, toDedupKey, toSourceDedupKey, type DedupParts } from './dedup-key.ts';

const PARTS: DedupParts = {
  sourceId: 's',
  space: 'ops',
  ruleId: 'r',
  alertId: 'a',
  title: 'T',
  service: 'x',
  environment: 'e',
};

describe('with a rule and an alert id', () => {
  test('the key names source, space, rule and alert', () => {
    expect(toDedupKey(PARTS)).toBe('v1:s:ops:r:a');
  });

  test('a missing space is the default space', () => {
    expect(toDedupKey({ ...PARTS, space: null })).toBe(toDedupKey({ ...PARTS, space: 'default' }));
  });

  test('title, service and environment make no difference', () => {
    expect(toDedupKey({ ...PARTS, title: 'U', service: null, environment: null })).toBe(toDedupKey(PARTS));
  });

  test.each([
    [
      { ruleId: 'r:a', alertId: 'b' },
      { ruleId: 'r', alertId: 'a:b' },
    ],
    [
      { space: 'o:r', ruleId: 'x' },
      { space: 'o', ruleId: 'r:x' },
    ],
    [{ ruleId: 'r%3Aa' }, { ruleId: 'r:a' }],
  ])('colons do not make %j and %j the same problem', (one, other) => {
    expect(toDedupKey({ ...PARTS, ...one })).not.toBe(toDedupKey({ ...PARTS, ...other }));
  });

  test('beyond 512 characters the key is hashed under its own recipe', () => {
    const fits = toDedupKey({ ...PARTS, alertId: 'a'.repeat(MAX_DEDUP_KEY - 'v1:s:ops:r:'.length) });
    const long = toDedupKey({ ...PARTS, alertId: 'a'.repeat(MAX_DEDUP_KEY) });
    expect(fits).toHaveLength(MAX_DEDUP_KEY);
    expect(long).toMatch(/^v1h:[0-9a-f]{64}$/);
    expect(toDedupKey({ ...PARTS, alertId: 'b'.repeat(MAX_DEDUP_KEY) })).not.toBe(long);
  });
});

describe('without a rule or alert id', () => {
  const titled: DedupParts = { ...PARTS, ruleId: null, alertId: null };

  test('the key is a hash of title, service and environment', () => {
    expect(toDedupKey(titled)).toMatch(/^t1:s:[0-9a-f]{64}$/);
    expect(toDedupKey({ ...titled })).toBe(toDedupKey(titled));
  });

  test.each([
    { title: 'U' },
    { service: null },
    { environment: 'f' },
    { sourceId: 't' },
    { alertId: 'host-1' },
    { ruleId: 'r' },
  ])('it changes with %j', (change) => {
    expect(toDedupKey({ ...titled, ...change })).not.toBe(toDedupKey(titled));
  });
});

test('what is wrong with a source has its own recipe', () => {
  expect(toSourceDedupKey('s', 'unreadable')).toBe('s1:s:unreadable');
});

const text = fc.string({ unit: 'binary', maxLength: 700 });
const parts = fc.record<DedupParts>({
  sourceId: text,
  space: fc.option(text),
  ruleId: fc.option(text),
  alertId: fc.option(text),
  title: text,
  service: fc.option(text),
  environment: fc.option(text),
});

test('a key is never longer than 512 characters, begins with its recipe, and is the same each time', () => {
  fc.assert(
    fc.property(parts, (given) => {
      const key = toDedupKey(given);
      expect(key.length).toBeLessThanOrEqual(MAX_DEDUP_KEY);
      expect(key).toMatch(/^(v1|t1)h?:/);
      expect(toDedupKey({ ...given })).toBe(key);
    }),
  );
});

test('different rules, spaces or alerts never share a key', () => {
  const short = fc.string({ unit: fc.constantFrom(':', '%', '3', 'A', 'a'), minLength: 1, maxLength: 6 });
  const ids = fc.record({ space: short, ruleId: short, alertId: short });
  fc.assert(
    fc.property(ids, ids, (one, other) => {
      const same = one.space === other.space && one.ruleId === other.ruleId && one.alertId === other.alertId;
      expect(toDedupKey({ ...PARTS, ...one }) === toDedupKey({ ...PARTS, ...other })).toBe(same);
    }),
  );
});
