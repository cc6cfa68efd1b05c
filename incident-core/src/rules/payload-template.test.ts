import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import mustache from 'mustache';
import { PAYLOAD_TEMPLATES } from './payload-template.ts';

const FOLDER = new URL('../../../test/fixtures/payloads/', import.meta.url);
const fixture = (name: string) => readFileSync(new URL(name, FOLDER), 'utf8');
const escape = (value: unknown) => JSON.stringify(String(value)).slice(1, -1);

/** As Kibana fills in the body of a webhook: values escaped for JSON, objects and `asJSON` as JSON. */
function render(template: string, variables: object): string {
  return mustache.render(template, prepare(variables), undefined, { escape });
}

function prepare(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const text = JSON.stringify(value);
  if (Array.isArray(value)) return Object.assign(value.map(prepare), { asJSON: text });
  const parts = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, prepare(part)]));
  return Object.assign(parts, { toString: () => text });
}

/** The variables that Kibana had, as far as its body tells. */
function variablesOf(body: Record<string, Record<string, unknown>>) {
  const { kibana = {}, rule = {}, alert = {}, timestamp, context } = body;
  return {
    kibanaBaseUrl: kibana['base_url'],
    date: timestamp,
    rule: { ...rule, spaceId: kibana['space_id'] },
    alert: {
      id: alert['id'],
      uuid: alert['uuid'],
      actionGroup: alert['action_group'],
      actionGroupName: alert['action_group_name'],
      flapping: alert['flapping'],
      consecutiveMatches: alert['consecutive_matches'],
    },
    context,
  };
}

describe('our templates', () => {
  test.each(['active', 'recovered'] as const)('for %s alerts are those that Kibana was seen to fill in', (kind) => {
    expect(PAYLOAD_TEMPLATES[kind]).toBe(fixture(`template.${kind}.mustache`).trimEnd());
  });

  test.each([
    ['01', 'active', 'failed transaction rate'],
    ['02', 'recovered', 'a recovery without any context'],
    ['03', 'recovered', 'a recovery with a context'],
    ['05', 'active', 'latency without an environment'],
    ['07', 'active', 'error count'],
    ['08', 'active', 'anomaly'],
    ['16', 'active', 'a Kibana without a public address'],
  ] as const)('come to the body %s (%s: %s) from what it was made of', (number, kind, _) => {
    const body = JSON.parse(fixture(`${number}.body.txt`));
    expect(JSON.parse(render(PAYLOAD_TEMPLATES[kind], variablesOf(body)))).toEqual(body);
  });

  test('for summaries list new and recovered alerts with service and environment', () => {
    const alert = (id: string, status: string, reason: string) => ({
      kibana: { alert: { uuid: `u-${id}`, instance: { id }, status, reason } },
      service: { name: 'checkout', environment: 'production' },
    });
    const count = (...data: object[]) => ({ count: data.length, data });
    const variables = {
      kibanaBaseUrl: 'https://k.example',
      date: '2026-09-20T10:05:00.000Z',
      rule: { id: 'r', name: 'A "b"', type: 't', url: '', tags: ['a', 'team:b'], spaceId: 'default' },
      alerts: {
        new: count(alert('a', 'active', 'says "no"\nand more')),
        ongoing: count(),
        recovered: count(alert('b', 'recovered', 'gone')),
        all: { count: 2 },
      },
    };
    const entry = { service: 'checkout', environment: 'production' };
    expect(JSON.parse(render(PAYLOAD_TEMPLATES.summary, variables))).toMatchObject({
      kind: 'summary',
      rule: { name: 'A "b"', tags: ['a', 'team:b'] },
      counts: { new: '1', ongoing: '0', recovered: '1', all: '2' },
      new: [{ ...entry, uuid: 'u-a', id: 'a', status: 'active', reason: 'says "no"\nand more' }, null],
      recovered: [{ ...entry, uuid: 'u-b', id: 'b', status: 'recovered' }, null],
    });
  });

  test('are JSON even when Kibana knows none of their variables', () => {
    const nothing = { rule: { tags: [], params: {} }, context: {}, alerts: {} };
    for (const template of Object.values(PAYLOAD_TEMPLATES))
      expect(() => JSON.parse(render(template, nothing))).not.toThrow();
  });
});
