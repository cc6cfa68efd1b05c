import { expect, test } from '@jest/globals';
import { differences } from './differences';

test('only what is different is listed, nested fields by their path', () => {
  const before = { name: 'a', steps: [{ delay: 1, targets: [{ id: 'x' }] }], team_ids: ['1'], same: { a: 1 } };
  const after = {
    name: 'b',
    steps: [{ delay: 2, targets: [{ id: 'x' }, { id: 'y' }] }],
    team_ids: ['1', '2'],
    same: { a: 1 },
  };
  expect(differences(before, after)).toEqual([
    { path: 'name', before: 'a', after: 'b' },
    { path: 'steps.1.delay', before: '1', after: '2' },
    { path: 'steps.1.targets.2.id', before: null, after: 'y' },
    { path: 'team_ids', before: '1', after: '1, 2' },
  ]);
});

test('what is made has nothing before, what is deleted nothing after', () => {
  expect(differences(null, { name: 'a', enabled: true })).toEqual([
    { path: 'name', before: null, after: 'a' },
    { path: 'enabled', before: null, after: 'true' },
  ]);
  expect(differences({ name: 'a' }, null)).toEqual([{ path: 'name', before: 'a', after: null }]);
});

test('equal values have none', () => {
  expect(differences({ a: [1, { b: null }] }, { a: [1, { b: null }] })).toEqual([]);
});
