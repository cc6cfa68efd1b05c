import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { problemSchema, routes, type IncidentAnswer, type ProblemAnswer, type Route } from 'incident-core';
import type { Answer } from '../harness/api.ts';
import { House } from '../harness/house.ts';
import { exchange } from '../harness/wire.ts';

const NOBODY = '01890a5d-ac96-774b-bcce-b302099a8057';

let house: House;
let incident: string;
beforeAll(async () => {
  house = await House.start();
  incident = await house.elastic.fires('disk full');
});
afterAll(() => house.stop());

const guarded = routes.filter(({ auth }) => auth === 'api_token');
// A table is text of any kind, and says line by line what is wrong with it.
const withBody = guarded.filter(({ body, bodyType }) => body !== undefined && bodyType === undefined);
const withId = guarded.filter(({ path }) => path.includes(':'));
const lists = guarded.filter(({ query }) => query?.shape['cursor'] !== undefined);
const named = (some: readonly Route[]) => some.map((route) => [`${route.method} ${route.path}`, route] as const);

describe.each(named(withBody))('the body of %s', (_name, route) => {
  test('is JSON and an object of known fields, else 400 with path, found and expected', async () => {
    const bodies: readonly (readonly [string, string])[] = [
      ['{"name":', 'invalid-json'],
      ['{} {}', 'invalid-json'],
      ['[]', 'invalid-request'],
      ['"name"', 'invalid-request'],
      ['null', 'invalid-request'],
      ['{"made_up":1}', 'invalid-request'],
      ['['.repeat(100_000) + ']'.repeat(100_000), 'invalid-request'],
      ['{"__proto__":{"name":"x"},"constructor":{}}', 'invalid-request'],
    ];
    for (const [body, type] of bodies) expectMistakes(await call(route, { body }), 400, type);
  });

  test('every field of the wrong type, deep, with NUL or with lone surrogates is 400', async () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    for (const field of fieldsOf(route)) {
      for (const value of ['{"a":1}', deep, '"\\u0000"', '"\\ud800"', '[[1]]', '1e999']) {
        const answer = await call(route, { body: `{"${field}":${value}}` });
        const errors = expectMistakes(answer, 400, 'invalid-request');
        expect(errors.some(({ path }) => path.startsWith(`$.${field}`))).toBe(true);
      }
    }
  });

  test('over 1 MiB is 413', async () => {
    const answer = await call(route, { body: `{"text":"${'x'.repeat(1_100_000)}"}` });
    expect(answer).toMatchObject({ status: 413, body: { type: 'urn:incidents:problem:body-too-large' } });
  });
});

test.each(named(withId))('an id that is none, or that of nobody, is a 4xx: %s', async (_name, route) => {
  const wrong = ['1', 'null', '\0', "'; drop table teams; --", '🔥', `${NOBODY}0`, 'x'.repeat(150)];
  const unknown = [NOBODY, NOBODY.toUpperCase(), '00000000-0000-0000-0000-000000000000'];
  for (const id of [...wrong, ...unknown]) {
    const answer = await call(route, { id, body: '{}' });
    expect([400, 404, 409, 422]).toContain(answer.status);
    problemSchema.parse(answer.body);
  }
});

