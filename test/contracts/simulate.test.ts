import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { simulationAnswerSchema, type PolicyAnswer, type SimulationAnswer } from 'incident-core';
import type { Api } from '../harness/api.ts';
import { House } from '../harness/house.ts';

const NOBODY = '01890a5d-ac96-774b-bcce-b302099a8057';
const SATURDAY = '2027-01-09T12:00:00.000Z';

let house: House;
let ids: Readonly<Record<'default' | 'checkout' | 'weekend' | 'lowest' | 'other', string>>;
let searchId: string;
beforeAll(async () => {
  house = await House.start({ routed: false, sourceOfTeam: true });
  const { api, teamId } = house;
  searchId = (await api.ok<{ id: string }>('POST', '/v1/teams', { name: 'Search' })).id;
  const steps = (name: string) => [{ timeout_seconds: 300, targets: [{ type: 'user', id: house.person(name).id }] }];
  const make = async (over: object) =>
    (await api.ok<PolicyAnswer>('POST', '/v1/escalation-policies', { team_id: teamId, steps: steps('grace'), ...over }))
      .id;
  const saturdays = { weekdays: ['saturday'], from: '00:00', until: '24:00', time_zone: 'Europe/Berlin' };
  ids = {
    default: house.policyId ?? '',
    checkout: await make({ name: 'Checkout', matchers: { service: ['checkout'] } }),
    weekend: await make({
      name: 'Weekend',
      matchers: { service: ['checkout'], times: [saturdays] },
      steps: steps('linus'),
    }),
    lowest: await make({ name: 'Infos', matchers: { severity: ['info'] } }),
    other: await make({ name: 'Search', team_id: searchId, matchers: { service: ['checkout'] } }),
  };
});
afterAll(() => house.stop());

const call = (body: object, api: Api = house.api) => api.call('POST', '/v1/escalation-policies/simulate', body);
async function simulate(body: object, api?: Api): Promise<SimulationAnswer> {
  const { status, body: answer } = await call(body, api);
  expect([status, status === 200 ? null : answer]).toEqual([200, null]);
  return simulationAnswerSchema.parse(answer);
}
const checkout = { service: 'checkout', environment: 'production', severity: 'critical' };
const active = (over: object = {}) => ({
  status: 'active',
  rule: { id: 'rule-1', name: 'Latency', tags: ['apm'] },
  alert: { id: 'checkout', uuid: 'episode-1' },
  timestamp: '2027-01-05T03:00:00.000Z',
  service: { name: 'checkout', environment: 'production' },
  ...over,
});

describe('a simulation says', () => {
  test('which policy, and why not the others of the team and of everybody', async () => {
    const answer = await simulate({ incident: { ...checkout, team_id: house.teamId } });
    expect(answer).toMatchObject({
      alert: null,
      team: { id: house.teamId, name: 'Payments', reason: 'given', routing_rule_id: null },
      severity: 'critical',
      urgency: 'high',
      policy: { id: ids.checkout, name: 'Checkout', reason: 'matchers', passed_over: null },
      truncated: false,
    });
    expect(new Map(answer.other_policies.map(({ id, reason }) => [id, reason]))).toEqual(
      new Map([
        [ids.default, 'only_a_default'],
        [ids.weekend, 'times_differ'],
        [ids.lowest, 'severity_differs'],
      ]),
    );
  });

  test('another one at another time', async () => {
    expect(await simulate({ incident: { ...checkout, team_id: house.teamId }, at: SATURDAY })).toMatchObject({
      at: SATURDAY,
      policy: { id: ids.weekend },
      passages: [{ due_at: SATURDAY, reason: 'started', told: [{ recipient: { name: 'linus' } }] }],
      ends: { kind: 'exhausted', at: '2027-01-09T12:05:00.000Z', starts_again_at: '2027-01-09T13:05:00.000Z' },
    });
  });

  test('what a policy that is asked for would do, and why it would not be the one', async () => {
    const incident = { ...checkout, team_id: house.teamId };
    const answer = await simulate({ incident, policy_id: ids.lowest });
    expect(answer.policy).toEqual({
      id: ids.lowest,
      name: 'Infos',
      reason: 'asked_for',
      passed_over: 'severity_differs',
    });
    expect(answer.other_policies.find(({ id }) => id === ids.checkout)?.reason).toBe('not_asked_for');
    const ada = { type: 'user', id: house.person('ada').id };
    const draft = {
      name: 'Draft',
      team_id: house.teamId,
      matchers: { service: ['checkout'], environment: ['production'] },
      repeat: 1,
      steps: [{ delay_seconds: 60, timeout_seconds: 300, targets: [ada, { type: 'user', id: NOBODY }] }],
    };
    const unsaved = await simulate({ incident, policy: draft });
    expect(unsaved.policy).toEqual({ id: null, name: 'Draft', reason: 'asked_for', passed_over: null });
    expect(unsaved.passages).toMatchObject([
      {
        round: 1,
        step: 1,
        told: [{ recipient: { name: 'ada' } }],
        not_told: [{ target: { id: NOBODY, name: null }, reason: 'unknown_user' }],
      },
      { round: 2, step: 1, reason: 'timeout' },
    ]);
    // In the place of the one that it edits, it does not stand beside it.
    const edited = await simulate({ incident, policy: draft, policy_id: ids.checkout });
    expect(edited.policy).toMatchObject({ id: ids.checkout, name: 'Draft', passed_over: null });
    expect(edited.other_policies.map(({ id }) => id)).not.toContain(ids.checkout);
  });

  test('that many rounds are cut', async () => {
    const steps = Array.from({ length: 10 }, () => ({
      timeout_seconds: 1,
      targets: [{ type: 'user', id: house.person('ada').id }],
    }));
    const answer = await simulate({ incident: checkout, policy: { name: 'Long', repeat: 100, steps } });
    expect(answer).toMatchObject({ truncated: true, ends: null });
    expect(answer.passages).toHaveLength(500);
  });

  test('for an incident that there is, as if it were opened then', async () => {
    const id = await house.elastic.fires('disk full');
    const { team, severity } = await house.incident(id);
    expect(await simulate({ incident_id: id, at: SATURDAY })).toMatchObject({
      team: { id: team.id },
      severity,
      at: SATURDAY,
    });
  });
});

