import { describe, expect, test } from '@jest/globals';
import type { Alert } from '../model/alert.ts';
import { readOne, readProblem } from './payload.fixture.ts';

describe("users' own templates", () => {
  test.each<readonly [string, object, Partial<Alert>]>([
    [
      'snake_case names',
      {
        rule_id: 'r',
        rule_name: 'CPU',
        alert_id: 'a',
        alert_uuid: 'u',
        action_group: 'fired',
        service_name: 's',
        env: 'e',
      },
      {
        dedupKey: 'v1:source-1:default:r:a',
        name: 'CPU',
        episode: 'u',
        status: 'active',
        service: 's',
        environment: 'e',
      },
    ],
    [
      'camelCase names',
      { ruleId: 'r', ruleName: 'CPU', alertId: 'a', alertUuid: 'u', actionGroup: 'recovered', spaceId: 'ops' },
      { dedupKey: 'v1:source-1:ops:r:a', episode: 'u', status: 'recovered', space: 'ops' },
    ],
    [
      'dotted names',
      { 'rule.id': 'r', 'rule.name': 'CPU', 'alert.id': 'a', 'alert.uuid': 'u', 'alert.actionGroup': 'fired' },
      { dedupKey: 'v1:source-1:default:r:a', episode: 'u', status: 'active', actionGroup: 'fired' },
    ],
    [
      "Kibana's variables as they nest",
      {
        rule: { id: 'r', name: 'CPU', spaceId: 's', type: 't' },
        alert: { id: 'a', uuid: 'u', actionGroup: 'g', flapping: true },
      },
      { dedupKey: 'v1:source-1:s:r:a', rule: { id: 'r', name: 'CPU', type: 't' }, flapping: true },
    ],
    [
      "Kibana's legacy variables, in which alertId is the rule",
      { alertId: 'r', alertName: 'CPU', alertInstanceId: 'a', alertActionGroup: 'fired', spaceId: 's' },
      { dedupKey: 'v1:source-1:s:r:a', rule: { id: 'r', name: 'CPU', type: null }, alertId: 'a', status: 'active' },
    ],
    [
      'a title and a status',
      { status: 'firing', title: 'Disk full', description: 'on db-1', severity: 'P1', url: 'https://x.example/1' },
      { name: 'Disk full', reason: 'on db-1', severity: 'critical', severityFrom: 'payload', episode: null },
    ],
    [
      'an event action and its summary',
      { event_action: 'trigger', payload: { summary: 'Disk full', severity: 'warning' } },
      { name: 'Disk full', severity: 'warning' },
    ],
    ['a message only', { state: 'alerting', message: 'Disk full' }, { name: 'Disk full', reason: 'Disk full' }],
    ['a rule only by its id', { status: 'active', rule: { id: 'r' } }, { name: 'r' }],
    [
      'a rule as a text',
      { status: 'active', rule: 'CPU' },
      { name: 'CPU', rule: { id: null, name: 'CPU', type: null } },
    ],
    [
      'numbers where texts belong',
      { status: 'active', rule_id: 7, alert_id: 8, title: 9 },
      { dedupKey: 'v1:source-1:default:7:8', name: '9' },
    ],
    [
      'arrays where texts belong',
      { status: ['active'], title: ['a', 'b'], rule_id: ['r', 's'] },
      { name: 'a, b', rule: { id: 'r', name: null, type: null } },
    ],
    [
      'an object where a text belongs',
      { status: 'ok', title: 'x', reason: { code: 5 } },
      { reason: '{"code":5}', status: 'recovered' },
    ],
    [
      'nulls and blanks as if they were not there',
      { status: 'active', title: null, name: ' ', summary: 'S', env: null },
      { name: 'S', environment: null },
    ],
    ['status and name in an odd case', { STATUS: 'Active', 'Rule-Name': 'CPU' }, { status: 'active', name: 'CPU' }],
  ])('are read by %s', (_title, body, expected) => {
    expect(readOne(body)).toMatchObject(expected);
  });

  test('unknown fields become metadata', () => {
    const { metadata } = readOne({ status: 'active', title: 'x', runbook: 'https://x.example', owner: { team: 'a' } });
    expect(metadata).toEqual({ runbook: 'https://x.example', owner: { team: 'a' } });
  });

  test('a bare id may be the id of the message, so it names no alert', () => {
    expect(readOne({ status: 'active', rule_id: 'r', title: 'x', id: 'message-1' }).alertId).toBeNull();
  });

  test('a title on several lines becomes one line of at most 300 characters', () => {
    expect(readOne({ status: 'active', title: ' a\r\n b ' }).name).toBe('a b');
    expect(readOne({ status: 'active', title: 'x'.repeat(400) }).name).toHaveLength(300);
  });

  test('a reason keeps its lines and ends after 2,000 characters', () => {
    expect(readOne({ status: 'active', title: 'x', reason: 'a\nb' }).reason).toBe('a\nb');
    expect(readOne({ status: 'active', title: 'x', reason: 'y'.repeat(3_000) }).reason).toHaveLength(2_000);
  });

  test('an episode too long for an index is hashed, and stays the same', () => {
    const long = (uuid: string) => readOne({ status: 'active', title: 'x', uuid }).episode;
    expect(long('u'.repeat(200))).toBe('u'.repeat(200));
    expect(long('u'.repeat(201))).toMatch(/^h:[0-9a-f]{64}$/);
    expect(long('u'.repeat(201))).not.toBe(long('u'.repeat(202)));
  });
});

describe('what is missing is named', () => {
  test.each([
    ['no status', { title: 'x' }, '$.status', 'nothing'],
    ['a status that we do not know', { title: 'x', state: 'acknowledged' }, '$.state', '"acknowledged"'],
    ['a status in a nested object', { title: 'x', alert: { status: 'odd' } }, '$.alert.status', '"odd"'],
    ['no rule and no title', { status: 'active' }, '$.rule.name', 'nothing'],
    ['a blank rule', { status: 'active', rule: { id: '', name: '' } }, '$.rule.id', '""'],
    ['a rule under a dotted name', { status: 'active', 'rule.id': [] }, '$["rule.id"]', '[]'],
  ])('%s', (_title, body, path, found) => {
    expect(readProblem(body)).toMatchObject({ reason: 'not_an_alert', path, found });
  });
});
