import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { routes } from 'incident-core';
import { SECRETS_KEY } from '../../../test/harness/backend.ts';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { ManualClock } from '../../../test/harness/manual-clock.ts';
import { createApplication } from '../application.ts';
import { readConfig } from '../platform/config.ts';
import { createLogger } from '../platform/logger.ts';

const ADMIN_TOKEN = 'ika_the-administrator-of-these-tests';
const NOBODY = '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b11';

let place: TestDatabase;
let app: NestFastifyApplication;
beforeAll(async () => {
  place = await testDatabase();
  const access = { DATABASE_URL: place.url, SECRETS_KEY, ADMIN_TOKEN };
  // People told by mail can be told only where there is a mail server.
  const given = { NODE_ENV: 'test', ROLE: 'api', SMTP_URL: 'smtp://127.0.0.1:1', ...access };
  const config = readConfig(given);
  app = await createApplication({ config, clock: new ManualClock(), logger: createLogger('silent') });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});
afterAll(async () => {
  await app.close();
  await place.drop();
});

interface Call {
  readonly ids?: readonly string[];
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string>>;
  readonly token?: string;
}

/** Calls a route by its name; an answer that the contract does not know fails the test. */
async function call(operationId: string, { ids = [], body, query = {}, token = ADMIN_TOKEN }: Call = {}) {
  const route = routes.find((each) => each.operationId === operationId);
  if (!route) throw new Error(`there is no route ${operationId}`);
  const left = [...ids];
  const url = route.path.replace(/:\w+/g, () => left.shift() ?? '');
  const payload = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await app.inject({
    method: route.method,
    url,
    query,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(payload !== undefined && { payload }),
  });
  const parsed = answer.body === '' ? null : JSON.parse(answer.body);
  const schema = route.responses[answer.statusCode];
  if (answer.statusCode < 300) {
    expect(Object.keys(route.responses)).toContain(String(answer.statusCode));
    if (schema) schema.parse(parsed);
    else expect(parsed).toBeNull();
  } else {
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  }
  return { status: answer.statusCode, body: parsed };
}

const made = async (operationId: string, given: Call) => {
  const { status, body } = await call(operationId, given);
  expect([operationId, status]).toEqual([operationId, 201]);
  return body;
};

test('an administrator sets up a house and takes it down again, by the contract', async () => {
  const team = await made('createTeam', { body: { name: 'Checkout' } });
  const ada = await made('createUser', { body: { name: 'Ada', username: 'ada', team_ids: [team.id] } });
  const method = await made('createContactMethod', {
    ids: [ada.id],
    body: { channel: 'email', address: 'ada@example.com', verified: true },
  });
  const hook = await made('createWebhook', { body: { name: 'Chat', url: 'https://example.com/in', team_id: team.id } });
  const rule = await made('createRoutingRule', { body: { team_id: team.id, matchers: { service: ['checkout*'] } } });
  const targets = [
    { type: 'user', id: ada.id },
    { type: 'webhook', id: hook.id },
  ];
  const given = { name: 'Night', team_id: team.id, steps: [{ timeout_seconds: 300, targets }] };
  const policy = await made('createEscalationPolicy', { body: given });
  const source = await made('createSource', { body: { name: 'Kibana', team_id: team.id } });
  const token = await made('createSourceToken', { ids: [source.id], body: '' });
  const phone = await made('createToken', { body: { name: 'phone', user_id: ada.id, scopes: ['admin'] } });

  const ids = { Team: team.id, User: ada.id, Webhook: hook.id, RoutingRule: rule.id, EscalationPolicy: policy.id };
  for (const [noun, id] of [...Object.entries(ids), ['Source', source.id], ['Token', phone.id]]) {
    expect((await call(`get${noun}`, { ids: [id] })).body.id).toBe(id);
  }
  expect((await call('getUser', { ids: [ada.id] })).body).toMatchObject({
    team_ids: [team.id],
    contact_methods: [{ id: method.id, address: 'ada@example.com', verified: true }],
  });
  for (const plural of ['Teams', 'Users', 'Webhooks', 'RoutingRules', 'EscalationPolicies', 'Sources', 'Tokens']) {
    const { status, body } = await call(`list${plural}`, { query: { limit: '1' } });
    expect([plural, status, body.items.length]).toEqual([plural, 200, 1]);
  }
  const webhook = JSON.stringify(await call('getWebhook', { ids: [hook.id] }));
  expect(webhook).not.toContain('whsec_');
  expect(JSON.stringify(await call('listSourceTokens', { ids: [source.id] }))).not.toContain(token.token);

  const changes: readonly [string, string, unknown][] = [
    ['changeTeam', team.id, { member_ids: [] }],
    ['changeUser', ada.id, { time_zone: 'Europe/London' }],
    ['changeContactMethod', method.id, { position: 2 }],
    ['replaceEscalationPolicy', policy.id, { ...given, name: 'Day' }],
    ['changeWebhook', hook.id, { enabled: false }],
    ['rotateWebhookSecret', hook.id, ''],
    ['changeRoutingRule', rule.id, { matchers: {} }],
    ['changeSource', source.id, { team_id: null }],
  ];
  for (const [operationId, id, body] of changes) {
    expect([operationId, (await call(operationId, { ids: [id], body })).status]).toEqual([operationId, 200]);
  }
  expect((await call('orderRoutingRules', { body: { ids: [rule.id] } })).status).toBe(204);

  expect((await call('deleteUser', { ids: [ada.id] })).body).toMatchObject({
    status: 409,
    named_by: [{ id: policy.id, name: 'Day' }],
  });
  expect((await call('deleteSource', { ids: [source.id] })).status).toBe(409);
  const ends: readonly [string, readonly string[]][] = [
    ['deleteEscalationPolicy', [policy.id]],
    ['deleteRoutingRule', [rule.id]],
    ['deleteContactMethod', [method.id]],
    ['deleteWebhook', [hook.id]],
    ['revokeToken', [phone.id]],
    ['deleteUser', [ada.id]],
    ['revokeSourceToken', [source.id, token.id]],
    ['deleteSource', [source.id]],
    ['deleteTeam', [team.id]],
  ];
  for (const [operationId, path] of ends) {
    expect([operationId, (await call(operationId, { ids: path })).status]).toEqual([operationId, 204]);
  }
});

