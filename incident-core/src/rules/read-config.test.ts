import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { toJsonPath, type ConfigReading } from '../model/config-problem.ts';
import { CONFIG_FILES } from '../model/config-file.ts';
import { readPolicies, readTeamMapping, readThresholds } from './read-config.ts';

const READERS: Readonly<Record<(typeof CONFIG_FILES)[number], (given: unknown) => ConfigReading<object>>> = {
  thresholds: readThresholds,
  'team-mapping': readTeamMapping,
  policies: readPolicies,
};

/** Where a reading was refused, what was found and what was expected. */
function refusals(reading: ConfigReading<object>): readonly string[] {
  if (reading.kind === 'read') return [];
  return reading.problems.map(({ path, found, expected }) => `${toJsonPath(path)}: ${found}, expected ${expected}`);
}

describe('thresholds', () => {
  const global = (group: string, fields: object) => ({ global: { [group]: fields } });

  test.each<readonly [string, unknown, string]>([
    [
      'zero is no threshold',
      global('latency', { threshold_ms: 0 }),
      '$.global.latency.threshold_ms: 0, expected a number of milliseconds, above 0 and at most 86400000',
    ],
    [
      'nor is less',
      global('latency', { threshold_ms: -5 }),
      '$.global.latency.threshold_ms: -5, expected a number of milliseconds, above 0 and at most 86400000',
    ],
    [
      'nor a text',
      global('latency', { threshold_ms: '800' }),
      '$.global.latency.threshold_ms: "800", expected a number of milliseconds, above 0 and at most 86400000',
    ],
    [
      'nor null',
      global('latency', { threshold_ms: null }),
      '$.global.latency.threshold_ms: null, expected a number of milliseconds, above 0 and at most 86400000',
    ],
    [
      'a rate ends at 100 %',
      global('failed_transaction_rate', { threshold_percent: 101 }),
      '$.global.failed_transaction_rate.threshold_percent: 101, expected a percentage, above 0 and at most 100',
    ],
    [
      'errors are whole',
      global('error_count', { threshold_count: 1.5 }),
      '$.global.error_count.threshold_count: 1.5, expected a whole number of errors',
    ],
    [
      'a window has a unit',
      global('latency', { window: '5' }),
      '$.global.latency.window: "5", expected a whole number and a unit (m, h, d) up to 30d, as "5m"',
    ],
    [
      'a window is not endless',
      global('latency', { window: '31d' }),
      '$.global.latency.window: "31d", expected a whole number and a unit (m, h, d) up to 30d, as "5m"',
    ],
    [
      'a check is a matter of a day at most',
      global('notify', { check_every: '25h' }),
      '$.global.notify.check_every: "25h", expected a whole number and a unit (m, h, d) up to 1d, as "5m"',
    ],
    [
      'a severity is one of four',
      global('latency', { severity: 'high' }),
      '$.global.latency.severity: "high", expected one of "info"|"warning"|"error"|"critical"',
    ],
    [
      'repeating is one of three things',
      global('notify', { repeat: 'often' }),
      '$.global.notify.repeat: "often", expected "on_change", "every_check" or a time up to 1d, as "30m"',
    ],
    [
      'a field has a name that we know',
      global('latency', { treshold_ms: 1 }),
      '$.global.latency.treshold_ms: the field "treshold_ms", expected only known fields',
    ],
    ['so has a layer', { service: {} }, '$.service: the field "service", expected only known fields'],
    [
      'an environment is no pattern',
      { environments: { 'prod*': {} } },
      '$.environments["prod*"]: the name "prod*", expected the exact name of an environment, or "ENVIRONMENT_NOT_DEFINED"; only services take patterns',
    ],
    [
      'a name has no blanks around',
      { services: { ' cart': {} } },
      '$.services[" cart"]: the name " cart", expected the name of a service, or a pattern with *: 1 to 300 characters on one line, without blanks around',
    ],
    ['an override is an object', { services: { cart: [] } }, '$.services.cart: a list of 0, expected object'],
    ['so is the file', [], '$: a list of 0, expected object'],
  ])('%s', (_, given, refusal) => {
    expect(refusals(readThresholds(given))).toEqual([refusal]);
  });

  test('everything that is wrong is named at once', () => {
    const given = {
      global: { latency: { threshold_ms: 0, window: 5 } },
      services: { cart: { anomaly: { x: 1, y: 2 } } },
    };
    expect(refusals(readThresholds(given))).toHaveLength(4);
  });

  test('may be empty', () => {
    expect(readThresholds({})).toEqual({ kind: 'read', document: {} });
  });
});

describe('team mapping', () => {
  test.each<readonly [string, object, string]>([
    [
      'a mapping names a team',
      { service: 'cart' },
      '$.mappings[0].team: nothing, expected a name: 1 to 300 characters on one line, without blanks around',
    ],
    [
      'and what belongs to it',
      { team: 'A' },
      '$.mappings[0]: an object, expected a service, a label or an environment beside the team',
    ],
    [
      'a service or a label',
      { team: 'A', service: 'b', label: { name: 'l', value: 'v' } },
      '$.mappings[0].label: an object, expected a service or a label, not both',
    ],
    [
      'in an environment that there is',
      { team: 'A', environment: 'ENVIRONMENT_NOT_DEFINED' },
      '$.mappings[0].environment: "ENVIRONMENT_NOT_DEFINED", expected the name of an environment; alerts without one cannot be told apart, so map the service',
    ],
    [
      'and nothing else',
      { team: 'A', service: 'b', squad: 'c' },
      '$.mappings[0].squad: the field "squad", expected only known fields',
    ],
  ])('%s', (_, mapping, refusal) => {
    expect(refusals(readTeamMapping({ mappings: [mapping] }))).toEqual([refusal]);
  });
});

test('no reader ever throws', () => {
  fc.assert(
    fc.property(fc.anything(), fc.constantFrom(...CONFIG_FILES), (given, file) => {
      expect(['read', 'refused']).toContain(READERS[file](given).kind);
    }),
  );
});

test.each(CONFIG_FILES)('our own %s.json can be read, and names its schema', (file) => {
  const given = JSON.parse(readFileSync(new URL(`../../../config/${file}.json`, import.meta.url), 'utf8'));
  expect(READERS[file](given).kind).toBe('read');
  expect(given).toMatchObject({ $schema: `./schema/${file}.schema.json` });
});
