import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ImportAnswer, MadeToken, TokenAnswer, UserAnswer } from 'incident-core';
import { Api } from '../harness/api.ts';
import { KIBANA_TOKEN, startBackend, type RunningBackend } from '../harness/backend.ts';
import { House } from '../harness/house.ts';

let house: House;
let open: RunningBackend;
beforeAll(async () => {
  house = await House.start();
  const { url: databaseUrl } = house.database;
  const { smtpPort } = house.mailbox.server;
  open = await startBackend({ databaseUrl, smtpPort, clock: house.clock, env: { KIBANA_MANAGES_ACCESS: 'true' } });
});
afterAll(async () => {
  await open.stop();
  await house.stop();
});

const users = async () => (await house.api.ok<{ items: readonly UserAnswer[] }>('GET', '/v1/users?limit=200')).items;
const send = (csv: string, query = '') =>
  house.api.call('POST', `/v1/users/import${query}`, csv, { 'content-type': 'text/csv' });

describe('a table of people', () => {
  const CSV =
    'name,username,time_zone,teams,email\nZoë,zoe,Europe/Paris,payments|catch-all,zoe@example.com\nAda,ADA,,,\n';

  test('is tried first: what would be made is said, and nothing is', async () => {
    const before = (await users()).length;
    expect(await send(CSV.replaceAll('zoe', 'yan'))).toMatchObject({
      status: 200,
      body: { applied: false, created: ['yan'], known: ['ADA'], problems: [] },
    });
    expect(await users()).toHaveLength(before);
  });

  test('with a mistake nothing of it is applied, and each is named with line and column', async () => {
    const before = (await users()).length;
    const answer = await send('name,username,teams,email\nX,x,Nobody,x@example.com\nY,y,,y\n', '?dry_run=false');
    expect(answer.body as ImportAnswer).toMatchObject({
      applied: false,
      problems: [
        { line: 2, column: 'teams', found: '"Nobody"', expected: 'the name of a team' },
        { line: 3, column: 'email', found: '"y"' },
      ],
    });
    expect(await users()).toHaveLength(before);
  });

  test('that is applied several times at once is applied once; who came second finds them known', async () => {
    const lines = Array.from({ length: 20 }, (_, at) => `Twin ${at},twin${at}`);
    const csv = ['name,username', ...lines].join('\n');
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => house.api.ok<ImportAnswer>('POST', '/v1/users/import?dry_run=false', { csv })),
    );
    expect(answers.map(({ created, known }) => created.length + known.length)).toEqual([20, 20, 20, 20]);
    expect(answers.flatMap(({ created }) => created)).toHaveLength(20);
  });

  test('is applied as a whole, once, as text or in JSON; who is known stays as they are', async () => {
    expect((await send(CSV, '?dry_run=false')).body).toMatchObject({ applied: true, created: ['zoe'] });
    const zoe = (await users()).find(({ username }) => username === 'zoe');
    expect(zoe).toMatchObject({
      name: 'Zoë',
      time_zone: 'Europe/Paris',
      contact_methods: [{ channel: 'email', address: 'zoe@example.com', verified: false }],
    });
    expect(zoe?.team_ids).toHaveLength(2);
    const again = await house.api.ok<ImportAnswer>('POST', '/v1/users/import?dry_run=false', { csv: CSV });
    expect(again).toMatchObject({ applied: true, created: [], known: ['zoe', 'ADA'] });
  });

  test.each([
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00]), 400],
    ['more than a megabyte', Buffer.alloc(1024 * 1024 + 1, 'a'), 413],
  ])('%s is refused', async (_, body, status) => {
    expect((await house.api.call('POST', '/v1/users/import', body)).status).toBe(status);
  });
});