describe.each(named(lists))('the query of %s', (_name, route) => {
  const cursor = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const id = () => (route.path.startsWith('/v1/sources') ? house.sourceId : incident);

  test('a limit that is none and what is unknown are 400', async () => {
    const limits = ['0', '-1', '201', '1.5', 'ten', '', '1&limit=2', '9007199254740993', 'Infinity'];
    for (const query of [...limits.map((limit) => `limit=${limit}`), 'made_up=1', '__proto__=1', 'limit[]=1']) {
      expectMistakes(await call(route, { id: id(), query }), 400, 'invalid-request');
    }
  });

  test('a cursor that nobody gave is 400', async () => {
    const time = '2027-01-05T03:00:00.000Z';
    const values = [[], null, [time], [time, 'x'], [{}, NOBODY], ['\0', NOBODY], [1e308, NOBODY]].map(cursor);
    const deep = Buffer.from('['.repeat(700)).toString('base64url');
    for (const value of ['', 'made-up', '%00', 'x'.repeat(1_001), deep, ...values]) {
      expectMistakes(await call(route, { id: id(), query: `cursor=${value}` }), 400, 'invalid-request');
    }
  });

  test('a cursor of another list, or of a time that no database knows, is no 5xx', async () => {
    const times = ['+275760-09-13T00:00:00.000Z', '-271821-04-20T00:00:00.000Z', '9999-12-31', '0001-01-01'];
    for (const key of [...times, 'a', 7, -1]) {
      const answer = await call(route, { id: id(), query: `cursor=${cursor([key, NOBODY])}` });
      expect(answer.status).toBeLessThan(500);
    }
  });
});

describe('headers', () => {
  test.each([
    ['line breaks in a token', { authorization: 'Bearer a\tb' }],
    ['a token of 10,000 letters', { authorization: `Bearer ${'x'.repeat(10_000)}` }],
    ['bytes that are no ASCII', { authorization: 'Bearer \u00ff\u00fe' }],
    ['Basic', { authorization: `Basic ${Buffer.from('a:b').toString('base64')}` }],
    ['none', {}],
  ])('%s: 401 as problem details', async (_title, headers) => {
    const answer = await exchange(house.api.base, { method: 'GET', path: '/v1/incidents', headers });
    expect(answer.status).toBe(401);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  });

  test.each([
    ['a team', '/v1/teams', { name: 'a\r\nbcc: evil@example.com' }],
    ['a user', '/v1/users', { name: 'a\nb', username: 'nobody' }],
    ['a source', '/v1/sources', { name: 'a\u2028\u0085b' }],
  ])('line breaks in the name of %s, which ends in headers of mails, are refused', async (_title, path, body) => {
    const answer = await house.api.call('POST', path, body);
    expectMistakes(answer, 400, 'invalid-request');
  });

  test.each([
    'ada@example.com\r\nbcc: evil@example.com',
    'ada@example.com, evil@example.com',
    'a <b@example.com>',
    '@',
    'x',
  ])('the address %p is refused', async (address) => {
    const path = `/v1/users/${house.person('ada').id}/contact-methods`;
    expectMistakes(await house.api.call('POST', path, { channel: 'email', address }), 400, 'invalid-request');
  });
});

describe('filters of the list of incidents', () => {
  test.each([
    'status=open',
    'status=',
    'status=triggered,',
    'severity=high',
    'urgency=critical',
    'team_id=1',
    'assignee_id=me',
  ])('%s is 400', async (query) => {
    expectMistakes(await house.api.call('GET', `/v1/incidents?${query}`), 400, 'invalid-request');
  });

  test.each(['service=%00', 'environment=%ED%A0%80', "service='%20or%201=1--", 'service=%25', 'service=a%0Ab'])(
    '%s finds nothing and breaks nothing',
    async (query) => {
      const answer = await house.api.call('GET', `/v1/incidents?${query}`);
      if (answer.status === 200) expect(answer.body).toMatchObject({ items: [] });
      else expectMistakes(answer, 400, 'invalid-request');
    },
  );
});

test('pages are complete and without doubles where all were made at the same time', async () => {
  const service = 'paged';
  const made = await Promise.all(Array.from({ length: 25 }, (_, at) => house.elastic.fires(`page ${at}`, { service })));
  for (const limit of [1, 4, 25]) {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const after: string = cursor === null ? '' : `&cursor=${cursor}`;
      const page: { items: readonly IncidentAnswer[]; next_cursor: string | null } = await house.api.ok(
        'GET',
        `/v1/incidents?service=${service}&limit=${limit}${after}`,
      );
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(seen).toHaveLength(made.length);
    expect(new Set(seen)).toEqual(new Set(made));
  }
});

