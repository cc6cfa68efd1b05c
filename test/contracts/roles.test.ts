import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  isAllowed,
  NEEDS,
  roleFor,
  ROLES,
  routes,
  type Grant,
  type OwnThing,
  type Role,
  type Route,
} from 'incident-core';
import type { Answer } from '../harness/api.ts';
import { House } from '../harness/house.ts';

type Guarded = Extract<Route, { readonly auth: 'api_token' }>;
const guarded = routes.filter((route): route is Guarded => route.auth === 'api_token');
const withName = <Some extends Route>(some: readonly Some[]) =>
  some.map((route) => [`${route.method} ${route.path}`, route] as const);
const named = withName(guarded);
const intake = withName(routes.filter(({ auth }) => auth === 'source_token'));
/** Their address, a signature or nothing at all decides, and no token. */
const others = withName(routes.filter(({ auth }) => !['api_token', 'source_token'].includes(auth)));

/** Who calls: a role for the team that the thing is of, for another team, or for all; or a token that is none. */
type Held = 'own' | 'foreign' | 'all';
const callers = ROLES.flatMap((role) =>
  (role === 'admin' ? (['all'] as const) : (['own', 'foreign', 'all'] as const)).map((held) => ({ role, held })),
);

let house: House;
let foreignTeam = '';
let things: Readonly<Record<string, string>> = {};
const tokens = new Map<string, string>();
/** What is the own of each caller, to name it by: themselves, a contact method of theirs. */
const owned = new Map<string, Readonly<Record<OwnThing, string>>>();
const nobodys = new Map<string, string | null>();
/** Tokens of sources: those that are alive, and those that were. */
const senders = new Map<string, string>();
const deadSenders = new Map<string, string>();
let answers = 0;

beforeAll(async () => {
  house = await House.start();
  const { api, teamId } = house;
  const made = async (path: string, body: object) =>
    (await api.ok<{ id: string; token: string }>('POST', path, body)).id;
  foreignTeam = await made('/v1/teams', { name: 'Foreign' });
  const ada = house.person('ada').id;
  const steps = [{ timeout_seconds: 60, targets: [{ type: 'user', id: ada }] }];
  things = {
    incident: await house.elastic.fires('disk full'),
    team: teamId,
    escalation_policy: await made('/v1/escalation-policies', { name: 'Own', team_id: teamId, steps }),
    source: await made('/v1/sources', { name: 'own', team_id: teamId }),
    webhook: await made('/v1/webhooks', { name: 'own', url: 'https://example.com', team_id: teamId }),
    schedule: await made('/v1/schedules?force=true', { name: 'Own', team_id: teamId, time_zone: 'UTC' }),
    slack_channel: await made('/v1/slack-channels', { name: 'own', channel_id: 'C024BE91L', team_id: teamId }),
  };
  const template = { team_id: teamId, parts: { text: 'Own' } };
  things = { ...things, template: (await api.ok<{ id: string }>('PUT', '/v1/templates/sms/triggered', template)).id };
  const ends_at = new Date(house.clock.now().getTime() + 3_600_000).toISOString();
  const suppression = { team_id: teamId, matchers: { service: ['nothing'] }, reason: 'own' };
  const times = { type: 'once', starts_at: house.clock.now().toISOString(), ends_at };
  things = {
    ...things,
    silence: await made('/v1/silences', { ...suppression, ends_at }),
    maintenance_window: await made('/v1/maintenance-windows', { ...suppression, times }),
  };
  for (const { role, held } of callers) {
    const name = `${role}-${held}`;
    const user_id = await made('/v1/users', { name, username: name });
    await api.ok('PUT', `/v1/users/${user_id}/roles`, { roles: [{ role, team_id: teamOf(held) }] });
    tokens.set(name, (await api.ok<{ token: string }>('POST', '/v1/tokens', { name, user_id })).token);
    owned.set(name, await ownOf(user_id));
  }
  owned.set('ada', await ownOf(ada));
  await furnishSenders();
  await furnishNobodies();
});
afterAll(async () => {
  process.stdout.write(`route matrix: ${answers} answers of ${routes.length} routes\n`);
  await house.stop();
});

