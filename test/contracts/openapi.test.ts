import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { routes } from 'incident-core';
import { createApplication } from '../../backend/src/application.ts';
import { readConfig } from '../../backend/src/platform/config.ts';
import { createLogger } from '../../backend/src/platform/logger.ts';
import { openApiDocument, type OpenApiDocument } from '../../backend/src/platform/openapi.ts';
import { SECRETS_KEY } from '../harness/backend.ts';
import { testDatabase, type TestDatabase } from '../harness/database.ts';
import { ManualClock } from '../harness/manual-clock.ts';

type Operation = {
  readonly operationId: string;
  readonly security: readonly Record<string, readonly string[]>[];
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: object;
  }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: object }> };
  readonly responses: Record<string, object>;
};

const operations = (document: OpenApiDocument) =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation: operation as Operation })),
  );

describe('the description of the API', () => {
  const document: OpenApiDocument = JSON.parse(JSON.stringify(openApiDocument(routes)));

  test('is of OpenAPI 3.1 and names every route once', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d$/);
    expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
    expect(operations(document)).toHaveLength(routes.length);
  });

  test('every reference leads somewhere', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
      ([, reference]) => reference ?? '',
    );
    expect(references.length).toBeGreaterThan(routes.length);
    for (const reference of new Set(references))
      expect([reference, resolve(document, reference)]).toEqual([reference, expect.any(Object)]);
  });

  test('every parameter of a path is described, and nothing is described twice', () => {
    for (const { path, operation } of operations(document)) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const described = operation.parameters.filter((parameter) => parameter.in === 'path');
      expect(described.map(({ name }) => name)).toEqual(named);
      expect(described.every(({ required }) => required)).toBe(true);
      const places = operation.parameters.map((parameter) => `${parameter.in} ${parameter.name}`);
      expect(new Set(places).size).toBe(places.length);
      for (const { schema } of operation.parameters) expect(Object.keys(schema)).not.toHaveLength(0);
    }
  });

  test('every security requirement is a known scheme, and every guarded route may answer 401', () => {
    for (const { operation } of operations(document)) {
      for (const requirement of operation.security) {
        for (const scheme of Object.keys(requirement))
          expect(document.components.securitySchemes).toHaveProperty(scheme);
      }
      const schemes = operation.security.flatMap((requirement) => Object.keys(requirement));
      expect('401' in operation.responses).toBe(schemes.some((name) => /^(api|source)_/.test(name)));
      expect(operation.responses).toHaveProperty('default');
    }
  });

  test('knows a list of values in a query, a body with its limits, and an answer by its name', () => {
    const { parameters } = document.paths['/v1/incidents']?.['get'] as Operation;
    expect(parameters.find(({ name }) => name === 'status')).toMatchObject({
      required: false,
      explode: false,
      schema: { type: 'array', items: { enum: ['triggered', 'acknowledged', 'in_progress', 'resolved'] } },
    });
    expect(parameters.find(({ name }) => name === 'limit')).toMatchObject({
      required: false,
      schema: { type: 'integer', maximum: 200, default: 50 },
    });
    const { requestBody, responses } = document.paths['/v1/teams']?.['post'] as Operation;
    expect(requestBody?.content['application/json']?.schema).toMatchObject({
      required: ['name'],
      additionalProperties: false,
      properties: { name: { type: 'string', maxLength: 200 } },
    });
    expect(responses['201']).toMatchObject({
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Team' } } },
    });
  });

  test('two schemas cannot share an id unseen', () => {
    const [route] = routes.filter(({ operationId }) => operationId === 'getTeam');
    const [other] = routes.filter(({ operationId }) => operationId === 'getUser');
    expect(route && other).toBeDefined();
    const twisted = other?.responses[200]?.meta({ id: 'Team' });
    expect(() =>
      openApiDocument(
        routes.map((each) => (each === other && twisted ? { ...each, responses: { 200: twisted } } : each)),
      ),
    ).toThrow('two schemas have the id Team');
  });
});

describe('the backend', () => {
  let place: TestDatabase;
  beforeAll(async () => {
    place = await testDatabase();
  });
  afterAll(() => place.drop());

  test('has the routes of the contract and no others, and shows their description to everybody', async () => {
    const config = readConfig({
      NODE_ENV: 'test',
      ROLE: 'api',
      LOG_LEVEL: 'silent',
      DATABASE_URL: place.url,
      SECRETS_KEY,
    });
    const app = await createApplication({ config, clock: new ManualClock(), logger: createLogger('silent') });
    try {
      const found: string[] = [];
      const server = app.getHttpAdapter().getInstance();
      server.addHook('onRoute', ({ method, url }) => {
        for (const each of [method].flat()) if (each !== 'HEAD') found.push(`${each} ${url}`);
      });
      await app.init();
      await server.ready();
      expect([...new Set(found)].sort()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).sort());

      const answer = await server.inject({ method: 'GET', url: '/v1/openapi.json' });
      expect(answer.statusCode).toBe(200);
      expect(answer.json()).toEqual(JSON.parse(JSON.stringify(openApiDocument(routes))));

      for (const route of routes) {
        const url = route.path.replace(/:\w+/g, '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b11');
        const { statusCode, headers } = await server.inject({ method: route.method, url });
        const wantsToken = route.auth === 'api_token' || route.auth === 'source_token';
        expect([route.operationId, statusCode === 401]).toEqual([route.operationId, wantsToken]);
        // Without a signature; with a link that nobody was sent, or an action that is none.
        if (route.auth === 'signature') expect([route.operationId, statusCode]).toEqual([route.operationId, 403]);
        if (route.auth === 'link') expect([400, 404]).toContain(statusCode);
        if (statusCode === 401) expect(headers['www-authenticate']).toMatch(/^Bearer/);
      }
    } finally {
      await app.close();
    }
  });
});

function resolve(document: unknown, reference: string): unknown {
  const [, ...parts] = reference.split('/');
  return parts.reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], document);
}
