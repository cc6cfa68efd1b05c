import type { Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { problemSchema, routes, type Route } from 'incident-core';
import type { Answer, Api } from '../harness/api.ts';
import { House } from '../harness/house.ts';

const NOBODY = '01890a5d-ac96-774b-bcce-b302099a8057';
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

let house: House;
let revoked: string;
beforeAll(async () => {
  house = await House.start();
  const made = await house.api.ok<{ id: string; token: string }>('POST', '/v1/tokens', {
    name: 'gone',
    scopes: ['admin'],
  });
  revoked = made.token;
  await house.api.ok('DELETE', `/v1/tokens/${made.id}`);
});
afterAll(() => house.stop());

const guarded = routes.filter(({ auth }) => auth === 'api_token').map((route) => [nameOf(route), route] as const);
const open = routes.filter(({ auth }) => auth === 'none').map((route) => [nameOf(route), route] as const);
const lists = routes
  // What asks for something must be told for what.
  .filter(({ method, path, query }) => method === 'GET' && query?.safeParse({}).success && !path.includes(':'))
  .map((route) => [nameOf(route), route] as const);

describe.each(guarded)('%s', (_name, route) => {
  test('answers 401 to no token, a made-up one, that of a source and a revoked one, before it looks at anything else', async () => {
    for (const token of [null, 'made-up', house.sourceToken, revoked]) {
      const answer = await call(house.api.as(token), route, '{"made_up":');
      expect(answer.status).toBe(401);
      expect(problemSchema.parse(answer.body).type).toBe('urn:incidents:problem:unauthorized');
      expect(answer.headers.get('www-authenticate')).toMatch(/Bearer/);
    }
  });

  test('is there for a live token', async () => {
    // A stream does not end: its headers say enough.
    const isEndless = route.answerType === 'text/event-stream';
    const answer = isEndless ? await house.api.call('HEAD', route.path) : await call(house.api, route, '{}');
    expect([401, 403, 405, 500]).not.toContain(answer.status);
    // What is missing is the thing with that id, not the route.
    if (answer.status === 404) expect(answer.body).toMatchObject({ title: expect.stringContaining('with this id') });
  });
});

test.each(open)('%s asks for no token, and does not mind one', async (_name, route) => {
  for (const token of [null, 'made-up']) expect((await call(house.api.as(token), route)).status).toBe(200);
});

test.each(lists)('%s keeps to its schema', async (_name, route) => {
  const answer = await call(house.api, route);
  expect(answer.status).toBe(200);
  expect(route.responses[200]?.parse(answer.body)).toEqual(answer.body);
});

test('no path takes a method that its contract does not name', async () => {
  for (const path of new Set(routes.map((route) => route.path))) {
    for (const method of METHODS.filter(
      (name) => !routes.some((route) => route.path === path && route.method === name),
    )) {
      // Beside a path with a parameter stands one that takes it for a value of it.
      if (routes.some((route) => route.method === method && matches(route.path, path))) continue;
      const answer = await house.api.call(method, path.replace(/:\w+/g, NOBODY), method === 'GET' ? undefined : '{}');
      expect([404, 405]).toContain(answer.status);
      problemSchema.parse(answer.body);
    }
  }
});

test('answers say nothing of the machinery behind them, and are not to be sniffed at', async () => {
  for (const path of ['/healthz', '/v1/incidents', '/v1/nowhere']) {
    const { headers } = await house.api.call('GET', path);
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('server')).toBeNull();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  }
});

test('who is slow to call holds a connection for a bounded time', () => {
  const server = house.backend.app.getHttpServer() as Server;
  expect(server).toMatchObject({ headersTimeout: 15_000, requestTimeout: 30_000, keepAliveTimeout: 72_000 });
});

function nameOf({ method, path }: Route): string {
  return `${method} ${path}`;
}

function call(api: Api, route: Route, body?: string): Promise<Answer> {
  return api.call(route.method, route.path.replace(/:\w+/g, NOBODY), route.body === undefined ? undefined : body);
}

function matches(pattern: string, path: string): boolean {
  return new RegExp(`^${pattern.replace(/:\w+/g, '[^/]+')}$`).test(path);
}
