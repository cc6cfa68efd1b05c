import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  readinessAnswerSchema,
  type PolicyAnswer,
  type ProblemAnswer,
  type ReadinessAnswer,
  type ScheduleAnswer,
} from 'incident-core';
import { House } from '../harness/house.ts';

let house: House;
let teamId: string;
let count = 0;
// A house for each: what one forces would be counted and listed in the next.
beforeEach(async () => {
  // Grace has no verified address; the house knows neither Slack nor Twilio.
  house = await House.start({ policy: null, unreachable: ['grace'] });
  ({ teamId } = house);
});
afterEach(() => house.stop());

const user = (name: string) => ({ type: 'user', id: house.person(name).id });
const policy = (...steps: readonly (readonly object[])[]) => ({
  name: `policy ${(count += 1)}`,
  team_id: teamId,
  matchers: { service: [`service-${count}`] },
  steps: steps.map((targets) => ({ timeout_seconds: 300, targets })),
});
const schedule = (...turns: readonly string[]) => ({
  name: `schedule ${(count += 1)}`,
  team_id: teamId,
  time_zone: 'UTC',
  handoff_notices: false,
  layers: turns.map((name, index) => ({
    name: `layer ${index}`,
    rotation: { type: 'daily', starts_on: '2027-01-01', handoff_time: '09:00' },
    participant_ids: [house.person(name).id],
    ...(index > 0 ? { restrictions: [{ weekdays: ['sunday'], from: '00:00', until: '24:00' }] } : {}),
  })),
});
const post = async (path: string, body: object) => house.api.call('POST', path, body);
const overview = async () => readinessAnswerSchema.parse(await house.api.ok('GET', '/v1/readiness'));
const places = ({ body }: { readonly body: unknown }) => ((body as ProblemAnswer).errors ?? []).map(({ path }) => path);

describe('what would reach nobody is refused, with every problem', () => {
  test('a policy: each target with its place, what was found and what was expected', async () => {
    const hook = await house.addWebhook('https://example.com/in');
    const off = await house.api.ok<{ id: string }>('POST', '/v1/slack-channels', {
      name: 'off',
      channel_id: 'C024BE91X',
    });
    const refused = await post(
      '/v1/escalation-policies',
      policy(
        [user('grace')],
        [
          { type: 'webhook', id: hook.id },
          { type: 'slack_channel', id: off.id },
        ],
      ),
    );
    expect(refused).toMatchObject({
      status: 422,
      body: {
        type: 'urn:incidents:problem:not-ready',
        errors: [
          {
            path: '$.steps[0].targets[0]',
            found: 'grace, without a verified contact method',
            expected: 'somebody with a verified contact method',
          },
          { path: '$.steps[1].targets[1]', found: 'off, told by slack only, by which this backend cannot send' },
          { path: '$.steps', found: 'no step that reaches a person' },
        ],
        problems: [
          { code: 'no_verified_contact_method', severity: 'blocking' },
          { code: 'channel_not_configured', severity: 'blocking' },
          { code: 'no_person', severity: 'blocking' },
        ],
      },
    });
    const { items } = await house.api.ok<{ items: PolicyAnswer[] }>('GET', '/v1/escalation-policies');
    expect(items).toEqual([]);
  });

  test('a policy that targets its own team through a schedule of nobody', async () => {
    const nobody = await house.api.ok<ScheduleAnswer>('POST', '/v1/schedules?force=true', schedule());
    const refused = await post('/v1/escalation-policies', policy([user('ada')], [{ type: 'schedule', id: nobody.id }]));
    expect(refused).toMatchObject({ status: 422, body: { problems: [{ code: 'nobody_on_call' }] } });
  });

  test('a schedule: whoever cannot be told, and one that never has anybody', async () => {
    expect(places(await post('/v1/schedules', schedule('ada', 'grace')))).toEqual(['$.layers[1].participant_ids[0]']);
    expect(places(await post('/v1/schedules', schedule()))).toEqual(['$.layers']);
    const { items } = await house.api.ok<{ items: ScheduleAnswer[] }>('GET', '/v1/schedules');
    expect(items).toEqual([]);
  });

  test('what does not exist is refused even when it is forced, for nothing can be told that is not there', async () => {
    const nobody = { type: 'user', id: '01890a5d-ac96-774b-bcce-b302099a8057' };
    expect(await post('/v1/escalation-policies?force=true', policy([nobody]))).toMatchObject({
      status: 422,
      body: { type: 'urn:incidents:problem:unknown-reference' },
    });
  });

  test('a word for force that is none is refused', async () => {
    const answer = await post('/v1/escalation-policies?force=yes', policy([user('ada')]));
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: '$.force' }] } });
  });
});

test('on an empty system the first policy, the global default, can be made as soon as somebody can be told', async () => {
  const first = { ...policy([user('ada')]), team_id: null, matchers: {}, is_default: true };
  const made = await house.api.ok<PolicyAnswer>('POST', '/v1/escalation-policies', first);
  expect(made).toMatchObject({ ready: true, problems: [] });
  const worse = { ...first, steps: [{ timeout_seconds: 60, targets: [user('grace')] }] };
  const put = await house.api.call('PUT', `/v1/escalation-policies/${made.id}`, worse);
  expect(put).toMatchObject({ status: 422, body: { type: 'urn:incidents:problem:not-ready' } });
  expect(await house.api.ok('GET', `/v1/escalation-policies/${made.id}`)).toEqual(made);
});

