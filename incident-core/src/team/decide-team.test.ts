import { describe, expect, test } from '@jest/globals';
import { DEFAULT_TEAM_SETTINGS, type RoutingRule, type Team } from '../model/team.ts';
import { decideTeam, type Directory } from './decide-team.ts';

const ALERT = { service: 'checkout', environment: 'production', severity: 'error', tags: [] as string[] } as const;

function team(id: string, name: string): Team {
  return { id, name, isCatchAll: id === 'all', settings: DEFAULT_TEAM_SETTINGS };
}

function rule(
  id: string,
  position: number,
  matchers: RoutingRule['matchers'] = {},
  teamId = `team-of-${id}`,
): RoutingRule {
  return { id, position, matchers, teamId };
}

function directory(over: Partial<Directory> = {}): Directory {
  const teams = [team('all', 'Everybody'), team('pay', 'Payments'), team('search', ' Search ')];
  return { rules: [], teams, catchAllTeamId: 'all', sourceTeamId: null, ...over };
}

describe('the team that owns an incident', () => {
  test('is that of the first routing rule that fits, by position and not by place in the list', () => {
    const rules = [rule('c', 3), rule('b', 2, { service: ['checkout'] }), rule('a', 1, { service: ['search'] })];
    const expected = { kind: 'owned', teamId: 'team-of-b', reason: 'routing_rule', ruleId: 'b' };
    expect(decideTeam(ALERT, directory({ rules }))).toEqual(expected);
    expect(rules.map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  });

  test('is that of the first rule even where a later one fits more closely', () => {
    const rules = [rule('a', 1, { service: ['check*'] }), rule('b', 2, { service: ['checkout'], severity: ['error'] })];
    expect(decideTeam(ALERT, directory({ rules }))).toMatchObject({ ruleId: 'a' });
  });

  test('is that of a rule without matchers, which takes all that reaches it', () => {
    expect(decideTeam({ ...ALERT, service: null }, directory({ rules: [rule('a', 1)] }))).toMatchObject({
      ruleId: 'a',
    });
  });

  test.each([
    ['a rule before a tag', { rules: [rule('a', 1)], sourceTeamId: 'search' }, ['team:payments'], 'routing_rule'],
    ['a tag before the source', { sourceTeamId: 'search' }, ['team:payments'], 'tag'],
    ['the source where no rule and no tag names one', { sourceTeamId: 'search' }, ['tier:1'], 'source'],
    ['the source where the tag names no team', { sourceTeamId: 'search' }, ['team:nobody', 'team:'], 'source'],
  ])('is named by %s', (_, over, tags, reason) => {
    expect(decideTeam({ ...ALERT, tags }, directory(over))).toMatchObject({ kind: 'owned', reason });
  });

  test.each([
    ['in any case', ['TEAM:PAYMENTS'], 'pay'],
    ['with spaces around it', ['team: payments '], 'pay'],
    ['where the team’s own name has spaces around it', ['team:search'], 'search'],
    ['first, where several do', ['x', 'team:search', 'team:payments'], 'search'],
    ['after tags that name nobody', ['team:nobody', 'team:payments'], 'pay'],
  ])('is the one that a tag names %s', (_, tags, teamId) => {
    expect(decideTeam({ ...ALERT, tags }, directory())).toEqual({ kind: 'owned', teamId, reason: 'tag' });
  });

  test.each([[[]], [['team']], [['subteam:payments']], [['team:pay']]])(
    'is the catch-all team, loudly, for tags %j',
    (tags) => {
      expect(decideTeam({ ...ALERT, tags }, directory())).toEqual({ kind: 'unrouted', teamId: 'all' });
    },
  );
});