async function ownOf(user: string): Promise<Readonly<Record<OwnThing, string>>> {
  const method = { channel: 'email', address: 'own@example.com' };
  const { id } = await house.api.ok<{ id: string }>('POST', `/v1/users/${user}/contact-methods`, method);
  return { user, contact_method: id };
}

async function furnishSenders(): Promise<void> {
  const { api, clock } = house;
  const at = new Date(clock.now().getTime() + 1_000).toISOString();
  const source = async (name: string, team_id: string | null) =>
    (await api.ok<{ id: string }>('POST', '/v1/sources', { name, team_id })).id;
  const token = (id: string, body: object = {}) =>
    api.ok<{ id: string; token: string }>('POST', `/v1/sources/${id}/tokens`, body);
  const own = await source('sends for its team', house.teamId);
  const foreign = await source('sends for others', foreignTeam);
  const left = await source('is gone', null);
  senders.set('a source of the team', (await token(own)).token);
  senders.set('a source of others', (await token(foreign)).token);
  senders.set('a source of nobody', house.sourceToken);
  const revoked = await token(own);
  deadSenders.set('an expired token of a source', (await token(foreign, { expires_at: at })).token);
  deadSenders.set('a revoked token of a source', revoked.token);
  const last = await token(left);
  deadSenders.set('the token of a source that is gone', last.token);
  await api.ok('DELETE', `/v1/sources/${own}/tokens/${revoked.id}`);
  await api.ok('DELETE', `/v1/sources/${left}/tokens/${last.id}`);
  await api.ok('DELETE', `/v1/sources/${left}`);
}

async function furnishNobodies(): Promise<void> {
  const { api, clock } = house;
  const make = (body: object) => api.ok<{ id: string; token: string }>('POST', '/v1/tokens', body);
  const expires_at = new Date(clock.now().getTime() + 1_000).toISOString();
  const expired = await make({ name: 'expired', scopes: ['admin'], expires_at });
  const revoked = await make({ name: 'revoked', scopes: ['admin'] });
  await api.ok('DELETE', `/v1/tokens/${revoked.id}`);
  clock.forward(2);
  nobodys.set('no token', null);
  nobodys.set('an expired token', expired.token);
  nobodys.set('a revoked token', revoked.token);
  for (const [title, token] of [...senders, ...deadSenders]) nobodys.set(title, token);
  nobodys.set('a token that nobody made', `ika_${'x'.repeat(43)}`);
  const user = await api.ok<{ id: string }>('POST', '/v1/users', { name: 'no role', username: 'no-role' });
  tokens.set('no role', (await make({ name: 'no role', user_id: user.id })).token);
  owned.set('no role', await ownOf(user.id));
  tokens.set('act_as', (await make({ name: 'kibana', scopes: ['act_as'] })).token);
}

function teamOf(held: Held): string | null {
  return held === 'all' ? null : held === 'own' ? house.teamId : foreignTeam;
}

/**
 * What the rule says for a call that concerns the team that is called own. The body names it too where a body may.
 */
function isExpected(route: Guarded, role: Role, held: Held): boolean {
  if (route.needs === 'token') return true;
  const grants: readonly Grant[] = [{ role, teamId: teamOf(held) }];
  const { teams } = route.concerns;
  return isAllowed(grants, route.needs, teams === 'all' || teams === 'any' ? teams : [house.teamId]);
}

/** A call that is refused for its body, or because there is nothing such, once it has passed the guard: none changes anything. */
function call(
  route: Guarded,
  token: string | null,
  given: object = { team_id: house.teamId },
  whose = 'ada',
): Promise<Answer> {
  const { teams, own } = route.concerns;
  const ownId = own === undefined ? undefined : owned.get(whose)?.[own];
  const id = ownId ?? things[teams] ?? '01890a5d-ac96-774b-bcce-b302099a8057';
  const path = route.path.replace(':id', id).replace(/:\w+Id/, '01890a5d-ac96-774b-bcce-b302099a8058');
  const body = { made_up: 1, ...(route.concerns.given === undefined ? {} : given) };
  const takesBody = route.method !== 'GET' && route.method !== 'DELETE';
  answers += 1;
  return house.api.as(token).call(route.method, path, takesBody ? body : undefined);
}

