import { expect, test } from '@jest/globals';
import { Fields } from './fields.ts';
import { readStatus } from './status.ts';

test.each([
  ...['active', 'firing', 'Triggered', 'trigger', 'OPEN', 'alerting', ' down ', 'critical'].map((word) => [
    word,
    'active',
  ]),
  ...['recovered', 'resolved', 'resolve', 'ok', 'CLOSED', 'normal', 'up'].map((word) => [word, 'recovered']),
])('the word %s means %s', (word, status) => {
  expect(readStatus(new Fields({ status: word }), null)).toEqual({ kind: 'status', status });
});

test.each([
  ['a group alone is active', { action_group: 'threshold_met' }, null, 'active'],
  ['the group recovered is a recovery', { action_group: 'recovered' }, null, 'recovered'],
  [
    "the group recovered beats a template's literal active",
    { status: 'active', action_group: 'recovered' },
    null,
    'recovered',
  ],
  ['a stated recovery beats another group', { status: 'recovered', action_group: 'threshold_met' }, null, 'recovered'],
  ['the name of the group serves where its id is missing', { action_group_name: 'Recovered' }, null, 'recovered'],
  ['an unknown word gives way to the group', { status: 'odd', action_group: 'fired' }, null, 'active'],
  ['without a status the list of the summary decides', { action_group: 'fired' }, 'recovered', 'recovered'],
  ['a stated status beats the list', { status: 'recovered' }, 'active', 'recovered'],
] as const)('%s', (_title, body, listStatus, status) => {
  expect(readStatus(new Fields(body), listStatus)).toEqual({ kind: 'status', status });
});

test('an alert that Kibana no longer tracks is neither active nor recovered', () => {
  const document = { kibana: { alert: { status: 'untracked', action_group: 'threshold_met' } } };
  expect(readStatus(new Fields(document), null)).toEqual({ kind: 'untracked' });
});

test('an entry without a status takes that of the whole body last', () => {
  const body = new Fields({ status: 'resolved' });
  expect(readStatus(new Fields({ title: 'x' }, '$[0]', body), null)).toEqual({ kind: 'status', status: 'recovered' });
});