test('a note keeps every character that can be kept', async () => {
  const text = "<b>'; drop table incidents; --\n\t\u202e🔥 \\u0000 %s";
  await house.api.ok('POST', `/v1/incidents/${incident}/notes`, { text });
  expect((await house.timeline(incident)).at(-1)).toMatchObject({ kind: 'note', data: { text } });
});

describe('two people at once', () => {
  test('both acknowledge: one holds it, the other took it over, and both are told so', async () => {
    const id = await house.elastic.fires('both acknowledge');
    const answers = await Promise.all([house.acknowledge(id, 'ada'), house.acknowledge(id, 'grace')]);
    expect(answers.map(({ status }) => status)).toEqual(['acknowledged', 'acknowledged']);
    const kinds = (await house.kinds(id)).filter((kind) => ['acknowledged', 'taken_over'].includes(kind));
    expect(kinds).toEqual(['acknowledged', 'taken_over']);
  });

  test('the same person twice changes nothing the second time', async () => {
    const id = await house.elastic.fires('acknowledged twice');
    await Promise.all(Array.from({ length: 8 }, () => house.acknowledge(id, 'ada')));
    expect((await house.kinds(id)).filter((kind) => kind === 'acknowledged')).toHaveLength(1);
  });

  test('one resolves while the other acknowledges: resolved in the end, and nobody gets a 5xx', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await house.elastic.fires(`raced ${round}`);
      const [resolved, acknowledged] = await Promise.all([
        house.as('ada').call('POST', `/v1/incidents/${id}/resolve`),
        house.as('grace').call('POST', `/v1/incidents/${id}/acknowledge`),
      ]);
      expect(resolved.status).toBe(200);
      expect([200, 409]).toContain(acknowledged.status);
      expect(await house.incident(id)).toMatchObject({ status: 'resolved' });
    }
  });

  test('a person acts while alerts pour in: no answer fails', async () => {
    const id = await house.elastic.fires('pouring', { uuid: 'pouring' });
    const at = house.clock.now().getTime();
    const posts = Array.from({ length: 20 }, (_, count) =>
      house.elastic.tries(house.elastic.active('pouring', { uuid: 'pouring', at: new Date(at - count * 1000) })),
    );
    const acts = ['acknowledge', 'start', 'acknowledge', 'resolve'].map((action, person) =>
      house.as(person % 2 === 0 ? 'ada' : 'grace').call('POST', `/v1/incidents/${id}/${action}`),
    );
    const statuses = (await Promise.all([...posts, ...acts])).map(({ status }) => status);
    expect(statuses.filter((status) => ![200, 202, 409].includes(status))).toEqual([]);
    expect(await house.incident(id)).toMatchObject({ status: 'resolved' });
  });
});

interface Given {
  readonly id?: string;
  readonly query?: string;
  readonly body?: string;
}

function call(route: Route, { id = NOBODY, query, body }: Given): Promise<Answer> {
  const path = route.path.replace(/:\w+/g, encodeURIComponent(id));
  return house.api.call(
    route.method,
    `${path}${query === undefined ? '' : `?${query}`}`,
    route.body ? body : undefined,
  );
}

function fieldsOf(route: Route): readonly string[] {
  const { body } = route;
  // What a source sent may be anything.
  return body && 'shape' in body ? Object.keys(body.shape as object).filter((field) => field !== 'payload') : [];
}

function expectMistakes(answer: Answer, status: number, type: string): NonNullable<ProblemAnswer['errors']> {
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const problem = problemSchema.parse(answer.body);
  expect(problem.type).toBe(`urn:incidents:problem:${type}`);
  const { errors = [] } = problem;
  expect(errors.length).toBeGreaterThan(0);
  for (const error of errors) expect(error).not.toMatchObject({ expected: '' });
  return errors;
}
