import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  CONFIG_FILES,
  findMappingProblems,
  findThresholdProblems,
  readPolicies,
  readTeamMapping,
  readThresholds,
  resolvePolicies,
  toConfigSchemas,
} from 'incident-core';
import { clone } from '../../config/tooling/run.mjs';

const read = (file: string): unknown => JSON.parse(readFileSync(join(clone, 'config', file), 'utf8'));
/** What `npm start` makes. */
const TEAMS = ['Payments', 'Platform'];
const USERS = ['ada', 'ben', 'chiara', 'devi', 'emil'];

test.each(CONFIG_FILES)('config/schema/%s.schema.json is what `npm run schema` writes', (name) => {
  const text = readFileSync(join(clone, `config/schema/${name}.schema.json`), 'utf8');
  expect(text).toBe(`${JSON.stringify(toConfigSchemas()[name], null, 2)}\n`);
});

describe('our own configuration', () => {
  test('has thresholds without a problem', () => {
    const thresholds = readThresholds(read('thresholds.json'));
    if (thresholds.kind === 'refused') throw new Error(JSON.stringify(thresholds.problems));
    expect(findThresholdProblems(thresholds.document, { services: null })).toEqual([]);
  });

  test('maps services to teams that there are in a fresh system', () => {
    const mapping = readTeamMapping(read('team-mapping.json'));
    if (mapping.kind === 'refused') throw new Error(JSON.stringify(mapping.problems));
    expect(findMappingProblems(mapping.document, { services: null, teams: TEAMS })).toEqual([]);
  });

  test('has policies that name people of a fresh system', () => {
    const policies = readPolicies(read('policies.json'));
    if (policies.kind === 'refused') throw new Error(JSON.stringify(policies.problems));
    const named = (names: readonly string[]) => new Map(names.map((name) => [name, `id of ${name}`] as const));
    const none = named([]);
    const things = { team: named(TEAMS), user: named(USERS), schedule: none, webhook: none, slack_channel: none };
    expect(resolvePolicies(policies.document, things)).toMatchObject({
      kind: 'resolved',
      policies: [{ team_id: 'id of Payments' }, { team_id: 'id of Platform' }, { team_id: null, is_default: true }],
    });
  });
});
