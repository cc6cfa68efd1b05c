import { describe, expect, test } from '@jest/globals';
import { toJsonPath } from '../model/config-problem.ts';
import { readPolicies } from './read-config.ts';
import { resolvePolicies, type NamedThings } from './resolve-policies.ts';

const NONE: ReadonlyMap<string, string> = new Map();
const THINGS: NamedThings = {
  user: new Map([['ada', 'user-1']]),
  team: new Map([['Payments', 'team-1']]),
  schedule: new Map([['Nights', 'schedule-1']]),
  webhook: NONE,
  slack_channel: NONE,
};
const step = (type: string, name: string) => ({ timeout_seconds: 60, targets: [{ type, name }] });

function resolve(...policies: readonly object[]) {
  const reading = readPolicies({ policies });
  if (reading.kind === 'refused') throw new Error(JSON.stringify(reading.problems));
  return resolvePolicies(reading.document, THINGS);
}

describe('policies of a file', () => {
  test('name teams and people, without regard to case, and come to their ids', () => {
    const steps = [step('user', 'Ada'), step('schedule', 'Nights'), step('team', 'payments')];
    expect(resolve({ name: 'Nights', team: 'PAYMENTS', is_default: true, steps })).toEqual({
      kind: 'resolved',
      policies: [
        {
          name: 'Nights',
          team_id: 'team-1',
          matchers: {},
          position: 0,
          is_default: true,
          repeat: 0,
          steps: ['user-1', 'schedule-1', 'team-1'].map((id, at) => ({
            delay_seconds: 0,
            timeout_seconds: 60,
            targets: [{ type: ['user', 'schedule', 'team'][at], id }],
          })),
        },
      ],
    });
  });

  test('without a team serve all', () => {
    expect(resolve({ name: 'x', steps: [step('user', 'ada')] })).toMatchObject({ policies: [{ team_id: null }] });
  });

  test('are refused with every name that nobody bears, and every name that is taken', () => {
    const bad = { name: 'X', team: 'Ghosts', steps: [step('user', 'ada'), step('webhook', 'ada')] };
    const resolution = resolve({ name: 'x', steps: [step('user', 'bob')] }, bad);
    expect(
      resolution.kind === 'refused' && resolution.problems.map(({ path, found }) => [toJsonPath(path), found]),
    ).toEqual([
      ['$.policies[0].steps[0].targets[0].name', '"bob"'],
      ['$.policies[1].name', '"X", as $.policies[0]'],
      ['$.policies[1].team', '"Ghosts"'],
      ['$.policies[1].steps[1].targets[0].name', '"ada"'],
    ]);
  });
});
