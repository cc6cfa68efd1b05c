import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { problemSchema, routes, type Route } from 'incident-core';
import { openApiDocument } from '../../backend/src/platform/openapi.ts';
import type { Answer } from '../harness/api.ts';
import { House } from '../harness/house.ts';
import { sampleBody, withValue, type JsonSchema, type SampleBody, type Schemas } from '../harness/sample-bodies.ts';
import { speak } from '../harness/wire.ts';

const NOBODY = '01890a5d-ac96-774b-bcce-b302099a8057';
const DEEP = `${'['.repeat(100)}${']'.repeat(100)}`;
const LINE_BREAK = 'a\r\nset-cookie: evil=1';
const SQL = [`' or '1'='1`, `1; drop table teams; --`, `') union select token_hash from api_tokens --`, '%'];

/** Values as JSON text, for some cannot be written otherwise. */
const WRONG_VALUES = ['{"a":1}', '[[1]]', '1e999', '-1', '""', '"\\u0000"', '"\\ud800"', DEEP];
const HOSTILE_VALUES = [...SQL, LINE_BREAK, '<script>alert(1)</script>', 'x'.repeat(2_000), NOBODY];
const BAD_BODIES = [
  '{"made_up":',
  '{} {}',
  '[]',
  '"text"',
  '7',
  'null',
  DEEP,
  '{"made_up":1}',
  '{"__proto__":{"a":1},"constructor":{"prototype":{}}}',
  '\0',
  '\ud800',
];
const OTHER_TYPES = [
  ['application/x-www-form-urlencoded', 'name=a&team_id=b'],
  ['multipart/form-data; boundary=x', '--x\r\ncontent-disposition: form-data; name="name"\r\n\r\na\r\n--x--'],
  ['application/xml', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'],
  ['text/html', '<a>'],
] as const;
const BAD_IDS = ['1', 'null', '\0', `' or 1=1 --`, '../../etc/passwd', '%', '🔥', `${NOBODY}0`, 'x'.repeat(150)];
const BAD_PAGES = ['0', '-1', '201', '1.5', 'ten', '', '1e9', '9007199254740993', 'Infinity', '%00'].map(
  (n) => `limit=${n}`,
);
const cursor = (value: unknown) => `cursor=${Buffer.from(JSON.stringify(value)).toString('base64url')}`;
const BAD_CURSORS = [
  ...['cursor=', 'cursor=made-up', 'cursor=%00', `cursor=${'x'.repeat(1_001)}`, 'cursor=a&cursor=b'],
  ...[[], null, {}, [1], ['\0', NOBODY], [{}, []], [SQL[0], 'x']].map(cursor),
];
/** Some list may have given one such, for another. */
const OTHER_CURSORS = [
  [SQL[0], NOBODY],
  [1e308, NOBODY],
  [-1, NOBODY],
  ['+275760-09-13T00:00:00.000Z', NOBODY],
].map(cursor);
const BAD_HEADERS: readonly Readonly<Record<string, string>>[] = [
  { 'idempotency-key': 'x'.repeat(5_000) },
  { 'idempotency-key': `' or 1=1 --\t` },
  { 'if-match': `"'; drop table teams; --"` },
  { 'x-incidents-act-as': `%00' or 1=1` },
  { 'x-incidents-act-as': 'ada', 'x-incidents-act-as-role': 'admin' },
  { 'content-encoding': 'gzip' },
  { accept: 'application/xml' },
  { 'last-event-id': `' or 1=1` },
];

let house: House;
let ids: Readonly<Record<string, string>>;
let counted = 0;
beforeAll(async () => {
  house = await House.start();
  ids = await furnish();
});
afterAll(async () => {
  process.stdout.write(`bad input: ${counted} calls on ${routes.length} routes\n`);
  await house.stop();
});

const guarded = routes.filter(({ auth }) => auth === 'api_token');
const named = (some: readonly Route[]) => some.map((route) => [`${route.method} ${route.path}`, route] as const);
const withBody = guarded.filter(({ body, bodyType }) => body !== undefined && bodyType === undefined);
/** Of whose queries anything that is not known is a mistake. */
const withQuery = guarded.filter(({ query }) => query !== undefined);

describe.each(named(withBody))('%s', (_name, route) => {
  test('refuses each body that its contract refuses, says where and why, and writes nothing', async () => {
    const { body, places } = sampleOf(route);
    const before = await written();
    for (const bad of BAD_BODIES) expectRefusal(await call(route, { body: bad }));
    for (const [type, bad] of OTHER_TYPES) {
      expectRefusal(await call(route, { body: bad, headers: { 'content-type': type } }));
    }
    const wrong = places.flatMap((place) => WRONG_VALUES.map((value) => replaced(body, place, value)));
    const unknown = places.map((place) => replaced(body, [...place, 'made_up'], '1'));
    for (const text of [...wrong, ...unknown]) {
      if (route.body?.safeParse(JSON.parse(text)).success) continue;
      expectRefusal(await call(route, { body: text }));
    }
    expect(await written()).toEqual(before);
  });

  test('takes or refuses what its contract takes, whatever it says, and never fails by it', async () => {
    const { body, places } = sampleOf(route);
    for (const place of places) {
      for (const hostile of HOSTILE_VALUES) {
        expectNoFault(await call(route, { body: JSON.stringify(withValue(body, place, hostile)) }));
      }
    }
  });
});

describe.each(named(withQuery))('the query of %s', (_name, route) => {
  test('is of known fields, pages and cursors; filters with SQL in them find nothing and break nothing', async () => {
    const before = await written();
    const fields = Object.keys(route.query?.shape ?? {});
    const wrong = [
      ...['made_up=1', '__proto__=1', 'constructor[prototype]=1', 'limit[]=1'],
      ...(fields.includes('limit') ? BAD_PAGES : []),
      ...(fields.includes('cursor') ? BAD_CURSORS : []),
    ];
    for (const query of wrong) expectRefusal(await call(route, { query }));
    if (fields.includes('cursor')) for (const query of OTHER_CURSORS) expectNoFault(await call(route, { query }));
    // What is allowed to write does so where it is not refused.
    if (route.method !== 'GET') return;
    for (const field of fields) {
      for (const value of [...SQL, '\0', LINE_BREAK, NOBODY, '9'.repeat(400), '{"$ne":1}', '🔥']) {
        expectNoFault(await call(route, { query: `${field}=${encodeURIComponent(value)}` }));
      }
      expectNoFault(await call(route, { query: `${field}=a&${field}=b` }));
      expectNoFault(await call(route, { query: `${field}[$gt]=` }));
    }
    expect(await written()).toEqual(before);
  });
});

test.each(named(guarded.filter(({ path }) => path.includes(':'))))('%s: ids that are none', async (_name, route) => {
  const before = await written();
  for (const id of [...BAD_IDS, NOBODY]) expectRefusal(await call(route, { id, body: '{}' }));
  expect(await written()).toEqual(before);
});

test.each(named(routes.filter(({ answerType }) => answerType !== 'text/event-stream')))(
  '%s: headers that are none',
  async (_name, route) => {
    // What does something by being called would do it.
    const does = route.method === 'DELETE' || (route.method !== 'GET' && route.body === undefined);
    const id = does ? NOBODY : 'real';
    for (const headers of BAD_HEADERS) expectNoFault(await call(route, { id, body: '{"made_up":1}', headers }));
    const path = toPath(route, NOBODY);
    for (const line of [
      'idempotency-key: a\r\n b: c',
      'authorization: Bearer a\0b',
      'a b: c',
      `x: ${'x'.repeat(20_000)}`,
    ]) {
      const said = await speak(
        house.api.base,
        `${route.method} ${path} HTTP/1.1\r\nhost: x\r\n${line}\r\nconnection: close\r\n\r\n`,
      );
      counted += 1;
      expect(said).toMatch(/^HTTP\/1\.1 (4\d\d|200|202) /);
    }
  },
);

test.each(named(routes.filter(({ auth }) => auth !== 'api_token')))(
  '%s, which is open, takes or refuses anything, and never fails by it',
  async (_name, route) => {
    const token = route.auth === 'source_token' ? house.sourceToken : null;
    for (const id of BAD_IDS) expectNoFault(await call(route, { id, token, body: '{}' }));
    for (const body of [...BAD_BODIES, ...OTHER_TYPES.map(([, each]) => each), ...HOSTILE_VALUES]) {
      expectNoFault(await call(route, { body, token }));
    }
    for (const query of [
      'made_up=1',
      'said=evil',
      '__proto__=1',
      ...SQL.map((each) => `a=${encodeURIComponent(each)}`),
    ]) {
      expectNoFault(await call(route, { query, token }));
    }
  },
);

interface Given {
  /** `real` names what is there. */
  readonly id?: string;
  readonly query?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly token?: string | null;
}

async function call(route: Route, { id = 'real', query, body, headers, token }: Given): Promise<Answer> {
  counted += 1;
  const api = token === undefined ? house.api : house.api.as(token);
  const path = `${toPath(route, id)}${query === undefined ? '' : `?${query}`}`;
  const takesBody = route.method !== 'GET' && (route.body !== undefined || route.auth !== 'api_token');
  return api.call(route.method, path, takesBody ? body : undefined, headers);
}

function toPath({ path }: Route, id: string): string {
  return path.replace(/:\w+/g, (_name, at: number) => {
    const [, , thing = ''] = path.split('/');
    const isFirst = path.indexOf(':') === at;
    return encodeURIComponent(id === 'real' ? ((isFirst ? ids[thing] : undefined) ?? NOBODY) : id);
  });
}

const document = openApiDocument(routes) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly requestBody?: RequestBody }>>>>;
  readonly components: { readonly schemas: Schemas };
};
interface RequestBody {
  readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>>;
}

