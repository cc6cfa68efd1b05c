import { describe, expect, test } from '@jest/globals';
import { changedFields, versionsOf } from './versions';

const before = {
  name: 'Payments',
  repeat: 1,
  steps: [{ delay_seconds: 0, targets: ['ada'] }],
  updated_at: '2027-01-05T03:00:00.000Z',
  problems: [],
};

describe('what somebody changed since', () => {
  test('are the fields that say something else; what comes of the change, or of the time, is none', () => {
    const now = { ...before, repeat: 3, updated_at: '2027-01-05T03:02:00.000Z', problems: [{ code: 'x' }] };
    expect(changedFields(before, now)).toEqual(['repeat']);
    expect(changedFields(before, before)).toEqual([]);
  });
});

describe('theirs beside mine', () => {
  test.each([
    ['what they changed', { repeat: 3 }, {}, [['repeat', '3', '1', 'them']]],
    ['what I changed', {}, { repeat: 3 }, [['repeat', '1', '3', 'me']]],
    ['what both did', { repeat: 2 }, { repeat: 3 }, [['repeat', '2', '3', 'both']]],
    ['what both did alike', { repeat: 2 }, { repeat: 2 }, []],
    [
      'a value inside of a list',
      { steps: [{ delay_seconds: 60, targets: ['ada'] }] },
      {},
      [['steps.1.delay_seconds', '60', '0', 'them']],
    ],
  ] as const)('shows %s', (_, theirs, mine, expected) => {
    const rows = versionsOf(before, { ...before, ...theirs }, { ...before, ...mine });
    expect(rows.map(({ path, theirs: now, mine: wanted, changedBy }) => [path, now, wanted, changedBy])).toEqual(
      expected,
    );
  });

  test('leaves out what the form does not hold', () => {
    expect(versionsOf(before, { ...before, name: 'Pay' }, { repeat: 1 })).toEqual([]);
  });
});
