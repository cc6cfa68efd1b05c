import { describe, expect, test } from '@jest/globals';
import { allowedTeams, isAllowed, NEEDS, roleFor, ROLES, type Grant } from './access.ts';

const everywhere = (role: Grant['role']): readonly Grant[] => [{ role, teamId: null }];
const GRANTS: readonly Grant[] = [
  { role: 'viewer', teamId: 'a' },
  { role: 'manager', teamId: 'b' },
];

test('each role may do what the ones before it may, and nothing more', () => {
  const may = ROLES.map((role) => NEEDS.filter((need) => isAllowed(everywhere(role), need, 'all')));
  expect(may).toEqual([['view'], ['view', 'respond'], ['view', 'respond', 'manage'], [...NEEDS]]);
  expect(NEEDS.map(roleFor)).toEqual([...ROLES]);
});

describe('a role that is held for a team', () => {
  test.each([
    ['counts for that team', 'view', ['a'], true],
    ['says nothing of others', 'view', ['c'], false],
    ['does not do where several are concerned and one is foreign', 'view', ['a', 'c'], false],
    ['does where each is held', 'view', ['a', 'b'], true],
    ['is not enough where a role of another team would be', 'manage', ['a'], false],
    ['does not reach what belongs to no team', 'view', [null], false],
    ['does not reach what concerns all', 'view', 'all', false],
    ['does where any will do', 'manage', 'any', true],
    ['must still be the role that is needed', 'admin', 'any', false],
  ] as const)('%s', (_, need, concern, allowed) => {
    expect(isAllowed(GRANTS, need, concern)).toBe(allowed);
  });

  test('narrows what is seen to its teams; one for all narrows nothing', () => {
    expect(allowedTeams(GRANTS, 'view')).toEqual(['a', 'b']);
    expect(allowedTeams(GRANTS, 'manage')).toEqual(['b']);
    expect(allowedTeams(GRANTS, 'admin')).toEqual([]);
    expect(allowedTeams([...GRANTS, ...everywhere('viewer')], 'view')).toBeNull();
  });
});

test('who holds nothing may nothing', () => {
  for (const need of NEEDS) expect(isAllowed([], need, 'any')).toBe(false);
  expect(allowedTeams([], 'view')).toEqual([]);
});
