import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { routes, versionedPaths } from 'incident-core';
import { EDITED_THINGS } from '../../backend/src/access/edited-things.ts';
import { House } from '../harness/house.ts';

let house: House;
beforeAll(async () => {
  house = await House.start();
});
afterAll(() => house.stop());

const path = () => `/v1/teams/${house.teamId}`;
const tagOf = async (at: string) => (await house.api.call('GET', at)).headers.get('etag') ?? '';
const edits = (body: object, tag: string, at = path(), method = 'PATCH') =>
  house.api.call(method, at, body, { 'if-match': tag });

test('an edit of the state that was read is made, and answers the new one', async () => {
  const tag = await tagOf(path());
  expect(tag).toMatch(/^"[\w-]{22}"$/);
  const answer = await edits({ reopen_window_seconds: 61 }, tag);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('etag')).toBe(await tagOf(path()));
  expect(answer.headers.get('etag')).not.toBe(tag);
});

test('an edit of an older state is refused with the present one, and changes nothing', async () => {
  const tag = await tagOf(path());
  await house.api.ok('PATCH', path(), { reopen_window_seconds: 62 });
  const refused = await edits({ reopen_window_seconds: 63 }, tag);
  expect(refused).toMatchObject({
    status: 412,
    body: { type: 'urn:incidents:problem:changed-meanwhile', current: { reopen_window_seconds: 62 } },
  });
  expect(refused.headers.get('etag')).toBe(await tagOf(path()));
  expect((await house.api.call('GET', path())).body).toMatchObject({ reopen_window_seconds: 62 });
});

test('the refusal says who changed it, and when, of each thing that can be edited', async () => {
  expect(Object.keys(EDITED_THINGS).sort()).toEqual([...versionedPaths.keys()].sort());
  const stale = async (at: string, method = 'PUT') => (await edits({}, '"old"', at, method)).body;
  house.clock.forward(60);
  const changed_at = house.clock.now().toISOString();
  const by = (changed_by: string) => ({ status: 412, changed_by, changed_at });
  await house.as('grace').ok('PATCH', path(), { reopen_window_seconds: 64 });
  expect(await stale(path(), 'PATCH')).toMatchObject(by('grace'));
  const user = `/v1/users/${house.person('linus').id}`;
  await house.as('ada').ok('PATCH', user, { time_zone: 'Europe/Rome' });
  await house.as('grace').ok('PUT', `${user}/roles`, { roles: [{ role: 'viewer', team_id: null }] });
  expect(await stale(`${user}/roles`)).toMatchObject(by('grace'));
  const source = `/v1/sources/${house.sourceId}`;
  await house.as('ada').ok('PUT', `${source}/heartbeat`, { interval_seconds: 60 });
  await house.as('grace').ok('PATCH', source, { name: 'another' });
  expect(await stale(`${source}/heartbeat`)).toMatchObject(by('ada'));
  expect(await stale(source, 'PATCH')).toMatchObject(by('grace'));
  const template = { team_id: house.teamId, parts: { text: 'Own' } };
  await house.as('linus').call('PUT', '/v1/templates/sms/triggered', template);
  const text = '/v1/templates/sms/triggered';
  const refused = await house.api.call('PUT', text, template, { 'if-match': '"old"' });
  expect(refused.body).toMatchObject(by('linus'));
  await house.as('ada').ok('PUT', '/v1/throttles', await house.api.ok('GET', '/v1/throttles'));
  expect(await stale('/v1/throttles')).toMatchObject({ status: 412 });
});

test('of several edits of one state at once, on two backends, one is made', async () => {
  const second = house.api.at((await house.another()).base);
  const tag = await tagOf(path());
  const headers = { 'if-match': tag };
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      (index % 2 === 0 ? house.api : second).call('PATCH', path(), { reopen_window_seconds: 100 + index }, headers),
    ),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 7 }, () => 412)]);
});

test('any state, a weak tag, and one that a proxy has marked, are the same state', async () => {
  for (const mark of [
    () => '*',
    (tag: string) => `W/${tag}`,
    (tag: string) => tag.replace(/"$/, '-gzip"'),
    (tag: string) => `"other", ${tag}`,
  ]) {
    expect((await edits({}, mark(await tagOf(path())))).status).toBe(200);
  }
});

test('what changes without an edit does not count: alerts of a source change nothing of it', async () => {
  const source = `/v1/sources/${house.sourceId}`;
  const tag = await tagOf(source);
  await house.elastic.fires('disk full');
  house.clock.forward(3_600);
  expect((await edits({ name: 'kibana of shop' }, tag, source)).status).toBe(200);
});

test('of what is read for a team, the edit for that team speaks of the same state', async () => {
  const at = '/v1/templates/sms/triggered';
  const read = `${at}?team_id=${house.teamId}`;
  const save = (text: string, tag: string) =>
    edits({ team_id: house.teamId, parts: { text } }, tag, at, 'PUT').then(({ status }) => status);
  const tag = await tagOf(read);
  expect(await save('{{ title }} here', tag)).toBe(200);
  expect(await save('{{ title }} there', tag)).toBe(412);
  expect(await save('{{ title }} there', await tagOf(read))).toBe(200);
});

test('a deletion may speak of a state too, and who may not edit is told that first', async () => {
  const { id } = await house.api.ok<{ id: string }>('POST', '/v1/teams', { name: 'Soon gone' });
  const at = `/v1/teams/${id}`;
  expect((await edits({}, '"old"', at, 'DELETE')).status).toBe(412);
  const call = house.api.call('DELETE', at, undefined, { 'if-match': await tagOf(at) });
  expect((await call).status).toBe(204);
  expect((await house.api.as('made-up').call('PATCH', path(), {}, { 'if-match': '"old"' })).status).toBe(401);
});

test('what is named wrongly is refused by the edit itself', async () => {
  const answer = await edits({ parts: {} }, '"old"', '/v1/templates/pigeon/triggered', 'PUT');
  expect(answer).toMatchObject({ status: 400, body: { type: 'urn:incidents:problem:invalid-request' } });
});

test('where nothing can be read nothing can be compared: it says so', async () => {
  const methods = `/v1/users/${house.person('ada').id}`;
  const { contact_methods: [first] = [] } = await house.api.ok<{ contact_methods: { id: string }[] }>('GET', methods);
  expect(await edits({}, '"x"', `/v1/contact-methods/${first?.id ?? ''}`)).toMatchObject({
    status: 400,
    body: { errors: [{ path: '$.headers.if-match' }] },
  });
});

test('the description names the headers', async () => {
  const { body } = await house.api.call('GET', '/v1/openapi.json');
  const description = JSON.stringify(body);
  for (const name of ['Idempotency-Key', 'If-Match', 'ETag']) expect(description).toContain(name);
  expect(routes.some(({ computed }) => computed !== undefined)).toBe(true);
});
