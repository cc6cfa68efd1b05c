import { z } from 'zod';
import type { RouteConfig, Validator } from '../../types/core-server';
import type { Taken } from './contract';

/**
 * Kibana's validation from zod schemas, as functions: schemas as such mean different things to its versions. A route
 * gets what was given, checked, not what zod made of it: the backend reads it again, and lists in a query must stay text.
 */
export function validatorsOf({ params, query, body }: Taken): Exclude<RouteConfig['validate'], false> {
  return {
    params: validatorOf(params ?? z.strictObject({})),
    query: validatorOf(query ?? z.strictObject({})),
    ...(body ? { body: validatorOf(body) } : {}),
  };
}

function validatorOf(schema: z.ZodType): Validator {
  return (value, { ok, badRequest }) => {
    // Kibana gives null for a body that was not sent.
    const given = value ?? {};
    const result = schema.safeParse(given);
    if (result.success) return ok(given);
    const [issue] = result.error.issues;
    const path = (issue?.path ?? []).map(String);
    return badRequest(new Error(issue?.message ?? 'Not as expected.'), path);
  };
}
