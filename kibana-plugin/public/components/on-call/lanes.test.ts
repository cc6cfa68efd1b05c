import { describe, expect, test } from '@jest/globals';
import type { OverrideAnswer } from 'incident-core';
import { toLanes } from './lanes';
import { ada, at, grace, schedule, shifts } from './schedule.fixture';

const names = new Map([
  [ada, 'Ada'],
  [grace, 'Grace'],
]);
const nameOf = (id: string) => names.get(id);
const override = (id: string, user_id: string, from: string, until: string): OverrideAnswer => ({
  ...{ id, schedule_id: schedule().id, user_id, from: at(from), until: at(until), created_at: at('01T00') },
});

test('there is a row for each layer, and last who really is on call, with its gaps', () => {
  const lanes = toLanes(shifts(), [], nameOf);
  expect(lanes.map(({ kind, title }) => [kind, title])).toEqual([
    ['layer', 'Weeks'],
    ['final', 'On call'],
  ]);
  const [first, gap] = lanes[1]?.pieces ?? [];
  expect(first).toMatchObject({ kind: 'shift', name: 'Ada', overrideId: null });
  expect(gap).toMatchObject({ kind: 'gap', name: 'Nobody', userId: null, because: 'all layers have ended' });
  expect(gap?.until).toBe(Date.parse(at('15T00')));
});

describe('overrides', () => {
  const one = override('o1', grace, '02T00', '04T00');
  const other = override('o2', ada, '03T00', '05T00');
  const later = override('o3', ada, '04T00', '06T00');
  const rows = (...overrides: OverrideAnswer[]) =>
    toLanes(shifts(), overrides, nameOf).filter(({ kind }) => kind === 'overrides');

  test('those that overlap stand in rows of their own, those that follow in one', () => {
    expect(rows(one, later, other).map(({ pieces, isMore }) => [isMore, ...pieces.map(({ id }) => id)])).toEqual([
      [false, 'o1', 'o3'],
      [true, 'o2'],
    ]);
  });

  test('what lies outside of the time is not there, and who was deleted has no name', () => {
    expect(rows(override('o4', ada, '20T00', '21T00'))).toEqual([]);
    expect(rows(override('o5', 'x', '02T00', '03T00'))[0]?.pieces[0]?.name).toBe('somebody since deleted');
  });
});
