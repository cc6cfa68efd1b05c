import { describe, expect, test } from '@jest/globals';
import type { EscalationPolicy, EscalationTarget } from '../model/escalation-policy.ts';
import type { RecipientReach, ScheduleAhead, Ways } from '../model/readiness.ts';
import { isReady } from '../model/unreached.ts';
import { at, policy, step } from './escalation.fixture.ts';
import { findPolicyProblems, type PolicyFacts } from './readiness.ts';

const DAY = 86_400;
const mail = [{ channel: 'email', delaySeconds: 0 }] as const;
const target = (text: string): EscalationTarget => {
  const [type, id = ''] = text.split(':');
  return { type: type as EscalationTarget['type'], id };
};

function known(text: string, high: Ways, low: Ways = high): RecipientReach {
  const { type, id } = target(text);
  if (type === 'schedule' || type === 'team') throw new Error('a recipient is somebody');
  return { recipient: { type, id }, name: `the ${id}`, ways: { high, low } };
}

const RECIPIENTS = [
  known('user:ada', mail),
  known('user:bare', 'no_verified_contact_method'),
  known('user:phone', [{ channel: 'sms', delaySeconds: 0 }], 'only_by_phone'),
  known('user:office', 'not_at_this_urgency', mail),
  known('user:slow', [{ channel: 'email', delaySeconds: 600 }]),
  known('user:quick', [...mail, { channel: 'slack', delaySeconds: 600 }]),
  known('user:slacker', [{ channel: 'slack', delaySeconds: 0 }]),
  known('webhook:hook', [{ channel: 'webhook', delaySeconds: 0 }]),
  known('webhook:dead', 'off'),
  known('slack_channel:room', 'off'),
];

/** Who is on call for how many days, one after another; `-` for nobody. */
function schedule(id: string, ...turns: readonly (readonly [string, number])[]): ScheduleAhead {
  let from = 0;
  const pieces = turns.map(([who, days]): ScheduleAhead['pieces'][number] => {
    const [start, end] = [at(from), at((from += days * DAY))];
    if (who === '-') return { kind: 'gap', reason: 'restricted', from: start, until: end };
    return { kind: 'on_call', userId: who, by: { type: 'layer', index: 0, name: 'one' }, from: start, until: end };
  });
  return { id, name: id, teamId: id === 'spare' ? 'doubled' : 'manned', pieces };
}

const facts: PolicyFacts = {
  ahead: {
    from: at(0),
    until: at(14 * DAY),
    schedules: [
      schedule('whole', ['ada', 7], ['quick', 7]),
      schedule('holed', ['ada', 7], ['-', 3], ['ada', 4]),
      schedule('nobody', ['-', 14]),
      schedule('half', ['ada', 7], ['bare', 7]),
      { ...schedule('lead', ['ada', 7], ['bare', 7]), teamId: 'doubled' },
      schedule('spare', ['-', 3], ['ada', 11]),
    ],
    teams: [
      { id: 'empty', memberIds: [] },
      { id: 'mixed', memberIds: ['ada', 'bare'] },
      { id: 'bare', memberIds: ['bare'] },
      { id: 'doubled', memberIds: ['ada'] },
    ],
  },
  reach: new Map(RECIPIENTS.map((each) => [`${each.recipient.type}:${each.recipient.id}`, each])),
  configured: ['email', 'webhook', 'sms'],
  urgencies: ['high', 'low'],
  policies: [],
};

const tells = (...targets: readonly string[]): EscalationPolicy['steps'][number] => ({
  ...step(300),
  targets: targets.map(target),
});
/** A team's, so that it is matched. */
const withSteps = (...steps: EscalationPolicy['steps']) => policy({ teamId: 'manned', steps });

describe('a policy is not ready when it names', () => {
  test.each<readonly [string, string, string]>([
    ['somebody who does not exist', 'user:ghost', 'unknown_target'],
    ['a schedule that does not exist', 'schedule:ghost', 'unknown_target'],
    ['a team that does not exist', 'team:ghost', 'unknown_target'],
    ['somebody without a verified contact method', 'user:bare', 'no_verified_contact_method'],
    ['somebody whom only low urgency reaches', 'user:office', 'not_at_urgency'],
    ['somebody told by a channel that is not configured', 'user:slacker', 'channel_not_configured'],
    ['a webhook that is off', 'webhook:dead', 'target_off'],
    ['a Slack channel that is off', 'slack_channel:room', 'target_off'],
    ['a team of nobody', 'team:empty', 'empty_team'],
    ['a team of which nobody can be reached', 'team:bare', 'no_verified_contact_method'],
    ['a schedule of nobody', 'schedule:nobody', 'nobody_on_call'],
    ['a schedule in which somebody comes who cannot be reached', 'schedule:half', 'no_verified_contact_method'],
  ])('%s', (_, second, code) => {
    const problems = findPolicyProblems(withSteps(tells('user:ada'), tells('webhook:hook', second)), facts);
    expect(problems).toEqual([
      {
        code,
        severity: 'blocking',
        path: '$.steps[1].targets[1]',
        found: expect.any(String),
        expected: expect.any(String),
      },
    ]);
    expect(isReady(problems)).toBe(false);
  });

  test('nobody but webhooks', () => {
    const problems = findPolicyProblems(withSteps(tells('webhook:hook')), facts);
    expect(problems).toMatchObject([{ code: 'no_person', severity: 'blocking', path: '$.steps' }]);
  });

  test('only somebody by phone, while it matches low urgency alone', () => {
    const low = { ...facts, urgencies: ['low' as const] };
    expect(findPolicyProblems(withSteps(tells('user:phone')), low)).toMatchObject([
      { code: 'not_at_urgency', severity: 'blocking', path: '$.steps[0].targets[0]' },
      { code: 'no_person', severity: 'blocking' },
    ]);
  });
});