/** Calls that nothing refuses once they have passed: what they do, they may do but once; and one that does not end. */
const doesIt = (route: Guarded) =>
  route.answerType === 'text/event-stream' ||
  route.method === 'DELETE' ||
  (route.method === 'POST' && route.body === undefined);

describe.each(named)('%s', (_name, route) => {
  test('has a rule: a need, and what it concerns', () => {
    expect(['token', ...NEEDS]).toContain(route.needs);
    const { teams, given, own } = route.concerns;
    if (things[teams] !== undefined || own !== undefined) expect(route.path).toMatch(/:id/);
    if (given !== undefined) expect(Object.keys((route.body as { shape?: object }).shape ?? {})).toContain('team_id');
    if (teams === 'given') expect(given).toBe('or_all');
  });

  test('is refused with 401 to who shows no live API token', async () => {
    for (const [title, token] of nobodys) expect([title, (await call(route, token)).status]).toEqual([title, 401]);
  });

  test('is open to the roles that its rule names, where they are held, and to no others', async () => {
    for (const { role, held } of callers) {
      const expected = isExpected(route, role, held);
      if (expected && doesIt(route)) continue;
      const answer = await call(route, tokens.get(`${role}-${held}`) ?? '');
      expect([role, held, answer.status !== 403]).toEqual([role, held, expected]);
      if (!expected) {
        expect(answer.body).toMatchObject({
          type: 'urn:incidents:problem:forbidden',
          needs: { role: route.needs === 'token' ? '' : roleFor(route.needs), teams: route.concerns.teams },
        });
      }
    }
  });

  test('is refused to who holds no role, and to a token that acts for nobody', async () => {
    for (const name of ['no role', 'act_as']) {
      const answer = await call(route, tokens.get(name) ?? '');
      expect([name, answer.status === 403]).toEqual([name, route.needs !== 'token']);
    }
  });

  test('is open to whom the thing belongs, whatever their role and the team of it, if its rule says so', async () => {
    if (route.concerns.own === undefined) return;
    for (const { role, held } of callers) {
      const name = `${role}-${held}`;
      if (isExpected(route, role, held) || doesIt(route)) continue;
      expect([name, (await call(route, tokens.get(name) ?? '', {}, name)).status]).not.toEqual([name, 403]);
    }
    expect((await call(route, tokens.get('no role') ?? '', {}, 'no role')).status).toBe(403);
  });

  test('with the team of others in its body, or none, is not open to who arranges one team', async () => {
    const { given, teams } = route.concerns;
    if (given === undefined) return;
    const token = tokens.get('manager-own') ?? '';
    expect((await call(route, token, { team_id: foreignTeam })).status).toBe(403);
    expect((await call(route, token, { team_id: foreignTeam.toUpperCase() })).status).toBe(403);
    expect((await call(route, token, { team_id: null })).status).toBe(403);
    expect((await call(route, token, {})).status === 403).toBe(given === 'or_all');
    expect((await call(route, tokens.get('manager-foreign') ?? '', { team_id: foreignTeam })).status === 403).toBe(
      teams !== 'given',
    );
  });
});

describe.each(intake)('%s', (_name, route) => {
  const post = async (authorization: string | null) => {
    answers += 1;
    const headers: Record<string, string> = authorization === null ? {} : { authorization };
    return house.api.as(null).call(route.method, route.path, '{}', headers);
  };
  const asPassword = (token: string) => `Basic ${Buffer.from(`kibana:${token}`).toString('base64')}`;

  test('is open to the live token of any source, as Bearer and as a password', async () => {
    for (const [title, token] of senders) {
      for (const shown of [`Bearer ${token}`, asPassword(token)]) {
        expect([title, [401, 403].includes((await post(shown)).status)]).toEqual([title, false]);
      }
    }
  });

  test('is refused with 401 to the API token of any role, to dead tokens of sources, and to none', async () => {
    const wrong = [...tokens, ...nobodys].filter(([title]) => !senders.has(title));
    expect(wrong.length).toBeGreaterThan(callers.length + deadSenders.size);
    for (const [title, token] of wrong) {
      const shown = token === null ? [null] : [`Bearer ${token}`, asPassword(token)];
      for (const each of shown) expect([title, (await post(each)).status]).toEqual([title, 401]);
    }
  });
});

