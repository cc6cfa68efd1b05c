import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { OWN_RULE_TAG, RULE_TAG, type PullAnswer } from 'incident-core';
import { House } from '../harness/house.ts';

const KEY = 'c2VjcmV0LWtleS1vZi10aGUtc291cmNl';
const GIVEN = { elasticsearch_url: 'https://es.example.com:9200/', api_key: KEY };

let house: House;
let path = '';
let sources = 0;
beforeAll(async () => {
  house = await House.start({ policy: null });
});
afterAll(() => house.stop());
beforeEach(async () => {
  sources += 1;
  const { id } = await house.api.ok<{ id: string }>('POST', '/v1/sources', { name: `source ${sources}` });
  path = `/v1/sources/${id}/pull`;
});

const put = (body: object) => house.api.call('PUT', path, body);
const problemAt = (where: string, expected: RegExp = /expected/i) => ({
  body: {
    errors: expect.arrayContaining([
      expect.objectContaining({ path: where, expected: expect.stringMatching(expected) }),
    ]),
  },
});

test('rules that we make are those that are pulled without further words', () => {
  expect(OWN_RULE_TAG).toBe(RULE_TAG);
});

test('a source is not pulled until that is asked for, and no longer once it is ended', async () => {
  expect(await house.api.call('GET', path)).toMatchObject({
    status: 404,
    body: { type: expect.stringMatching(/not-pulled$/) },
  });
  expect(await house.api.call('DELETE', path)).toMatchObject({ status: 404 });
  expect(await put(GIVEN)).toMatchObject({ status: 200 });
  expect(await house.api.call('GET', path)).toMatchObject({ status: 200 });
  expect(await house.api.call('DELETE', path)).toMatchObject({ status: 204 });
  expect(await house.api.call('GET', path)).toMatchObject({ status: 404 });
});

test('what is left out is as most want it, and the key is shown nowhere and kept sealed', async () => {
  const answer = await house.api.ok<PullAnswer>('PUT', path, GIVEN);
  expect(answer).toMatchObject({
    elasticsearch_url: 'https://es.example.com:9200',
    kibana_url: null,
    spaces: ['default'],
    indices: [],
    tags: [RULE_TAG],
    connector_ids: [],
    filter: null,
    write_back: false,
    interval_seconds: 30,
    pulled_at: null,
    fault: null,
    found: 0,
  });
  const kept = await house.rows('select * from source_pulls');
  const trail = await house.api.ok('GET', '/v1/audit');
  expect(JSON.stringify([answer, await house.api.ok('GET', path), kept, trail])).not.toContain(KEY);
  expect(JSON.stringify(kept)).toContain('v1.');
});

test('the key stays when it is left out, as long as it goes where it went before', async () => {
  expect(await put({ elasticsearch_url: GIVEN.elasticsearch_url })).toMatchObject({
    status: 422,
    ...problemAt('$.api_key', /an API key/),
  });
  await put(GIVEN);
  const sealed = async () =>
    (
      await house.rows<{ sealedApiKey: string }>(
        'select sealed_api_key from source_pulls order by set_up_at desc, source_id desc',
      )
    )[0];
  const before = await sealed();
  expect(await put({ elasticsearch_url: GIVEN.elasticsearch_url, interval_seconds: 60 })).toMatchObject({
    status: 200,
  });
  expect(await sealed()).toEqual(before);
  for (const elsewhere of [
    { elasticsearch_url: 'https://es.example.org:9200' },
    { elasticsearch_url: GIVEN.elasticsearch_url, kibana_url: 'https://kibana.example.org' },
  ]) {
    expect(await put(elsewhere)).toMatchObject({ status: 422, ...problemAt('$.api_key', /another address/) });
  }
});

test.each<readonly [string, object, string]>([
  ['an address that is none', { elasticsearch_url: 'es.example.com' }, '$.elasticsearch_url'],
  [
    'an address with a password',
    { elasticsearch_url: 'https://elastic:changeme@es.example.com' },
    '$.elasticsearch_url',
  ],
  ['an address with a query', { kibana_url: 'https://kibana.example.com/?a=b' }, '$.kibana_url'],
  ['a key that is none', { api_key: 'id:key\r\nx: y' }, '$.api_key'],
  ['no space', { spaces: [] }, '$.spaces'],
  ['a space that cannot be', { spaces: ['ok', 'a,b'] }, '$.spaces[1]'],
  ['an index that leads elsewhere', { indices: ['../_all'] }, '$.indices[0]'],
  ['connectors without a Kibana to ask', { connector_ids: ['ours'] }, '$.kibana_url'],
  ['a filter of something unknown', { filter: { colour: ['red'] } }, '$.filter'],
  ['too often', { interval_seconds: 1 }, '$.interval_seconds'],
])('%s is refused with its place', async (_title, wrong, where) => {
  const answer = await put({ ...GIVEN, ...wrong });
  expect(answer).toMatchObject({ status: 400, ...problemAt(where, /./) });
  expect(await house.api.call('GET', path)).toMatchObject({ status: 404 });
});

test('a key that is refused is not repeated', async () => {
  const almost = `${KEY} `;
  expect(JSON.stringify(await put({ ...GIVEN, api_key: almost }))).not.toContain(KEY);
});

test('who changed it, and what, stands in the audit trail', async () => {
  await house.as('ada').ok('PUT', path, GIVEN);
  await house.as('ada').ok('PUT', path, { elasticsearch_url: GIVEN.elasticsearch_url, interval_seconds: 60 });
  await house.as('ada').ok('DELETE', path);
  const id = path.split('/')[3] ?? '';
  const { items } = await house.api.ok<{ items: object[] }>('GET', `/v1/audit?subject_id=${id}`);
  expect(items).toMatchObject([
    { action: 'source_pull.deleted', actor: { name: 'ada' }, after: null },
    { action: 'source_pull.set', before: { interval_seconds: 30 }, after: { interval_seconds: 60, new_key: false } },
    { action: 'source_pull.set', before: null, after: { new_key: true } },
    { action: 'source.created', before: null },
  ]);
});

test('a source that is deleted is pulled no longer', async () => {
  await put(GIVEN);
  const before = await house.count('source_pulls');
  expect((await house.api.call('DELETE', path.replace(/\/pull$/, ''))).status).toBe(204);
  expect(await house.count('source_pulls')).toBe(before - 1);
});

test('sources say how they stand', async () => {
  const of = async () => (await house.api.ok<{ health: object }>('GET', path.replace(/\/pull$/, ''))).health;
  expect(await of()).toMatchObject({ status: 'unknown', last_push_at: null, last_pull_at: null });
  await put(GIVEN);
  expect(await of()).toMatchObject({ status: 'unknown' });
  house.clock.forward(600);
  expect(await of()).toMatchObject({ status: 'missing', reason: expect.stringMatching(/not been pulled/) });
  await house.elastic.fires('disk full');
  const { items } = await house.api.ok<{ items: { name: string; health: object }[] }>('GET', '/v1/sources?limit=200');
  expect(items.find(({ name }) => name === 'kibana')?.health).toMatchObject({
    status: 'unprotected',
    last_push_at: house.clock.now().toISOString(),
    push_behind_seconds: null,
  });
});