function sampleOf(route: Route): SampleBody {
  const described = document.paths[route.path.replace(/:(\w+)/g, '{$1}')]?.[route.method.toLowerCase()];
  const schema = described?.requestBody?.content['application/json']?.schema;
  if (!schema) throw new Error(`${route.path} has no body`);
  return sampleBody(schema, document.components.schemas, {
    team_id: house.teamId,
    team_ids: [house.teamId],
    user_id: house.person('ada').id,
    source_id: house.sourceId,
    time_zone: 'Europe/Paris',
    address: 'someone@example.com',
  });
}

/** The body as text with a value, given as JSON, at that place. */
function replaced(body: unknown, place: readonly string[], json: string): string {
  const mark = 'the place of a value';
  return JSON.stringify(withValue(body, place, mark)).replace(JSON.stringify(mark), json);
}

/** 4xx, as problem details that say where, what was found and what was expected where the request is to blame. */
function expectRefusal(answer: Answer): void {
  const { status } = answer;
  if (status < 400 || status >= 500) throw new Error(`${status} ${JSON.stringify(answer.body)}`);
  const problem = problemSchema.parse(answer.body);
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  if (status !== 400) return;
  expect(problem.errors?.length).toBeGreaterThan(0);
  for (const { path, found, expected } of problem.errors ?? []) {
    expect(path).toMatch(/^\$/);
    expect([found, expected]).not.toContain('');
  }
}

