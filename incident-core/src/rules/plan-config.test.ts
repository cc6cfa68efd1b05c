import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { planConfig, type KeptEntry, type WantedEntry } from './plan-config.ts';

const entry = (key: string, value: string, managedBy: KeptEntry['managedBy']): KeptEntry => ({
  key,
  value,
  managedBy,
  file: managedBy === 'file' ? 'a.json' : null,
});
const changes = (kept: readonly KeptEntry[], wanted: readonly WantedEntry[], takeOver = false) =>
  planConfig(kept, wanted, { takeOver }).map(({ change }) => change);
const wanted = [{ key: 'a', value: '1' }];

describe('an entry of a file', () => {
  test.each<readonly [string, readonly KeptEntry[], boolean, string]>([
    ['that is new is added', [], false, 'add'],
    ['that it had before is kept', [entry('a', '1', 'file')], false, 'keep'],
    ['that it had otherwise is changed', [entry('A', '2', 'file')], false, 'change'],
    ['that people made likewise is adopted', [entry('a', '1', 'ui')], false, 'adopt'],
    ['that people made otherwise is in conflict', [entry('a', '2', 'ui')], false, 'conflict'],
    ['that people made otherwise is taken over where that is allowed', [entry('a', '2', 'ui')], true, 'take_over'],
  ])('%s', (_, kept, takeOver, change) => {
    expect(changes(kept, wanted, takeOver)).toEqual([change]);
  });
});

test('what the file no longer names is removed, what people made is not', () => {
  expect(changes([entry('b', '1', 'file'), entry('c', '1', 'ui')], [])).toEqual(['remove']);
});

test('applied, and planned again, all is kept; and what people made is there as long as no file names it', () => {
  const key = fc.constantFrom('a', 'b', 'c');
  const value = fc.constantFrom('1', '2');
  const unique = { selector: ({ key: one }: WantedEntry) => one };
  const kept = fc.uniqueArray(
    fc.tuple(key, value, fc.constantFrom('file' as const, 'ui' as const)).map(([k, v, by]) => entry(k, v, by)),
    unique,
  );
  fc.assert(
    fc.property(kept, fc.uniqueArray(fc.record({ key, value }), unique), (before, file) => {
      const plan = planConfig(before, file, { takeOver: true });
      const touched = new Set(plan.map((one) => one.key));
      const after = [
        ...before.filter((one) => !touched.has(one.key)),
        ...plan.flatMap((one) => (one.wanted === null ? [] : [entry(one.key, one.wanted, 'file')])),
      ];
      expect(planConfig(after, file, { takeOver: false }).every(({ change }) => change === 'keep')).toBe(true);
      const named = new Set<string>(file.map((one) => one.key));
      for (const one of before) if (one.managedBy === 'ui' && !named.has(one.key)) expect(after).toContain(one);
    }),
  );
});
