import { describe, expect, test } from '@jest/globals';
import type { IncidentAlertAnswer } from 'incident-core';
import { incident } from '../../incident.fixture';
import { linksOf } from './kibana-links';

const here = { origin: 'https://kibana.example', serverBasePath: '/base' };
const from = (rest: Partial<IncidentAlertAnswer>) =>
  ({ space: 'payments', rule: { id: 'r/1', name: 'Latency', type: null }, ...rest }) as IncidentAlertAnswer;
const none = { alert: null, rule: null, service: null };

describe('links into Kibana', () => {
  test('what the alert says is followed, in the space that it names', () => {
    const links = { ...none, alert: 'https://kibana.example/base/s/payments/app/observability/alerts/1' };
    expect(linksOf(incident({ links, service: null }), here)).toEqual([
      { kind: 'alert', href: links.alert, space: 'payments', isHere: true },
    ]);
  });

  test('what it does not say follows from rule and service, in the space of the alert', () => {
    const links = linksOf(incident({ alerts: [from({})] }), here);
    expect(links.map(({ kind, href }) => [kind, href])).toEqual([
      ['service', 'https://kibana.example/base/s/payments/app/apm/services/checkout/overview'],
      ['rule', 'https://kibana.example/base/s/payments/app/management/insightsAndAlerting/triggersActions/rule/r%2F1'],
    ]);
  });

  test('the default space has no name in the address', () => {
    const [service] = linksOf(incident({ alerts: [from({ space: 'default' })] }), here);
    expect(service).toMatchObject({ href: 'https://kibana.example/base/app/apm/services/checkout/overview' });
  });

  test('an alert of another Kibana leads there', () => {
    const alert = 'https://other.example/s/a/app/observability/alerts/1';
    const links = linksOf(incident({ links: { ...none, alert }, alerts: [from({ space: 'b' })] }), here);
    expect(links.every(({ isHere }) => !isHere)).toBe(true);
    expect(links[1]?.href).toBe('https://other.example/s/b/app/apm/services/checkout/overview');
  });

  test('an incident that did not come from a Kibana has no links', () => {
    expect(linksOf(incident({ alerts: [from({ space: null })] }), here)).toEqual([]);
  });

  test.each(['javascript:alert(1)', 'data:text/html,x', '//evil.example', 'https://kibana.example@evil.example/', 'x'])(
    'no link leads to %s',
    (alert) => {
      expect(linksOf(incident({ links: { ...none, alert }, service: null }), here)).toEqual([]);
    },
  );

  test('a space that is none of Kibana’s names makes no link', () => {
    expect(linksOf(incident({ alerts: [from({ space: '../../evil' })] }), here)).toEqual([]);
  });
});
