import { describe, expect, test } from '@jest/globals';
import type { Json, JsonObject } from '../model/alert.ts';
import { read, readOne, readProblem, renderedObject } from './payload.fixture.ts';
import { MAX_ALERTS } from './to-alerts.ts';

const ENTRY = { uuid: 'u', id: 'a', status: 'active', reason: 'why', service: 's', environment: 'e' };
const summary = (lists: JsonObject): JsonObject => ({
  schema_version: '1',
  kind: 'summary',
  kibana: { base_url: 'https://k.example', space_id: 'ops' },
  rule: { id: 'r', name: 'CPU', type: 't', url: '/app/rules/r', tags: ['severity:critical'] },
  timestamp: '2026-09-20T10:05:00.000Z',
  ...lists,
});
const kinds = (body: Json) =>
  read(body).map((one) =>
    one.kind === 'alert' ? one.alert.status : one.kind === 'empty' ? one.reason : one.problem.reason,
  );

describe('our summary template', () => {
  test('an entry takes rule, space, tags and time from the summary', () => {
    expect(readOne(summary({ new: [ENTRY, null] }))).toMatchObject({
      dedupKey: 'v1:source-1:ops:r:a',
      episode: 'u',
      name: 'CPU',
      reason: 'why',
      service: 's',
      environment: 'e',
      severity: 'critical',
      severityFrom: 'tag',
      date: new Date('2026-09-20T10:05:00.000Z'),
      links: { rule: 'https://k.example/app/rules/r' },
    });
  });

  test('new, ongoing and recovered are read in this order', () => {
    const lists = { recovered: [{ ...ENTRY, status: 'recovered' }, null], ongoing: [ENTRY, null], new: [ENTRY, null] };
    expect(kinds(summary(lists))).toEqual(['active', 'active', 'recovered']);
  });

  test('an entry without a status takes that of its list', () => {
    const { status: _, ...entry } = ENTRY;
    expect(kinds(summary({ new: [entry], recovered: [entry] }))).toEqual(['active', 'recovered']);
  });

  test('one bad entry is named and the others are read', () => {
    const readings = read(summary({ new: [ENTRY, 'odd', { ...ENTRY, id: 'b' }] }));
    expect(readings.map((reading) => reading.kind)).toEqual(['alert', 'unreadable', 'alert']);
    expect(readings[1]).toMatchObject({
      problem: { reason: 'not_an_alert', path: '$.new[1]', found: '"odd"', rawText: '"odd"' },
    });
  });

  test('the path leads into the entry', () => {
    expect(readProblem([{ title: 'x', state: 'odd' }])).toMatchObject({ path: '$[0].state', found: '"odd"' });
  });

  test('beyond 1,000 alerts the rest is unreadable, not lost', () => {
    const entries = Array.from({ length: MAX_ALERTS + 5 }, (_, at) => ({ ...ENTRY, id: `a-${at}` }));
    const readings = read(summary({ new: entries }));
    expect(readings.filter((reading) => reading.kind === 'alert')).toHaveLength(MAX_ALERTS);
    expect(readings.at(-1)).toMatchObject({ problem: { reason: 'too_many_alerts', path: '$.new[1000]' } });
    expect(readings).toHaveLength(MAX_ALERTS + 1);
  });
});