test('what is forced is saved as not ready, counted, listed, and ready once its people can be told', async () => {
  await house.settles();
  const forced = await house.api.ok<PolicyAnswer>(
    'POST',
    '/v1/escalation-policies?force=true',
    policy([user('grace')]),
  );
  const shift = await house.api.ok<ScheduleAnswer>('POST', '/v1/schedules?force=true', schedule('grace'));
  expect(forced).toMatchObject({
    ready: false,
    problems: [{ code: 'no_verified_contact_method' }, { code: 'no_person' }],
  });
  expect(shift).toMatchObject({ ready: false, problems: [{ code: 'no_verified_contact_method' }] });

  await house.passes(60);
  expect(await house.metric('incidents_policies_not_ready')).toBe(1);
  expect(await house.metric('incidents_schedules_not_ready')).toBe(1);
  const found = await overview();
  expect(found).toMatchObject({
    policies: [{ id: forced.id, name: forced.name, team_id: teamId }],
    schedules: [{ id: shift.id, team_id: teamId }],
    on_call: [
      {
        user: { id: house.person('grace').id, name: 'grace' },
        schedule: { id: shift.id, name: shift.name },
        until: '2027-01-05T09:00:00.000Z',
        problem: { code: 'no_verified_contact_method' },
      },
    ],
  });

  const { contact_methods: methods } = await house.api.ok<{ contact_methods: { id: string }[] }>(
    'GET',
    `/v1/users/${house.person('grace').id}`,
  );
  await house.api.ok('PATCH', `/v1/contact-methods/${methods[0]?.id ?? ''}`, { verified: true });
  expect(await house.api.ok('GET', `/v1/escalation-policies/${forced.id}`)).toMatchObject({
    ready: true,
    problems: [],
  });
  expect(await overview()).toMatchObject({ policies: [], schedules: [], on_call: [] });
  // A minute has not passed: the figure is of before.
  await house.settles();
  expect(await house.metric('incidents_policies_not_ready')).toBe(1);
  await house.passes(60);
  expect(await house.metric('incidents_policies_not_ready')).toBe(0);
  expect(await house.metric('incidents_schedules_not_ready')).toBe(0);

  // What was ready is not any more when an address is taken back.
  await house.api.ok('PATCH', `/v1/contact-methods/${methods[0]?.id ?? ''}`, { verified: false });
  const { items } = await house.api.ok<{ items: PolicyAnswer[] }>('GET', '/v1/escalation-policies');
  expect(items.find(({ id }) => id === forced.id)).toMatchObject({ ready: false });
});

test('warnings keep nobody from saving', async () => {
  const sundays = schedule('ada', 'linus');
  const given = { ...sundays, layers: sundays.layers.slice(1) };
  const made = await house.api.ok<ScheduleAnswer>('POST', '/v1/schedules', given);
  expect(made).toMatchObject({ ready: true, problems: [{ code: 'gap', severity: 'warning', path: '$.layers' }] });
  const of = await house.api.ok<PolicyAnswer>('POST', '/v1/escalation-policies', {
    ...policy([user('ada')], [{ type: 'schedule', id: made.id }]),
    matchers: { times: [{ weekdays: ['sunday'], from: '00:00', until: '24:00', time_zone: 'Europe/Berlin' }] },
  });
  expect(of).toMatchObject({
    ready: true,
    problems: [{ code: 'gap', severity: 'warning', path: '$.steps[1].targets[0]' }],
    matchers: { times: [{ weekdays: ['sunday'], from: '00:00', until: '24:00', time_zone: 'Europe/Berlin' }] },
  });
  const stored = await house.rows<{ zone: string }>(
    `select matchers #>> '{times,0,timeZone}' as zone from escalation_policies where id = '${of.id}'`,
  );
  expect(stored).toEqual([{ zone: 'Europe/Berlin' }]);
});

test.each([
  ['a time zone that there is not', { time_zone: 'Europe/Atlantis' }, '$.matchers.times[0].time_zone'],
  ['a time that no clock shows', { from: '25:00' }, '$.matchers.times[0].from'],
  ['no weekday', { weekdays: [] }, '$.matchers.times[0].weekdays'],
])('hours with %s are refused with their place', async (_, over, path) => {
  const hours = { weekdays: ['monday'], from: '08:00', until: '18:00', time_zone: 'UTC', ...over };
  const answer = await post('/v1/escalation-policies', { ...policy([user('ada')]), matchers: { times: [hours] } });
  expect(answer.status).toBe(400);
  expect(places(answer)).toEqual([path]);
});

test('who may see one team is told of that team, and of what concerns everybody', async () => {
  const { api } = house;
  const other = await api.ok<{ id: string }>('POST', '/v1/teams', { name: 'Search' });
  const hidden = { ...policy([user('grace')]), team_id: other.id };
  const forced = (given: object) => api.ok<PolicyAnswer>('POST', '/v1/escalation-policies?force=true', given);
  const { id: hiddenId } = await forced(hidden);
  const own = await forced(policy([user('grace')]));
  const everybodys = await forced({ ...policy([user('grace')]), team_id: null });
  const { id: user_id } = await api.ok<{ id: string }>('POST', '/v1/users', { name: 'vi', username: 'vi' });
  await api.ok('PUT', `/v1/users/${user_id}/roles`, { roles: [{ role: 'viewer', team_id: teamId }] });
  const { token } = await api.ok<{ token: string }>('POST', '/v1/tokens', { name: 'vi', user_id });
  const seen = async (as = api) => (await as.ok<ReadinessAnswer>('GET', '/v1/readiness')).policies.map(({ id }) => id);
  expect(await seen()).toEqual(expect.arrayContaining([hiddenId, own.id, everybodys.id]));
  expect([...(await seen(api.as(token)))].sort()).toEqual([own.id, everybodys.id].sort());
});
