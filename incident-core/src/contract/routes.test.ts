import { describe, expect, test } from '@jest/globals';
import { routes } from './routes.ts';

describe('every route', () => {
  test('has a method and path of its own', () => {
    const calls = routes.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(calls).size).toBe(calls.length);
  });

  test('has a name of its own', () => {
    const names = routes.map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
  });

  test.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))('%s is described', (_, route) => {
    const named = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name);
    expect(Object.keys(route.params?.shape ?? {})).toEqual(named);
    expect(route.summary).toMatch(/^[A-Z].*[^.]$/);
    expect(Object.keys(route.responses).every((status) => /^(2\d\d|303)$/.test(status))).toBe(true);
    expect(Object.keys(route.responses)).not.toHaveLength(0);
    if (route.method === 'GET' || route.method === 'DELETE') expect(route.body).toBeUndefined();
  });

  test('asks for a token, but for health, figures and the description', () => {
    const open = routes.filter(({ auth }) => auth === 'none').map(({ path }) => path);
    expect(open.sort()).toEqual(['/healthz', '/metrics', '/readyz', '/v1/openapi.json']);
    expect(routes.filter(({ auth }) => auth === 'source_token').map(({ path }) => path)).toEqual([
      '/v1/alerts/elastic',
      '/v1/heartbeats',
    ]);
  });
});
