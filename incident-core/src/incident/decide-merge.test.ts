import { describe, expect, test } from '@jest/globals';
import { decideMerge, type Mergeable } from './decide-merge.ts';

const at = (minute: number) => new Date(Date.UTC(2027, 0, 5, 3, minute));
const into = {
  id: 'n',
  status: 'triggered',
  severity: 'error',
  alertCount: 3,
  lastSeenAt: at(5),
  resolveDueAt: null,
} as const;
const from = (over: Partial<Mergeable> = {}): Mergeable => ({
  ...{ id: 'm', status: 'triggered', severity: 'warning', alertCount: 2, lastSeenAt: at(7) },
  ...{ mergedInto: null, stillBad: true, untracked: false, resolveDueAt: null },
  ...over,
});

test('the alerts of both are counted, and it was seen when either was', () => {
  expect(decideMerge(from(), into)).toEqual({
    kind: 'merge',
    rises: false,
    set: { severity: 'error', alertCount: 5, lastSeenAt: at(7), resolveDueAt: null },
  });
  expect(decideMerge(from({ lastSeenAt: at(1) }), into)).toMatchObject({ set: { lastSeenAt: at(5) } });
});

test('what is worse makes the one that stays rise, unless it has recovered', () => {
  expect(decideMerge(from({ severity: 'critical' }), into)).toMatchObject({
    rises: true,
    set: { severity: 'critical' },
  });
  expect(decideMerge(from({ severity: 'critical', stillBad: false }), into)).toMatchObject({
    rises: false,
    set: { severity: 'error' },
  });
});

test('it no longer resolves by itself when something active comes to it, and still does when nothing does', () => {
  const waiting = { ...into, status: 'in_progress', resolveDueAt: at(60) } as const;
  expect(decideMerge(from(), waiting)).toMatchObject({ set: { resolveDueAt: null } });
  expect(decideMerge(from({ stillBad: false }), waiting)).toMatchObject({ set: { resolveDueAt: at(60) } });
});

test.each([
  ['as the later of the two would, when that is the one that goes', at(70), at(60), at(70)],
  ['as the later of the two would, when that is the one that stays', at(50), at(60), at(60)],
  ['never, where the one that goes would not', null, at(60), null],
  ['never, where the one that stays would not', at(50), null, null],
])('at what of it is active Kibana looks no more: it resolves %s', (_, fromEnd, intoEnd, resolveDueAt) => {
  const gone = from({ untracked: true, resolveDueAt: fromEnd });
  expect(decideMerge(gone, { ...into, resolveDueAt: intoEnd })).toMatchObject({ set: { resolveDueAt } });
});

test('the same merge again changes nothing, also when the other has been resolved since', () => {
  const gone = from({ status: 'resolved', mergedInto: 'n' });
  expect(decideMerge(gone, into)).toEqual({ kind: 'nothing', reason: 'already_there' });
  expect(decideMerge(gone, { ...into, status: 'resolved' })).toEqual({ kind: 'nothing', reason: 'already_there' });
});

describe.each([
  ['itself', from({ id: 'n' }), into],
  ['resolved', from({ status: 'resolved' }), into],
  ['merged_elsewhere', from({ status: 'resolved', mergedInto: 'x' }), into],
  ['into_resolved', from(), { ...into, status: 'resolved' as const }],
] as const)('%s', (reason, one, other) => {
  test('is refused', () => expect(decideMerge(one, other)).toEqual({ kind: 'refuse', reason }));
});
