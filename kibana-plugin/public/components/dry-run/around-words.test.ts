import { expect, test } from '@jest/globals';
import type { DryRunAlert } from 'incident-core';
import { aroundLines } from './around-words';

const read = { status: 'active', service: 'checkout', environment: 'production' };
const incident = { id: '1', number: 12, title: 'Latency', status: 'triggered' };
const alert = (over: object) =>
  ({ outcome: 'opened', reason: null, incident: null, unreadable: null, alert: read, ...over }) as DryRunAlert;
const grouping = { name: 'Payments', grouping_window_seconds: 300 };
const single = { name: 'Payments', grouping_window_seconds: null };
const source = { name: 'kibana', storm_rate: 100 };
const lines = (over: object, team: typeof grouping | typeof single = grouping, of: object = source) =>
  aroundLines(alert(over), { team, source: { ...source, ...of } }).map((line) =>
    line.replaceAll(/[\u2068\u2069]/g, ''),
  );

test.each([
  [
    'what joins a group says which, and within which time',
    lines({ outcome: 'attached', reason: 'grouping', incident }),
    [/^#12 is of the same service and environment \(checkout, production\).*within the 5 min in which Payments groups/],
  ],
  [
    'what joins a storm says which, and why it did not join a group',
    lines({ outcome: 'attached', reason: 'storm', incident }),
    [/^Grouping: nothing of checkout, production/, /more than 100 new problems a minute\. They are collected in #12/],
  ],
  ['what opens a storm says so', lines({ reason: 'storm' }, single), [/does not group/, /This one opens the incident/]],
  [
    'what has an incident of its own says why it is not in another',
    lines({}),
    [/^Grouping: nothing of checkout, production that was opened in the last 5 min/, /up to 100 new problems a minute/],
  ],
  [
    'without a service nothing is grouped, and some sources may bring what they want',
    lines({ alert: { ...read, service: null } }, grouping, { storm_rate: null }),
    [/names no service/, /as many new problems as it wants/],
  ],
  ['what is open already asks for neither', lines({ outcome: 'refreshed', incident }), []],
  ['a recovery asks for neither', lines({ outcome: 'ignored', alert: { ...read, status: 'recovered' } }), []],
] as const)('%s', (_, said, expected) => {
  expect(said).toHaveLength(expected.length);
  for (const [index, pattern] of expected.entries()) expect(said[index]).toMatch(pattern);
});
