import { describe, expect, test } from '@jest/globals';
import { severityOfAnomaly, severityOfWord, toSeverity, type SeverityClues } from './severity.ts';
import { readOne } from './payload.fixture.ts';

const NOTHING: SeverityClues = { stated: null, actionGroup: null, anomaly: null, tags: [] };

describe('words', () => {
  test.each([
    ['critical', 'critical'],
    ['CRITICAL', 'critical'],
    ['fatal', 'critical'],
    ['emergency', 'critical'],
    ['P1', 'critical'],
    ['error', 'error'],
    ['high', 'error'],
    ['p2', 'error'],
    [' warn ', 'warning'],
    ['medium', 'warning'],
    ['p3', 'warning'],
    ['info', 'info'],
    ['low', 'info'],
    ['p5', 'info'],
    ['banana', null],
    ['', null],
  ])('%s is %s', (word, severity) => {
    expect(severityOfWord(word)).toBe(severity);
  });

  test.each([
    ['critical', 'critical'],
    ['major', 'error'],
    ['minor', 'warning'],
    ['warning', 'warning'],
    ['91', null],
  ])('an anomaly of %s is %s', (word, severity) => {
    expect(severityOfAnomaly(word)).toBe(severity);
  });
});

describe('action groups', () => {
  test.each([
    ['slo.burnRate.alert', 'critical'],
    ['slo.burnRate.high', 'error'],
    ['slo.burnRate.medium', 'warning'],
    ['slo.burnRate.low', 'info'],
    ['metrics.threshold.fired', 'error'],
    ['metrics.threshold.warning', 'warning'],
    ['metrics.threshold.nodata', 'warning'],
    ['metrics.inventory_threshold.fired', 'error'],
    ['metrics.inventory_threshold.warning', 'warning'],
    ['custom_threshold.nodata', 'warning'],
    ['No Data', 'warning'],
  ] as const)('%s grades as %s', (actionGroup, severity) => {
    expect(toSeverity({ ...NOTHING, actionGroup })).toEqual({ severity, severityFrom: 'action_group' });
  });

  test.each(['threshold_met', 'custom_threshold.fired', 'query matched', 'recovered'])(
    '%s does not grade',
    (actionGroup) => {
      expect(toSeverity({ ...NOTHING, actionGroup })).toEqual({ severity: 'error', severityFrom: 'default' });
    },
  );
});

describe('order', () => {
  const all: SeverityClues = {
    stated: 'info',
    actionGroup: 'slo.burnRate.high',
    anomaly: null,
    tags: ['severity:critical'],
  };

  test.each<readonly [string, SeverityClues, string, string]>([
    ['the payload goes before all', all, 'info', 'payload'],
    ['the group goes before a tag', { ...all, stated: null }, 'error', 'action_group'],
    ['a tag goes before the default', { ...NOTHING, tags: ['a', 'Severity: Warning'] }, 'warning', 'tag'],
    [
      'of several tags the worst counts',
      { ...NOTHING, tags: ['severity:info', 'severity:critical'] },
      'critical',
      'tag',
    ],
    ['a tag that we do not know counts for nothing', { ...NOTHING, tags: ['severity:odd'] }, 'error', 'default'],
  ])('%s', (_title, clues, severity, severityFrom) => {
    expect(toSeverity(clues)).toEqual({ severity, severityFrom });
  });

  test('an unknown severity gives way to a known priority', () => {
    expect(readOne({ status: 'active', title: 'x', severity: 'odd', priority: 'p1' })).toMatchObject({
      severity: 'critical',
    });
  });

  test('an anomaly is graded by its score before its threshold', () => {
    const rule = { type: 'apm.anomaly', name: 'x', params: { anomalySeverityType: 'minor' } };
    const context = { triggerValue: 'major', threshold: 'minor' };
    expect(readOne({ status: 'active', rule, context }).severity).toBe('error');
    expect(readOne({ status: 'recovered', rule, context: {} }).severity).toBe('warning');
  });
});