describe('a call that is not as expected', () => {
  test.each([
    ['a body that is no JSON', 'createTeam', { body: '{"name":' }, '$'],
    ['a missing field', 'createTeam', { body: {} }, '$.name'],
    ['an unknown field', 'createTeam', { body: { name: 'x', colour: 'red' } }, '$'],
    ['a NUL character', 'createTeam', { body: '{"name":"a\\u0000b"}' }, '$.name'],
    [
      'a lone surrogate',
      'createRoutingRule',
      { body: `{"team_id":"${NOBODY}","matchers":{"tags":["\\ud800"]}}` },
      '$.matchers.tags[0]',
    ],
    ['an id that is none', 'getTeam', { ids: ['7'] }, '$.id'],
    ['an id with a NUL character', 'getTeam', { ids: ['%00'] }, '$.id'],
    ['a page without end', 'listTeams', { query: { limit: '1000000' } }, '$.limit'],
    ['a cursor of nobody', 'listTeams', { query: { cursor: '\0' } }, '$.cursor'],
    ['an unknown parameter', 'listTeams', { query: { offset: '3' } }, '$'],
    [
      'a token to end in the past',
      'createToken',
      { body: { name: 'x', scopes: ['admin'], expires_at: '2020-01-01T00:00:00Z' } },
      '$.expires_at',
    ],
  ] as readonly [string, string, Call, string][])(
    'with %s is answered 400, with the place',
    async (_, operationId, given, path) => {
      const { status, body } = await call(operationId, given);
      expect([status, body.errors?.[0]?.path]).toEqual([400, path]);
      expect(body.errors[0]).toEqual({ path, found: expect.any(String), expected: expect.any(String) });
    },
  );

  test.each([
    'getTeam',
    'deleteTeam',
    'getUser',
    'deleteUser',
    'getWebhook',
    'deleteWebhook',
    'rotateWebhookSecret',
    'getRoutingRule',
  ])('%s of what does not exist is answered 404', async (operationId) => {
    expect((await call(operationId, { ids: [NOBODY] })).status).toBe(404);
  });
});

describe('tokens', () => {
  test('of sources open nothing but the intake, and API tokens open everything else', async () => {
    const source = await made('createSource', { body: { name: 'Kibana, elsewhere' } });
    const { token } = await made('createSourceToken', { ids: [source.id], body: {} });
    expect((await call('listTeams', { token })).status).toBe(401);
    expect((await call('receiveAlert', { body: {} })).status).toBe(401);
    expect((await call('listTeams', { token: 'unknown' })).body).toMatchObject({
      type: 'urn:incidents:problem:unauthorized',
    });
  });

  test('of admins are revoked but for the last', async () => {
    const { body } = await call('listTokens');
    const first = body.items.find(({ name }: { name: string }) => name === 'first admin');
    expect((await call('revokeToken', { ids: [first.id] })).body).toMatchObject({ status: 409 });
  });
});