function expectNoFault(answer: Answer): void {
  const { status } = answer;
  if (status >= 500) throw new Error(`${status} ${JSON.stringify(answer.body)}`);
  const isPage = /^text\/html/.test(answer.headers.get('content-type') ?? '');
  if (status >= 400 && !isPage) problemSchema.parse(answer.body);
}

/** All that is in the database, as a hash for each table; but for what counts refusals, which is written now and then. */
async function written(): Promise<unknown> {
  const tables = await house.rows<{ readonly name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'refused_posts' order by 1`,
  );
  const hash = ({ name }: { readonly name: string }) =>
    `select '${name}' as name, md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as hash from "${name}" t`;
  return house.rows(tables.map(hash).join(' union all '));
}

/** One thing of each kind that a path may name, by the first word of the path. */
async function furnish(): Promise<Readonly<Record<string, string>>> {
  const { api, teamId } = house;
  const made = async (path: string, body: object) => (await api.ok<{ id: string }>('POST', path, body)).id;
  const user = await made('/v1/users', { name: 'Walked', username: 'walked' });
  const ends_at = new Date(house.clock.now().getTime() + 3_600_000).toISOString();
  const suppression = { team_id: teamId, matchers: { service: ['nothing'] }, reason: 'own' };
  const times = { type: 'once', starts_at: house.clock.now().toISOString(), ends_at };
  const target = { type: 'user', id: house.person('ada').id };
  const steps = [{ timeout_seconds: 60, targets: [target] }];
  return {
    teams: await made('/v1/teams', { name: 'Walked' }),
    users: user,
    incidents: await house.elastic.fires('disk full'),
    'contact-methods': await made(`/v1/users/${user}/contact-methods`, { channel: 'email', address: 'w@example.com' }),
    'escalation-policies': await made('/v1/escalation-policies', { name: 'Walked', team_id: teamId, steps }),
    sources: await made('/v1/sources', { name: 'walked', team_id: teamId }),
    webhooks: await made('/v1/webhooks', { name: 'walked', url: 'https://example.com', team_id: teamId }),
    'slack-channels': await made('/v1/slack-channels', { name: 'walked', channel_id: 'C024BE91L', team_id: teamId }),
    schedules: await made('/v1/schedules?force=true', { name: 'Walked', team_id: teamId, time_zone: 'UTC' }),
    silences: await made('/v1/silences', { ...suppression, ends_at }),
    'maintenance-windows': await made('/v1/maintenance-windows', { ...suppression, times }),
    'routing-rules': await made('/v1/routing-rules', { matchers: { service: ['walked'] }, team_id: teamId }),
  };
}
