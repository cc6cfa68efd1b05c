import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { FakeBackend, json } from './fake-backend.fixture';
import { FakeKibana, TOKEN } from './fake-kibana.fixture';
import { TABLE } from './table';

const id = '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b11';

let backend: FakeBackend;
let kibana: FakeKibana;
beforeEach(async () => {
  backend = await FakeBackend.start();
  kibana = new FakeKibana(backend.url);
});
afterEach(async () => {
  kibana.backend.close();
  await backend.stop();
});

test('a read goes on with its query, the token, and for whom it is', async () => {
  await kibana.as('read').call('GET /incidents', { query: { status: 'triggered,acknowledged', limit: '20' } });
  const [asked] = backend.asked;
  expect(asked?.url).toBe('/v1/incidents?status=triggered%2Cacknowledged&limit=20');
  expect(asked?.headers).toMatchObject({
    authorization: `Bearer ${TOKEN}`,
    'x-incidents-act-as': 'ada',
    'x-incidents-act-as-role': 'viewer',
  });
});

test.each([
  ['respond', 'responder'],
  ['manage', 'manager'],
] as const)('who may %s acts as %s, whatever they do', async (privilege, role) => {
  await kibana.as(privilege).call('GET /teams');
  expect(backend.asked[0]?.headers['x-incidents-act-as-role']).toBe(role);
});

test('a name beyond ASCII arrives as its UTF-8', async () => {
  kibana.name = 'Zoë 李';
  await kibana.call('GET /teams');
  const header = String(backend.asked[0]?.headers['x-incidents-act-as']);
  expect(Buffer.from(header, 'latin1').toString('utf8')).toBe('Zoë 李');
});

test('an action goes on once, with an empty body when it has none', async () => {
  await kibana.call('POST /incidents/{id}/acknowledge', { params: { id } });
  expect(backend.asked).toHaveLength(1);
  expect(backend.asked[0]).toMatchObject({ method: 'POST', url: `/v1/incidents/${id}/acknowledge`, text: '{}' });
});

test('that a change is the same again, and of which state it speaks, goes on with it; no other header does', async () => {
  const headers = { 'idempotency-key': 'once', 'if-match': '"v1"', cookie: 'session', authorization: 'Basic x' };
  await kibana.call('POST /incidents', { body: { title: 'Customers cannot pay' }, headers });
  const asked = backend.asked[0]?.headers;
  expect(asked).toMatchObject({ 'idempotency-key': 'once', 'if-match': '"v1"', authorization: `Bearer ${TOKEN}` });
  expect(asked).not.toHaveProperty('cookie');
});

test('what is not as the contract has it does not go on, and the field is named', async () => {
  const wrong = await kibana.call('POST /incidents/{id}/notes', { params: { id }, body: { text: 7 } });
  expect(wrong).toMatchObject({ status: 400, body: { path: ['text'] } });
  expect(await kibana.call('GET /incidents/{id}', { params: { id: '../teams' } })).toMatchObject({ status: 400 });
  expect(await kibana.call('GET /incidents', { query: { limit: '100000' } })).toMatchObject({ status: 400 });
  expect(backend.asked).toEqual([]);
});

test('a calendar is no JSON and arrives as its text; what is no calendar does not', async () => {
  backend.answer = (_, response) =>
    void response.writeHead(200, { 'content-type': 'text/calendar; charset=utf-8' }).end('BEGIN:VCALENDAR');
  const answer = await kibana.as('read').call('GET /schedules/{id}/calendar.ics', { params: { id } });
  expect(answer).toMatchObject({ status: 200, body: { text: 'BEGIN:VCALENDAR' } });
  expect(backend.asked[0]).toMatchObject({
    url: `/v1/schedules/${id}/calendar.ics`,
    headers: { accept: 'text/calendar, application/problem+json' },
  });
  expect(await kibana.call('GET /users/{id}/on-call.ics', { params: { id } })).toMatchObject({ status: 200 });
  backend.answer = (_, response) =>
    void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>It works!</h1>');
  expect(await kibana.call('GET /users/{id}/on-call.ics', { params: { id } })).toMatchObject({ status: 502 });
});

test("the backend's refusals arrive as they are", async () => {
  const problem = {
    type: 'urn:incidents:problem:conflict',
    title: 'It is resolved',
    status: 409,
    detail: 'since 3:12',
  };
  backend.answer = (_, response) => json(response, 409, problem);
  const answer = await kibana.call('POST /incidents/{id}/acknowledge', { params: { id } });
  expect(answer).toMatchObject({ status: 409, body: { message: 'It is resolved', attributes: problem } });
});

describe('privileges', () => {
  test.each(TABLE)('%s %s is closed to who holds less than %s', async (method, path, privilege) => {
    const route = kibana.routes.get(`${method} ${path.slice(3).replaceAll(/:(\w+)/g, '{$1}')}`);
    const name = { read: 'read_incidents', respond: 'update_incidents', manage: 'manage_incidents' }[privilege];
    expect(route?.config.security.authz.requiredPrivileges).toEqual([name]);
    expect(route?.config.options.tags).toEqual([`access:${name}`]);
  });

  test('they are looked at again before anything goes on', async () => {
    const body = { name: 'Kibana of the shop' };
    expect(await kibana.as('respond').call('POST /sources', { body })).toMatchObject({ status: 403 });
    kibana.capabilities = {};
    expect(await kibana.call('GET /incidents')).toMatchObject({ status: 403 });
    expect(backend.asked).toEqual([]);
  });

  test('with security off nobody manages, unless kibana.yml says so, and nobody is named', async () => {
    kibana.name = undefined;
    const body = { name: 'Kibana of the shop' };
    const refused = await kibana.as('manage').call('POST /sources', { body });
    expect(refused.body).toMatchObject({ attributes: { type: 'urn:incidents:problem:kibana-security-off' } });
    await kibana.call('GET /teams');
    expect(backend.asked[0]?.headers).not.toHaveProperty('x-incidents-act-as');
    expect(backend.asked[0]?.headers['x-incidents-act-as-role']).toBe('responder');

    const open = new FakeKibana(backend.url, { manageWithoutSecurity: true });
    open.name = undefined;
    expect(await open.call('POST /sources', { body })).toMatchObject({ status: 200 });
    open.backend.close();
  });
});
