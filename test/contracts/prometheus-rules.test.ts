import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { House } from '../harness/house.ts';

const rules = readFileSync(join(__dirname, '../../config/deploy/prometheus-rules.yml'), 'utf8');
const alarms = rules.split(/^ {6}- alert: /m).slice(1);

let house: House;
let types: ReadonlyMap<string, string>;
let samples: string;
beforeAll(async () => {
  house = await House.start({ unreachable: ['ada'] });
  await house.elastic.fires('disk full');
  await house.settles();
  await house.audits();
  samples = String((await house.api.call('GET', '/metrics')).body);
  types = new Map([...samples.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type = '']) => [name, type]));
});
afterAll(() => house.stop());

test('every figure that an alarm asks for is one of a running backend', () => {
  expect(alarms.length).toBeGreaterThan(10);
  const asked = alarms.flatMap((alarm) => [...exprOf(alarm).matchAll(/\bincidents_\w+/g)].map(([name]) => name));
  const unknown = asked.filter((name) => !types.has(name) && types.get(name.replace(/_bucket$/, '')) !== 'histogram');
  expect(unknown).toEqual([]);
  for (const alarm of alarms) expect(exprOf(alarm)).toMatch(/\bincidents_/);
});

test('counters are asked how much they grew, gauges how they stand', () => {
  for (const alarm of alarms) {
    for (const [, name = ''] of exprOf(alarm).matchAll(/(?:increase|rate)\((incidents_\w+)/g)) {
      expect([name, types.get(name.replace(/_bucket$/, ''))]).toEqual([
        name,
        expect.stringMatching(/counter|histogram/),
      ]);
    }
    const still = exprOf(alarm).replaceAll(/(?:increase|rate)\([^)]*\)/g, '');
    for (const [name] of still.matchAll(/\bincidents_\w+/g)) expect([name, types.get(name)]).toEqual([name, 'gauge']);
  }
});

test('what they say of somebody who is not told is true of a backend that reached nobody', () => {
  expect(samples).toMatch(/^incidents_nobody_notified_total 1$/m);
  expect(samples).toMatch(/^incidents_service_level_pages\{verdict="bad"\} 1$/m);
  expect(samples).toMatch(/^incidents_service_level_burn_rate\{hours="1"\} 100$/m);
  expect(samples).toMatch(/^incidents_service_level_budget_left_ratio -99$/m);
});

test('every alarm has its own name, says how bad it is and what it means', () => {
  const names = alarms.map((alarm) => alarm.split('\n')[0]);
  expect(new Set(names).size).toBe(names.length);
  for (const alarm of alarms) {
    expect(alarm).toMatch(/^ {8}labels: \{ severity: (critical|warning) \}$/m);
    expect(alarm).toMatch(/^ {10}summary: \S/m);
  }
});

function exprOf(alarm: string): string {
  return /^ {8}expr: ([\s\S]*?)\n {8}(?:for|labels):/m.exec(alarm)?.[1] ?? '';
}
