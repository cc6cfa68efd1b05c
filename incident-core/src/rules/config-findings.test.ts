import { describe, expect, test } from '@jest/globals';
import { toJsonPath, type ConfigProblem } from '../model/config-problem.ts';
import type { TeamMapping } from '../model/team-mapping.ts';
import type { ThresholdsFile } from '../model/thresholds-file.ts';
import { findMappingProblems, findThresholdProblems } from './config-findings.ts';
import { aService } from './rules.fixture.ts';

const services = [
  aService('checkout'),
  aService('payment-api'),
  aService('payment-api', 'staging'),
  aService('odd', null),
];
const lines = (problems: readonly ConfigProblem[]) =>
  problems.map(({ level, path, found, expected }) => `${level} ${toJsonPath(path)}: ${found}; ${expected}`);
const slow = (threshold_ms: number) => ({ latency: { threshold_ms } });

describe('thresholds', () => {
  const find = (document: ThresholdsFile, known: typeof services | null = services) =>
    lines(findThresholdProblems(document, { services: known }));

  test('with names that differ in their case only are an error', () => {
    expect(find({ services: { checkout: {}, CheckOut: {} } })).toEqual([
      'error $.services.CheckOut: "CheckOut" beside "checkout"; names that differ in more than their case',
    ]);
  });

  test.each<readonly [string, ThresholdsFile, string]>([
    ['a name', { services: { cart: slow(1) } }, '$.services.cart'],
    ['a pattern', { services: { 'x*': slow(1) } }, '$.services["x*"]'],
    [
      'a service in an environment',
      { service_environments: { checkout: { staging: slow(1) } } },
      '$.service_environments.checkout.staging',
    ],
  ])('with %s that matches nothing get a warning', (_, document, path) => {
    expect(find(document)).toEqual([`warning ${path}: nothing that it matches; a service that was discovered`]);
  });

  test('whose patterns differ over a service get a warning at the one that loses', () => {
    expect(find({ services: { 'pay*': slow(1), 'payment*': slow(2), '*api': slow(1) } })).toEqual([
      'warning $.services["pay*"]: "payment-api" in production, which $.services["payment*"] decides; no service that a closer one matches too',
      'warning $.services["*api"]: "payment-api" in production, which $.services["payment*"] decides; no service that a closer one matches too',
    ]);
  });

  test('whose patterns agree, or speak of different fields, get none', () => {
    expect(find({ services: { 'pay*': slow(1), 'payment*': slow(1), '*': { anomaly: { enabled: true } } } })).toEqual(
      [],
    );
  });

  test('for services without an environment match those', () => {
    expect(find({ service_environments: { odd: { ENVIRONMENT_NOT_DEFINED: slow(1) } } })).toEqual([]);
  });

  test('are not held against services before there was a discovery', () => {
    expect(find({ services: { 'x*': slow(1) } }, null)).toEqual([]);
  });
});

describe('a team mapping', () => {
  const find = (mappings: readonly TeamMapping[], known: typeof services | null = services) =>
    lines(findMappingProblems({ mappings: [...mappings] }, { services: known, teams: ['Payments', 'Platform'] }));

  test('to a team that there is not is an error', () => {
    expect(find([{ service: 'checkout', team: 'Paymnts' }])).toEqual([
      'error $.mappings[0].team: "Paymnts"; one of the teams "Payments", "Platform"',
    ]);
  });

  test('that is there twice is an error, whatever its team', () => {
    expect(
      find([
        { service: 'checkout', team: 'Payments' },
        { service: 'Checkout', team: 'Platform' },
      ]),
    ).toContain('error $.mappings[1]: what $.mappings[0] maps already; each mapping once');
  });

  test('that matches nothing gets a warning', () => {
    expect(find([{ service: 'x*', team: 'Payments' }])).toEqual([
      'warning $.mappings[0]: nothing that it matches; a service that was discovered',
    ]);
  });

  test('whose patterns dispute a service gets a warning at the one that loses', () => {
    expect(
      find([
        { service: 'p*', team: 'Payments' },
        { service: '*api', team: 'Platform' },
      ]),
    ).toEqual([
      'warning $.mappings[0]: "payment-api" in production, which $.mappings[1] decides; no service that a closer one matches too',
    ]);
  });

  test('gets none for a name that goes before a pattern, which is what names are for', () => {
    expect(
      find([
        { service: 'pay*', team: 'Payments' },
        { service: 'payment-api', team: 'Platform' },
      ]),
    ).toEqual([]);
  });
});
