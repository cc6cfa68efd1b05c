import { describe, expect, test } from '@jest/globals';
import { chooseKeepers, decideTokenWarning, planTokenWarning, type EndingToken } from './plan-token-warning.ts';

const NOW = new Date('2027-01-05T03:00:00Z');
const days = (count: number) => new Date(NOW.getTime() + count * 86_400_000);
const token = (over: Partial<EndingToken> = {}): EndingToken => ({
  createdAt: days(-90),
  expiresAt: days(14),
  lastUsedAt: days(-0.1),
  successorUsedAt: null,
  ...over,
});

test.each([
  ['fourteen days before its end', token(), { days: 14, isTold: true }],
  ['a little more than a day before', token({ expiresAt: days(1.01) }), { days: 14, isTold: true }],
  ['a day before', token({ expiresAt: days(1) }), { days: 1, isTold: true }],
  ['an hour before: the first is over', token({ expiresAt: days(0.05) }), { days: 1, isTold: true }],
  ['one that was made for a week', token({ createdAt: days(0), expiresAt: days(7) }), { days: 14, isTold: false }],
  ['the same on its last day', token({ createdAt: days(-6), expiresAt: days(1) }), { days: 1, isTold: true }],
  ['one that was made for an hour', token({ createdAt: NOW, expiresAt: days(0.04) }), { days: 1, isTold: false }],
  ['another is in use instead', token({ successorUsedAt: days(0) }), { days: 14, isTold: false }],
  ['another was used, but this one later', token({ successorUsedAt: days(-1) }), { days: 14, isTold: true }],
  [
    'this one was never used, another is',
    token({ lastUsedAt: null, successorUsedAt: days(-9) }),
    { days: 14, isTold: false },
  ],
] as const)('%s', (_, given, expected) => {
  expect(decideTokenWarning(given, NOW)).toEqual(expected);
});

describe('who looks after it', () => {
  const person = (userId: string, isMember: boolean, manages: 'team' | 'all' | null) => ({ userId, isMember, manages });
  const admin = person('admin', false, 'all');
  test.each([
    ['members who manage the team', [admin, person('a', true, 'team'), person('b', true, null)], ['a']],
    ['a member who manages all teams is one', [admin, person('a', true, 'all'), person('b', true, null)], ['a']],
    ['managers of the team who are no members', [admin, person('a', false, 'team'), person('b', true, null)], ['a']],
    ['members, where nobody manages it', [admin, person('b', true, null), person('c', true, null)], ['b', 'c']],
    ['who manages all teams, where there is nobody else', [admin], ['admin']],
    ['nobody', [], []],
  ])('%s', (_, people, expected) => {
    expect(chooseKeepers(people)).toEqual(expected);
  });
});

test('each is told by mail and in Slack, where verified, and once for each of the two', () => {
  const method = (id: string, userId: string, channel: 'email' | 'slack', verified = true) => ({
    id,
    userId,
    channel,
    address: 'somewhere',
    verified,
  });
  const methods = [method('1', 'ada', 'email'), method('2', 'ada', 'slack', false), method('3', 'ben', 'slack')];
  const planned = planTokenWarning({ type: 'source_token', id: 't', days: 14 }, ['ada', 'ben', 'eve'], methods);
  expect(planned.map(({ contactMethodId, uniqueKey }) => [contactMethodId, uniqueKey])).toEqual([
    ['1', 'v1:token_ending:t:14:user:ada:email'],
    ['3', 'v1:token_ending:t:14:user:ben:slack'],
  ]);
});