describe('a payload is read as the intake reads it', () => {
  const of = (payload: unknown, over: object = {}) => ({ payload, source_id: house.sourceId, ...over });

  test('for its team, its severity and its policy, as JSON or as text', async () => {
    const expected = {
      alert: { count: 1, name: 'Latency', status: 'active', outcome: 'opened', incident_id: null, unreadable: null },
      team: { id: house.teamId, reason: 'source' },
      severity: 'critical',
      policy: { id: ids.checkout },
    };
    const payload = active({ severity: 'critical' });
    expect(await simulate(of(payload))).toMatchObject(expected);
    expect(await simulate(of(JSON.stringify(payload)))).toMatchObject(expected);
  });

  test('for a tag that names a team', async () => {
    const tagged = active({ rule: { id: 'rule-1', name: 'Latency', tags: ['team:search'] } });
    expect(await simulate(of(tagged))).toMatchObject({
      team: { id: searchId, reason: 'tag' },
      policy: { id: ids.other },
    });
  });

  test('with what would become of it: what is open already is refreshed, and a recovery opens nothing', async () => {
    const id = await house.elastic.fires('disk full 2');
    const before = await house.incident(id);
    const { dedup_key } = before.alerts[0] ?? {};
    expect(dedup_key).toBeDefined();
    expect((await simulate(of(active({ status: 'recovered' })))).alert).toMatchObject({
      status: 'recovered',
      outcome: 'ignored',
      reason: 'nothing_to_recover',
    });
    expect(await house.incident(id)).toEqual(before);
  });

  test.each([
    ['{"status": "active", "rule": ', 'not_json'],
    ['', 'empty_body'],
    ['{}', 'not_an_alert'],
  ])('%j is unreadable, which is escalated too', async (payload, reason) => {
    expect(await simulate(of(payload))).toMatchObject({
      alert: { outcome: 'unreadable', unreadable: { reason, found: expect.any(String) } },
      team: { id: house.teamId, reason: 'source' },
      urgency: 'high',
      policy: { id: ids.default, reason: 'global_default' },
      passages: [{ told: [{ recipient: { name: 'ada' } }] }],
    });
  });

  test('of an alert that it does not have is refused', async () => {
    const answer = await call(of(active(), { alert: 1 }));
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: '$.alert', found: '1' }] } });
  });
});

describe('what cannot be meant is refused with its place', () => {
  test.each<readonly [string, () => object, number, readonly string[]]>([
    ['nothing to simulate', () => ({}), 400, ['$.incident']],
    ['two subjects', () => ({ incident: {}, incident_id: NOBODY }), 400, ['$.incident']],
    ['a payload of no source', () => ({ payload: {} }), 400, ['$.source_id']],
    ['a source without a payload', () => ({ incident: {}, source_id: NOBODY }), 400, ['$.source_id']],
    ['a time of no calendar', () => ({ incident: {}, at: '2300-01-01T00:00:00Z' }), 400, ['$.at']],
    ['a severity that is none', () => ({ incident: { severity: 'bad' } }), 400, ['$.incident.severity']],
    ['an unknown team', () => ({ incident: { team_id: NOBODY } }), 422, ['$.incident.team_id']],
    ['an unknown source', () => ({ payload: {}, source_id: NOBODY }), 422, ['$.source_id']],
    ['an unknown policy', () => ({ incident: {}, policy_id: NOBODY }), 422, ['$.policy_id']],
    ['a draft without steps', () => ({ incident: {}, policy: { name: 'x', steps: [] } }), 400, ['$.policy.steps']],
  ])('%s', async (_, body, status, paths) => {
    const answer = await call(body());
    expect(answer.status).toBe(status);
    expect((answer.body as { errors: { path: string }[] }).errors.map(({ path }) => path)).toEqual(paths);
  });

  test('an unknown incident', async () => {
    expect((await call({ incident_id: NOBODY })).status).toBe(404);
  });
});

test('who may only look at one team sees that team, with addresses hidden, and no other', async () => {
  const { api, teamId } = house;
  const { id: user_id } = await api.ok<{ id: string }>('POST', '/v1/users', { name: 'vi', username: 'vi' });
  await api.ok('PUT', `/v1/users/${user_id}/roles`, { roles: [{ role: 'viewer', team_id: teamId }] });
  const { token } = await api.ok<{ token: string }>('POST', '/v1/tokens', { name: 'vi', user_id });
  const vi = api.as(token);
  const addresses = ({ passages }: SimulationAnswer) =>
    passages.flatMap(({ told }) => told.flatMap(({ notifications }) => notifications.map(({ address }) => address)));
  const incident = { ...checkout, team_id: teamId };
  expect(addresses(await simulate({ incident }))).toEqual(['grace@example.com']);
  expect(addresses(await simulate({ incident }, vi))).toEqual(['g***@example.com']);
  expect((await call({ incident: { ...checkout, team_id: searchId } }, vi)).status).toBe(403);
});