describe('summaries without alerts', () => {
  test.each<readonly [string, JsonObject, readonly string[]]>([
    ['empty lists are empty', { new: [null], ongoing: [], recovered: [null] }, ['no_alerts']],
    ['ongoing alone need not be listed', { counts: { new: '0', ongoing: '3' }, new: [null] }, ['only_ongoing']],
    ['no list at all is unreadable', {}, ['summary_without_alerts']],
    ['a list that is no list is unreadable', { new: 'a,b' }, ['summary_without_alerts']],
    [
      'new ones counted and not listed are unreadable',
      { counts: { new: '2' }, new: [null] },
      ['summary_without_alerts'],
    ],
    [
      'recoveries counted and not listed are unreadable',
      { counts: { recovered: 1 }, new: [ENTRY] },
      ['active', 'summary_without_alerts'],
    ],
    [
      'more counted than listed is unreadable',
      { counts: { new: '101' }, new: [ENTRY, null] },
      ['active', 'alerts_missing'],
    ],
    ['odd counts say nothing', { counts: { new: 'many' }, new: [null] }, ['no_alerts']],
  ])('%s', (_title, lists, expected) => {
    expect(kinds(summary(lists))).toEqual(expected);
  });

  test('a list of documents may be empty', () => {
    expect(kinds([])).toEqual(['no_alerts']);
    expect(kinds({ new: [], ongoing: [], recovered: [] })).toEqual(['no_alerts']);
  });

  test('an empty list beside a status is no summary', () => {
    expect(kinds({ status: 'active', title: 'x', alerts: [] })).toEqual(['active']);
  });
});

describe('alerts-as-data documents', () => {
  const nested = {
    kibana: { alert: { uuid: 'u', instance: { id: 'a' }, status: 'active', rule: { uuid: 'r', name: 'CPU' } } },
  };
  const dotted = {
    'kibana.alert.uuid': 'u',
    'kibana.alert.instance.id': 'a',
    'kibana.alert.status': 'active',
    'kibana.alert.rule.uuid': 'r',
    'kibana.alert.rule.name': 'CPU',
    'kibana.space_ids': ['ops'],
    'kibana.alert.evaluation.value': 1_502_000,
    'kibana.alert.rule.rule_type_id': 'apm.transaction_duration',
  };

  test('nested and dotted documents are the same', () => {
    expect(readOne([nested])).toMatchObject({ dedupKey: 'v1:source-1:default:r:a', episode: 'u', name: 'CPU' });
    expect(readOne([dotted])).toMatchObject({ dedupKey: 'v1:source-1:ops:r:a', episode: 'u', name: 'CPU' });
  });

  test('latency in microseconds is shown in milliseconds', () => {
    expect(readOne([dotted]).value).toBe('1502 ms');
  });

  test.each<readonly [string, Json]>([
    ['at the top', [nested]],
    ['under new', { new: [nested] }],
    ['under alerts', { alerts: [nested] }],
    ['under all', { all: [nested] }],
    ['under alerts.new.data', { alerts: { new: { count: 1, data: [nested] } } }],
    ['under new.data', { new: { data: [nested] } }],
    ['alone', nested],
    ['under new and again under all', { new: [nested], all: [nested] }],
  ])('%s they are read once', (_title, body) => {
    expect(readOne(body)).toMatchObject({ alertId: 'a', status: 'active', metadata: {} });
  });

  test('a recovered one is dated by its end', () => {
    const document = {
      ...dotted,
      'kibana.alert.status': 'recovered',
      'kibana.alert.end': '2026-09-20T09:30:00Z',
      '@timestamp': '2026-09-20T10:00:00Z',
    };
    expect(readOne([document])).toMatchObject({ status: 'recovered', date: new Date('2026-09-20T09:30:00Z') });
  });

  test('one that Kibana no longer tracks is nothing to act on', () => {
    expect(kinds([{ ...dotted, 'kibana.alert.status': 'untracked' }])).toEqual(['untracked']);
  });
});

describe('a template for one alert on a summary action', () => {
  test('without the alerts in its context it is unreadable', () => {
    expect(readProblem({ ...renderedObject('18'), context: {} })).toMatchObject({
      reason: 'summary_without_alerts',
      path: '$.context.alerts',
      found: 'nothing',
    });
  });

  test("users' legacy templates are recognised too", () => {
    const legacy = { alertId: 'r', alertInstanceId: 'r', alertActionGroup: 'default', alertName: 'CPU' };
    expect(kinds(legacy)).toEqual(['summary_without_alerts']);
  });

  test('the group default alone is no summary', () => {
    expect(kinds({ rule: { id: 'r', name: 'x' }, alert: { id: 'a', action_group: 'default' } })).toEqual(['active']);
  });
});