test.each(others)('%s answers the same whatever token is shown', async (_name, route) => {
  const path = route.path.replace(/:\w+/g, 'made-up');
  const statuses = new Set<number>();
  for (const token of [null, ...tokens.values(), ...nobodys.values()]) {
    answers += 1;
    const body = route.method === 'GET' ? undefined : '{}';
    statuses.add((await house.api.as(token).call(route.method, path, body)).status);
  }
  expect([...statuses]).toEqual([route.auth === 'none' ? 200 : expect.any(Number)]);
});

test('what does not exist is told to who might see it, and to nobody else', async () => {
  const path = '/v1/incidents/01890a5d-ac96-774b-bcce-b302099a8057';
  expect((await house.api.as(tokens.get('viewer-foreign') ?? '').call('GET', path)).status).toBe(404);
  expect((await house.api.as(tokens.get('no role') ?? '').call('GET', path)).status).toBe(403);
});

test('a role that is taken away is gone at once, and one that is given is there', async () => {
  const { api } = house;
  const { id } = await api.ok<{ id: string }>('POST', '/v1/users', { name: 'new', username: 'new' });
  const { token } = await api.ok<{ token: string }>('POST', '/v1/tokens', { name: 'new', user_id: id });
  const status = async () => (await api.as(token).call('GET', '/v1/incidents')).status;
  const give = (roles: readonly object[]) => api.call('PUT', `/v1/users/${id}/roles`, { roles });
  expect(await status()).toBe(403);
  expect((await give([{ role: 'viewer', team_id: foreignTeam }])).body).toEqual({
    roles: [{ role: 'viewer', team_id: foreignTeam }],
  });
  expect(await status()).toBe(200);
  expect((await api.as(token).call('GET', '/v1/incidents')).body).toMatchObject({ items: [] });
  expect((await give([])).status).toBe(200);
  expect(await status()).toBe(403);
});

test.each([
  ['an admin of one team', [{ role: 'admin', team_id: '01890a5d-ac96-774b-bcce-b302099a8057' }], 400],
  [
    'two roles for all teams',
    [
      { role: 'viewer', team_id: null },
      { role: 'manager', team_id: null },
    ],
    400,
  ],
  ['a role that there is not', [{ role: 'owner', team_id: null }], 400],
  ['a team that there is not', [{ role: 'viewer', team_id: '01890a5d-ac96-774b-bcce-b302099a8057' }], 422],
])('%s cannot be given', async (_, roles, status) => {
  const path = `/v1/users/${house.person('ada').id}/roles`;
  expect((await house.api.call('PUT', path, { roles })).status).toBe(status);
});

test('who may only look sees no addresses; who works on incidents, or arranges a webhook, does', async () => {
  await house.settles();
  house.mailbox.expect('ada', 'disk full');
  const text = async (name: string, path: string) =>
    JSON.stringify((await house.api.as(tokens.get(name) ?? '').call('GET', path)).body);
  for (const path of [
    '/v1/users',
    `/v1/users/${house.person('ada').id}`,
    `/v1/incidents/${things['incident']}/notifications`,
  ]) {
    expect(await text('viewer-all', path)).toContain('a***@example.com');
    expect(await text('viewer-all', path)).not.toContain('ada@example.com');
    expect(await text('responder-own', path)).toContain('ada@example.com');
  }
  await house.api.ok('PATCH', `/v1/webhooks/${things['webhook']}`, { url: 'https://example.com/secret' });
  for (const path of ['/v1/webhooks', `/v1/webhooks/${things['webhook']}`]) {
    for (const name of ['viewer-all', 'responder-all', 'manager-foreign'])
      expect(await text(name, path)).not.toContain('secret');
    expect(await text('manager-own', path)).toContain('https://example.com/secret');
  }
});
