import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { StatusAnswer, UserAnswer } from 'incident-core';
import { Api, type Answer } from '../harness/api.ts';
import { KIBANA_TOKEN, startBackend } from '../harness/backend.ts';
import { House } from '../harness/house.ts';

let house: House;
beforeAll(async () => {
  house = await House.start();
});
afterAll(() => house.stop());

interface Acting {
  readonly user?: string | undefined;
  readonly role?: string | undefined;
}

/** A call of the plugin's server; names travel as UTF-8 bytes. */
function call(
  method: string,
  path: string,
  { user, role }: Acting,
  token = KIBANA_TOKEN,
  body?: unknown,
): Promise<Answer> {
  return new Api(house.api.base, token).call(method, path, body, {
    ...(user === undefined ? {} : { 'x-incidents-act-as': Buffer.from(user, 'utf8').toString('latin1') }),
    ...(role === undefined ? {} : { 'x-incidents-act-as-role': role }),
  });
}
const statusOf = async (acting: Acting) => (await call('GET', '/v1/status', acting)).body as StatusAnswer;
const users = async () => (await house.api.ok<{ items: UserAnswer[] }>('GET', '/v1/users?limit=200')).items;
const tokenOf = async (name: string) =>
  (await house.api.ok<{ items: { id: string; name: string }[] }>('GET', '/v1/tokens')).items.find(
    (token) => token.name === name,
  )?.id;

describe('a user of Kibana', () => {
  test('is known by user name, in any case, and stands in the timeline with the token behind them', async () => {
    const incident = await house.elastic.fires('known user');
    const answer = await call('POST', `/v1/incidents/${incident}/acknowledge`, { user: 'ADA', role: 'responder' });
    expect(answer).toMatchObject({ status: 200, body: { assignee: { id: house.person('ada').id, name: 'ada' } } });
    const [entry] = await house.entries(incident, 'acknowledged');
    expect(entry).toMatchObject({
      actor: {
        type: 'user',
        id: house.person('ada').id,
        name: 'ada',
        via: { id: await tokenOf('kibana'), name: 'kibana' },
      },
    });
  });

  test('who is new is made once, with that role and no membership, however many calls come at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => call('GET', '/v1/status', { user: 'Zoë Новик', role: 'responder' })),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
    const made = (await users()).filter(({ username }) => username === 'Zoë Новик');
    expect(made).toMatchObject([{ name: 'Zoë Новик', team_ids: [], contact_methods: [] }]);
    expect(await house.api.ok('GET', `/v1/users/${made[0]?.id ?? ''}/roles`)).toEqual({
      roles: [{ role: 'responder', team_id: null }],
    });
  });

  test('may on each call what Kibana says, and nothing of it is kept', async () => {
    const may = async (role: string) => ({
      look: (await call('GET', '/v1/incidents', { user: 'mara', role })).status,
      arrange: (await call('POST', '/v1/sources', { user: 'mara', role }, KIBANA_TOKEN, {})).status,
      run: (await call('GET', '/v1/throttles', { user: 'mara', role })).status,
    });
    expect(await may('viewer')).toEqual({ look: 200, arrange: 403, run: 403 });
    expect(await may('manager')).toEqual({ look: 200, arrange: 400, run: 403 });
    expect(await may('viewer')).toEqual({ look: 200, arrange: 403, run: 403 });
    const mara = (await users()).find(({ username }) => username === 'mara');
    expect(await house.api.ok('GET', `/v1/users/${mara?.id ?? ''}/roles`)).toEqual({
      roles: [{ role: 'viewer', team_id: null }],
    });
  });

  test('may no more than Kibana says, whatever they hold in the backend', async () => {
    const grace = house.person('grace').id;
    await house.api.ok('PUT', `/v1/users/${grace}/roles`, { roles: [{ role: 'admin', team_id: null }] });
    expect((await statusOf({ user: 'grace', role: 'viewer' })).roles).toEqual([{ role: 'viewer', team_id: null }]);
    expect((await call('GET', '/v1/throttles', { user: 'grace', role: 'manager' })).status).toBe(403);
  });

  test('as a manager makes and rotates the tokens of sources', async () => {
    const as = { user: 'mona', role: 'manager' };
    const source = (await call('POST', '/v1/sources', as, KIBANA_TOKEN, { name: 'from kibana' })).body as {
      id: string;
    };
    const path = `/v1/sources/${source.id}/tokens`;
    const first = (await call('POST', path, as, KIBANA_TOKEN, {})).body as { id: string };
    expect((await call('POST', path, as, KIBANA_TOKEN, {})).status).toBe(201);
    expect((await call('DELETE', `${path}/${first.id}`, as)).status).toBe(204);
    expect((await call('GET', path, { ...as, role: 'responder' })).status).toBe(403);
  });
});