describe('a policy is ready, with a warning, when', () => {
  test.each<readonly [string, string, string]>([
    ['a schedule of it has a gap', 'schedule:holed', 'gap'],
    ['some of a team cannot be reached', 'team:mixed', 'some_unreachable'],
    ['low urgency reaches one of them by phone only', 'user:phone', 'only_by_phone'],
    ['a personal delay is longer than the step waits', 'user:slow', 'told_after_timeout'],
  ])('%s', (_, second, code) => {
    const problems = findPolicyProblems(withSteps(tells('user:ada'), tells(second)), facts);
    expect(problems).toMatchObject([{ code, severity: 'warning', path: '$.steps[1].targets[0]' }]);
    expect(isReady(problems)).toBe(true);
  });

  test('of two schedules of a team one has a gap, the other somebody out of reach, but not at the same time', () => {
    const problems = findPolicyProblems(withSteps(tells('team:doubled')), facts);
    expect(problems).toMatchObject([{ code: 'some_unreachable', severity: 'warning' }]);
  });

  test('a step comes after more than a week', () => {
    const long = { ...tells('user:ada'), timeoutSeconds: 8 * DAY };
    expect(findPolicyProblems(withSteps(long, tells('user:ada'), tells('user:ada')), facts)).toMatchObject([
      { code: 'after_a_week', severity: 'warning', path: '$.steps[1]' },
    ]);
  });
});

describe('nothing is said of', () => {
  test.each<readonly [string, EscalationPolicy, Partial<PolicyFacts>]>([
    [
      'people, webhooks and a schedule that has somebody',
      withSteps(tells('user:ada', 'webhook:hook', 'schedule:whole')),
      {},
    ],
    ['somebody by phone where only high urgency comes', withSteps(tells('user:phone')), { urgencies: ['high'] }],
    ['a second channel that comes late', withSteps(tells('user:quick')), {}],
    ['a delay that is over in time', withSteps({ ...tells('user:slow'), timeoutSeconds: 601 }), {}],
  ])('%s', (_, of, over) => {
    expect(findPolicyProblems(of, { ...facts, ...over })).toEqual([]);
  });
});

describe('a policy is never matched', () => {
  const steps = [tells('user:ada')];
  const of = (over: Partial<EscalationPolicy>) => policy({ id: 'm', steps, ...over });
  const codes = (one: EscalationPolicy, ...others: readonly EscalationPolicy[]) =>
    findPolicyProblems(one, { ...facts, policies: [one, ...others] }).map(({ code, path }) => `${code} ${path}`);
  const checkout = { service: ['checkout', 'cart'] };

  test('when it is for all teams, matches on nothing and is no default', () => {
    expect(codes(of({}))).toEqual(['never_matched $.matchers']);
  });
  test('when another of the same matchers goes before it, in whatever order they are written', () => {
    const first = of({ id: 'a', matchers: { service: ['cart', 'checkout'] } });
    expect(codes(of({ matchers: checkout }), first)).toEqual(['never_matched $.matchers']);
    expect(codes(first, of({ matchers: checkout }))).toEqual([]);
  });
  test('when it is a default behind one of the team that matches everything', () => {
    const catchAll = of({ id: 'a', teamId: 'manned', position: 9 });
    expect(codes(of({ teamId: 'manned', isDefault: true }), catchAll)).toEqual(['never_matched $.matchers']);
  });
  test.each<readonly [string, Partial<EscalationPolicy>]>([
    ['the other serves another team', { teamId: 'search', matchers: checkout }],
    ['the other differs in its hours', { matchers: { ...checkout, times: [] } }],
    ['the other is wider', { matchers: { service: ['checkout', 'cart', 'search'] } }],
  ])('but not when %s', (_, over) => {
    expect(codes(of({ matchers: checkout }), of({ id: 'a', ...over }))).toEqual([]);
  });
});
