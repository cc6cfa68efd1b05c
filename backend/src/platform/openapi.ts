import { problemSchema, roleFor, versionedPaths, type Route, type RouteAuth, type RouteRule } from 'incident-core';
import { z } from 'zod';

type Json = Readonly<Record<string, unknown>>;

/** A description of the API by OpenAPI 3.1. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: Json;
  readonly tags: readonly Json[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly components: {
    readonly schemas: Json;
    readonly responses: Json;
    readonly securitySchemes: Json;
  };
}

/** Describes the routes; schemas with an id become components. */
export function openApiDocument(routes: readonly Route[]): OpenApiDocument {
  const schemas: Record<string, Json> = {};
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[route.method.toLowerCase()] = toOperation(route, schemas);
  }
  const problem = { 'application/problem+json': { schema: toSchema(problemSchema, 'output', schemas) } };
  return {
    openapi: '3.1.1',
    info: { title: 'Incidents for Kibana', version: '1', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas,
      responses: {
        Problem: { description: 'Refused, or failed: problem details (RFC 9457)', content: problem },
        Unauthorized: {
          description: 'No live token that this route takes',
          headers: { 'WWW-Authenticate': { schema: { type: 'string' } } },
          content: problem,
        },
      },
      securitySchemes: {
        api_token: { type: 'http', scheme: 'bearer', description: 'An API token' },
        source_token: { type: 'http', scheme: 'bearer', description: 'The token of a source' },
        source_password: {
          type: 'http',
          scheme: 'basic',
          description: 'The token of a source as the password; any user name',
        },
        slack_signature: {
          type: 'apiKey',
          in: 'header',
          name: 'X-Slack-Signature',
          description: "Slack's signature over time and body",
        },
        twilio_signature: {
          type: 'apiKey',
          in: 'header',
          name: 'X-Twilio-Signature',
          description: "Twilio's signature over address and body",
        },
      },
    },
  };
}

const SECURITY: Readonly<Record<RouteAuth, readonly Json[]>> = {
  none: [],
  api_token: [{ api_token: [] }],
  source_token: [{ source_token: [] }, { source_password: [] }],
  signature: [{ slack_signature: [] }, { twilio_signature: [] }],
  link: [],
};

const TOKENS: readonly RouteAuth[] = ['api_token', 'source_token'];

function toOperation(route: Route, schemas: Record<string, Json>): Json {
  const { operationId, summary, description, tag, auth } = route;
  return {
    operationId,
    summary,
    ...describe(description, route),
    tags: [tag],
    security: SECURITY[auth],
    parameters: [
      ...toParameters(route.params, 'path', schemas),
      ...toParameters(route.query, 'query', schemas),
      ...toHeaders(route),
    ],
    ...(route.body && { requestBody: toRequestBody(route.body, route.bodyType ?? 'application/json', schemas) }),
    responses: {
      ...Object.fromEntries(
        Object.entries(route.responses).map(([status, schema]) => [status, toResponse(route, schema, schemas)]),
      ),
      ...(TOKENS.includes(auth) && { 401: { $ref: '#/components/responses/Unauthorized' } }),
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

const IDEMPOTENCY_KEY: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'The same call again with the same key is given the first answer, for a day. 422 for the key of another call, 409 ' +
    'while the first is under way.',
  schema: { type: 'string', maxLength: 200 },
};
const IF_MATCH: Json = {
  name: 'If-Match',
  in: 'header',
  required: false,
  description:
    'The ETag of the state that the edit speaks of. 412, with the present state, who made it and when, if it has changed since.',
  schema: { type: 'string' },
};

function toHeaders({ method, path, auth }: Route): readonly Json[] {
  if (method === 'GET' || auth !== 'api_token') return [];
  return method !== 'POST' && versionedPaths.has(path) ? [IDEMPOTENCY_KEY, IF_MATCH] : [IDEMPOTENCY_KEY];
}

/** With the rule of who may call it. */
function describe(description: string | undefined, route: Route): Json {
  const parts = [description, route.auth === 'api_token' ? ruleOf(route) : undefined].filter(Boolean);
  return parts.length === 0 ? {} : { description: parts.join(' ') };
}

function ruleOf({ needs, concerns: { teams, given, own } }: RouteRule): string {
  if (needs === 'token') return 'Any live API token may call it.';
  const places: readonly string[] = [
    ...(teams === 'all' ? ['all teams'] : teams === 'any' ? ['any team'] : []),
    ...(teams === 'all' || teams === 'any' || teams === 'given'
      ? []
      : [`the team of the ${teams.replaceAll('_', ' ')}`]),
    ...(given === undefined
      ? []
      : [given === 'or_all' ? 'the team that is given, else for all' : 'a team that is given']),
  ];
  const exception = own === undefined ? '' : `, or ${roleFor('view')} for any team where it is the caller's own`;
  return `Needs the role ${roleFor(needs)} for ${places.join(' and for ')}${exception}.`;
}

function toParameters(
  object: z.ZodObject | undefined,
  place: 'path' | 'query',
  schemas: Record<string, Json>,
): readonly Json[] {
  return Object.entries(object?.shape ?? {}).map(([name, field]) => {
    // A field that is transformed is described by what comes of it: several values, separated by commas, are an array.
    const given = toSchema(field, 'input', schemas);
    const schema = isArray(field) ? toSchema(field, 'output', schemas) : given;
    const required = place === 'path' || !field.safeParse(undefined).success;
    return {
      name,
      in: place,
      required,
      schema: Object.keys(schema).some((key) => key !== 'default') ? schema : toSchema(field, 'output', schemas),
      ...(isArray(field) && { style: 'form', explode: false }),
    };
  });
}

function isArray(field: z.core.$ZodType): boolean {
  return z.toJSONSchema(field, { io: 'output', unrepresentable: 'any' }).type === 'array';
}

function toRequestBody(body: z.ZodType, type: string, schemas: Record<string, Json>): Json {
  return { required: !body.safeParse({}).success, content: { [type]: { schema: toSchema(body, 'input', schemas) } } };
}

function toResponse(route: Route, schema: z.ZodType | null, schemas: Record<string, Json>): Json {
  const description = schema === null ? 'Done' : 'As asked';
  if (schema === null) return { description };
  return {
    description,
    content: { [route.answerType ?? 'application/json']: { schema: toSchema(schema, 'output', schemas) } },
  };
}

/** The schema in place, or a reference when it has an id. */
function toSchema(schema: z.core.$ZodType, io: 'input' | 'output', schemas: Record<string, Json>): Json {
  const { $schema: _, $defs = {}, ...root } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  for (const [name, definition] of Object.entries($defs)) addComponent(name, definition, schemas);
  const id = z.globalRegistry.get(schema)?.id;
  if (id === undefined || '$ref' in root) return relinked(root);
  addComponent(id, root, schemas);
  return { $ref: `#/components/schemas/${id}` };
}

function addComponent(name: string, schema: object, schemas: Record<string, Json>): void {
  const { id: _, ...component } = relinked(schema);
  const known = schemas[name];
  if (known && JSON.stringify(known) !== JSON.stringify(component)) throw new Error(`two schemas have the id ${name}`);
  schemas[name] = component;
}

function relinked(schema: object): Json {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;
}