describe('API tokens', () => {
  const make = (api: Api, body: object) => api.call('POST', '/v1/tokens', body);
  const stateOf = async (token: string) => (await house.api.as(token).call('GET', '/v1/status')).status;

  test('are rotated without a gap: two live, and no third', async () => {
    const first = await house.api.ok<MadeToken>('POST', '/v1/tokens', { name: 'deploy', scopes: ['admin'] });
    const second = await house.api.ok<MadeToken>('POST', `/v1/tokens/${first.id}/rotate`, {});
    expect(second).toMatchObject({ name: 'deploy', scopes: ['admin'], expires_at: null });
    expect([await stateOf(first.token), await stateOf(second.token)]).toEqual([200, 200]);
    for (const answer of [
      await house.api.call('POST', `/v1/tokens/${second.id}/rotate`, {}),
      await make(house.api, { name: 'DEPLOY', scopes: ['admin'] }),
    ]) {
      expect(answer).toMatchObject({ status: 409, body: { type: 'urn:incidents:problem:two-live-tokens' } });
    }
    await house.api.ok('DELETE', `/v1/tokens/${first.id}`);
    expect([await stateOf(first.token), await stateOf(second.token)]).toEqual([401, 200]);
    expect((await house.api.call('POST', `/v1/tokens/${first.id}/rotate`, {})).status).toBe(409);
    expect((await house.api.call('POST', `/v1/tokens/${second.id}/rotate`, {})).status).toBe(201);
  });

  test('show when they were used last', async () => {
    const { id, token } = await house.api.ok<MadeToken>('POST', '/v1/tokens', { name: 'used', scopes: ['admin'] });
    const shown = async () => (await house.api.ok<TokenAnswer>('GET', `/v1/tokens/${id}`)).last_used_at;
    expect(await shown()).toBeNull();
    await stateOf(token);
    expect(await shown()).toBe(house.clock.now().toISOString());
  });

  test('a manager for all teams gives what they hold, and nothing above', async () => {
    const { api } = house;
    const person = async (name: string, role: string) => {
      const { id } = await api.ok<{ id: string }>('POST', '/v1/users', { name, username: name });
      await api.ok('PUT', `/v1/users/${id}/roles`, { roles: [{ role, team_id: null }] });
      return id;
    };
    const [manager, viewer, admin] = [
      await person('mia', 'manager'),
      await person('vic', 'viewer'),
      await person('al', 'admin'),
    ];
    const { token } = await api.ok<MadeToken>('POST', '/v1/tokens', { name: 'mia', user_id: manager });
    const mia = api.as(token);
    expect((await make(mia, { name: 'vic', user_id: viewer })).status).toBe(201);
    expect((await make(mia, { name: 'all', scopes: ['admin'] })).status).toBe(403);
    expect((await make(mia, { name: 'kibana', scopes: ['act_as'] })).status).toBe(403);
    expect((await make(mia, { name: 'al', user_id: admin })).status).toBe(403);
    const give = (id: string, role: string) =>
      mia.call('PUT', `/v1/users/${id}/roles`, { roles: [{ role, team_id: null }] });
    expect((await give(viewer, 'responder')).status).toBe(200);
    expect((await give(viewer, 'admin')).status).toBe(403);
    expect((await give(admin, 'viewer')).status).toBe(403);
    const others = await api.ok<{ items: readonly TokenAnswer[] }>('GET', '/v1/tokens?limit=200');
    const ofAdmin = others.items.find(({ scopes }) => scopes.includes('admin'));
    expect((await mia.call('DELETE', `/v1/tokens/${ofAdmin?.id ?? ''}`)).status).toBe(403);
  });

  test('nobody but an administrator says that one has left, is back, or was never there', async () => {
    const { api } = house;
    const person = async (name: string, role: string) => {
      const { id } = await api.ok<{ id: string }>('POST', '/v1/users', { name, username: name });
      await api.ok('PUT', `/v1/users/${id}/roles`, { roles: [{ role, team_id: null }] });
      const { token } = await api.ok<MadeToken>('POST', '/v1/tokens', { name, user_id: id });
      return { id, token };
    };
    const [manager, boss, other] = [
      await person('manager2', 'manager'),
      await person('boss', 'admin'),
      await person('other', 'responder'),
    ];
    const does = async (who: string, method: string, path: string) =>
      (await api.as(who).call(method, `/v1/users/${path}`)).status;
    for (const [method, path] of [
      ['POST', '/leave'],
      ['POST', '/return'],
      ['DELETE', ''],
    ] as const)
      expect(await does(manager.token, method, boss.id + path)).toBe(403);
    expect((await api.as(boss.token).call('GET', '/v1/status')).status).toBe(200);
    expect(await does(manager.token, 'POST', `${other.id}/leave`)).toBe(200);
    expect(await does(manager.token, 'POST', `${other.id}/return`)).toBe(200);
  });

  test('what Kibana lends for a call does not become something that stays, unless that is configured', async () => {
    const { id } = await house.api.ok<{ id: string }>('POST', '/v1/users', { name: 'kim', username: 'kim' });
    const headers = { 'x-incidents-act-as': 'mo', 'x-incidents-act-as-role': 'manager' };
    const roles = { roles: [{ role: 'manager', team_id: null }] };
    const put = (base: string) => new Api(base, KIBANA_TOKEN).call('PUT', `/v1/users/${id}/roles`, roles, headers);
    expect(await put(house.api.base)).toMatchObject({
      status: 403,
      body: { type: 'urn:incidents:problem:access-in-backend' },
    });
    expect((await put(open.base)).status).toBe(200);
  });
});
