import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { alert, at } from './incident.fixture.ts';
import { groupOf, mayJoin, nameOfGroup } from './grouping.ts';

const team = (groupingWindowSeconds: number | null) => ({ teamId: 't', settings: { groupingWindowSeconds } });
const GROUP = { teamId: 't', service: 'checkout', environment: 'production', windowSeconds: 600 };
const INCIDENT = {
  status: 'triggered',
  teamId: 't',
  service: 'checkout',
  environment: 'production',
  createdAt: at(0),
  isStorm: false,
} as const;

test.each([
  ['an active alert of a service belongs to a group of its team', alert(), 600, GROUP],
  ['without an environment it does too', alert({ environment: null }), 600, { ...GROUP, environment: null }],
  ['one without a service does not', alert({ service: null }), 600, null],
  ['nor one that recovered', alert({ status: 'recovered' }), 600, null],
  ['nor one of a team that does not group', alert(), null, null],
])('%s', (_, given, window, expected) => {
  expect(groupOf(given, team(window))).toEqual(expected);
});

test.each([
  ['joins what was opened just now', INCIDENT, 0, true],
  ['joins at the end of the window', INCIDENT, 10, true],
  ['and not after it', INCIDENT, 10.01, false],
  ['joins what somebody holds', { ...INCIDENT, status: 'in_progress' as const }, 1, true],
  ['joins nothing that is over', { ...INCIDENT, status: 'resolved' as const }, 1, false],
  ['joins no storm', { ...INCIDENT, isStorm: true }, 1, false],
  ['joins nothing of another team', { ...INCIDENT, teamId: 'u' }, 1, false],
  ['nor of another service', { ...INCIDENT, service: 'cart' }, 1, false],
  ['nor of another environment', { ...INCIDENT, environment: null }, 1, false],
])('an alert of the group %s', (_, incident, minutes, expected) => {
  expect(mayJoin(GROUP, incident, at(minutes))).toBe(expected);
});

test('two groups have one name only where they are the same', () => {
  const word = fc.constantFrom('a', 'b', '","', 'a","b', '');
  const group = fc.record({
    teamId: word,
    service: word,
    environment: fc.option(word),
    windowSeconds: fc.constant(600),
  });
  fc.assert(
    fc.property(group, group, (one, other) => {
      const isSame =
        one.teamId === other.teamId && one.service === other.service && one.environment === other.environment;
      return (nameOfGroup(one) === nameOfGroup(other)) === isSame;
    }),
  );
});
