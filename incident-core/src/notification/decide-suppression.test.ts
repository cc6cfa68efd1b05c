import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Suppression } from '../model/suppression.ts';
import { AUTO_PAUSE_REASON, decideSuppression, describeHoldOver, matchesSuppression } from './decide-suppression.ts';
import { instant, nightly, silence, suppressible } from './suppression.fixture.ts';

const NOW = instant('2027-01-05T04:00');

describe('a silence', () => {
  test('holds while it lasts what it matches, until its end', () => {
    const by = { kind: 'silence', id: 'silence', reason: 'deploy', until: instant('2027-01-05T05:00') };
    expect(decideSuppression(suppressible(), [silence()], NOW)).toEqual({ kind: 'hold', by });
  });

  test.each([
    ['before its start', '2027-01-05T02:59'],
    ['from its end on', '2027-01-05T05:00'],
  ])('holds nothing %s', (_, now) => {
    expect(decideSuppression(suppressible(), [silence()], instant(now))).toEqual({ kind: 'none' });
  });

  test.each<[string, Partial<Suppression>, boolean]>([
    ['of the team', { teamId: 'payments' }, true],
    ['of another team', { teamId: 'search' }, false],
    ['by service', { matchers: { service: ['check*'] } }, true],
    ['by another service', { matchers: { service: ['cart'] } }, false],
    ['by severity and tag', { matchers: { severity: ['error'], tags: ['apm'] } }, true],
    ['by severity and a tag that it has not', { matchers: { severity: ['error'], tags: ['db'] } }, false],
    ['by source', { matchers: { source: ['other', 'kibana'] } }, true],
    ['by another source', { matchers: { source: ['other'] } }, false],
    ['by the id of a rule', { matchers: { rule: ['rule-1'] } }, true],
    ['by the name of a rule', { matchers: { rule: ['Failure*'] } }, true],
    ['by another rule', { matchers: { rule: ['Latency'] } }, false],
  ])('%s', (_, over, expected) => {
    expect(matchesSuppression(silence(over), suppressible())).toBe(expected);
  });

  test('by rule means an incident of several alerts only if it means all of them', () => {
    const of = (...rules: readonly string[]) =>
      suppressible({ origins: rules.map((rule) => ({ sourceId: 'kibana', rules: [rule] })) });
    const matchers = { rule: ['Latency', 'Failure*'] };
    expect(matchesSuppression(silence({ matchers }), of('Latency', 'Failure rate'))).toBe(true);
    expect(matchesSuppression(silence({ matchers }), of('Latency', 'Disk'))).toBe(false);
  });

  test('by rule or source does not mean what a person opened', () => {
    const opened = suppressible({ origins: [] });
    expect(matchesSuppression(silence({ matchers: { rule: ['*'] } }), opened)).toBe(false);
    expect(matchesSuppression(silence(), opened)).toBe(true);
  });

  test('by service does not mean what has none', () => {
    expect(matchesSuppression(silence({ matchers: { service: ['*'] } }), suppressible({ service: null }))).toBe(false);
  });
});

describe('of several', () => {
  test('the one that ends last holds it', () => {
    const long = silence({ id: 'long', times: { type: 'once', from: NOW, until: instant('2027-01-06T00:00') } });
    const found = decideSuppression(suppressible(), [silence(), long, nightly()], NOW);
    expect(found).toMatchObject({ kind: 'hold', by: { id: 'long' } });
  });

  test('that end at once it is always the same', () => {
    const [a, b] = [silence({ id: 'a' }), silence({ id: 'b' })];
    expect(decideSuppression(suppressible(), [a, b], NOW)).toEqual(decideSuppression(suppressible(), [b, a], NOW));
  });
});

describe('an auto-pause', () => {
  const paused = suppressible({ pausedUntil: instant('2027-01-05T04:02') });
  test('holds what is new until its end, and no longer', () => {
    const by = { kind: 'auto_pause', id: 'payments', reason: AUTO_PAUSE_REASON, until: paused.pausedUntil };
    expect(decideSuppression(paused, [], NOW)).toEqual({ kind: 'hold', by });
    expect(decideSuppression(paused, [], instant('2027-01-05T04:02'))).toEqual({ kind: 'none' });
  });
  test('gives way to a silence that ends later', () => {
    expect(decideSuppression(paused, [silence()], NOW)).toMatchObject({ by: { kind: 'silence' } });
  });
});

test('whatever holds it ends after now, and is one that matches and is there', () => {
  const some = fc.array(
    fc.record({
      id: fc.uuid(),
      teamId: fc.constantFrom(null, 'payments', 'search'),
      from: fc.integer({ min: -100, max: 100 }),
      length: fc.integer({ min: 1, max: 100 }),
    }),
  );
  const at = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
  fc.assert(
    fc.property(some, (rows) => {
      const all = rows.map(({ id, teamId, from, length }) =>
        silence({ id, teamId, times: { type: 'once', from: at(from), until: at(from + length) } }),
      );
      const decision = decideSuppression(suppressible(), all, NOW);
      const holding = rows.filter(({ teamId, from, length }) => teamId !== 'search' && from <= 0 && from + length > 0);
      if (decision.kind === 'none') return expect(holding).toEqual([]);
      expect(decision.by.until).toEqual(at(Math.max(...holding.map(({ from, length }) => from + length))));
    }),
  );
});

test.each([
  ['silence', 'a silence (deploy) held it until now, and it is still active'],
  ['maintenance_window', 'a maintenance window (deploy) held it until now, and it is still active'],
  ['auto_pause', 'it did not pass by itself'],
] as const)('after a %s it is said why now', (kind, words) => {
  expect(describeHoldOver({ kind, reason: 'deploy' })).toBe(words);
});