describe('refused is', () => {
  test('who acts for others with a token that may not', async () => {
    for (const token of [house.person('ada').token, (await roleToken()) ?? '']) {
      for (const acting of [{ user: 'ada', role: 'viewer' }, { user: 'ada' }, { role: 'viewer' }]) {
        expect(await call('GET', '/v1/status', acting, token)).toMatchObject({
          status: 403,
          body: { type: 'urn:incidents:problem:act-as-refused' },
        });
      }
    }
  });

  test.each([
    ['a role of the backend', { user: 'ada', role: 'admin' }],
    ['a role that there is not', { user: 'ada', role: 'owner' }],
    ['two roles', { user: 'ada', role: 'viewer, manager' }],
    ['no role', { user: 'ada' }],
    ['an empty name', { user: '', role: 'viewer' }],
    ['a name without end', { user: 'x'.repeat(201), role: 'viewer' }],
    ['a name of control characters', { user: 'a\u0085b', role: 'viewer' }],
  ])('%s, with 400 and the header', async (_, acting) => {
    const before = (await users()).length;
    expect(await call('GET', '/v1/status', acting)).toMatchObject({
      status: 400,
      body: { errors: [{ path: expect.stringMatching(/^header x-incidents-act-as/) }] },
    });
    expect(await users()).toHaveLength(before);
  });

  test('a name that is no UTF-8, with 400', async () => {
    const headers = { 'x-incidents-act-as': '\u00ff\u00fe', 'x-incidents-act-as-role': 'viewer' };
    const answer = await new Api(house.api.base, KIBANA_TOKEN).call('GET', '/v1/status', undefined, headers);
    expect(answer.status).toBe(400);
  });

  async function roleToken(): Promise<string> {
    const user_id = house.person('linus').id;
    return (await house.api.ok<{ token: string }>('POST', '/v1/tokens', { name: 'linus', user_id })).token;
  }
});

describe('a Kibana without users', () => {
  test('works on incidents under a name that says so, and holds none', async () => {
    const incident = await house.elastic.fires('without users');
    const answer = await call('POST', `/v1/incidents/${incident}/acknowledge`, { role: 'responder' });
    expect(answer).toMatchObject({ status: 200, body: { status: 'acknowledged', assignee: null } });
    expect(await house.entries(incident, 'acknowledged')).toMatchObject([
      { actor: { type: 'token', name: 'kibana (unauthenticated)' } },
    ]);
  });

  test('arranges nothing, unless that was configured', async () => {
    expect(await statusOf({ role: 'manager' })).toMatchObject({
      user: null,
      roles: [{ role: 'responder', team_id: null }],
    });
    expect((await call('POST', '/v1/teams', { role: 'manager' }, KIBANA_TOKEN, { name: 'x' })).status).toBe(403);
    const open = await startBackend({
      databaseUrl: house.database.url,
      smtpPort: house.mailbox.server.smtpPort,
      clock: house.clock,
      env: { ALLOW_UNAUTHENTICATED_MANAGE: 'true' },
    });
    try {
      const headers = { 'x-incidents-act-as-role': 'manager' };
      const api = new Api(open.base, KIBANA_TOKEN);
      expect((await api.call('POST', '/v1/teams', { name: 'x' }, headers)).status).toBe(201);
    } finally {
      await open.stop();
    }
  });

  test('that names no role either learns who answers, and nothing else', async () => {
    expect(await statusOf({})).toEqual({ name: 'incidents', version: '0.1.0', api: 1, user: null, roles: [] });
    expect((await call('GET', '/v1/incidents', {})).status).toBe(403);
  });
});

test('a person learns their roles from the status', async () => {
  expect(await house.as('ada').ok('GET', '/v1/status')).toMatchObject({
    user: { id: house.person('ada').id, name: 'ada' },
    roles: [{ role: 'admin', team_id: null }],
  });
});

test('the token of the configuration is taken once, and stays revoked once it was', async () => {
  const other = await House.start();
  try {
    const tokens = async () =>
      (await other.api.ok<{ items: { id: string; name: string }[] }>('GET', '/v1/tokens')).items;
    const [kibana, ...others] = (await tokens()).filter(({ name }) => name === 'kibana');
    expect(others).toEqual([]);
    await other.another();
    await other.api.ok('DELETE', `/v1/tokens/${kibana?.id ?? ''}`);
    const third = await other.another();
    expect((await tokens()).filter(({ name }) => name === 'kibana')).toHaveLength(1);
    expect((await new Api(third.base, KIBANA_TOKEN).call('GET', '/v1/status')).status).toBe(401);
  } finally {
    await other.stop();
  }
});
