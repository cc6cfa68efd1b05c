import { idParamsSchema, idSchema, pageQuerySchema, routes } from 'incident-core';
import { z } from 'zod';

/** What a route takes, of the core's contract. */
export interface Taken {
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
}

/** What the backend has and the core's contract does not describe yet. */
const undescribed: Readonly<Record<string, Taken>> = {
  'GET /v1/incidents/summary': {},
  'GET /v1/incidents/:id/escalations': { params: idParamsSchema, query: pageQuerySchema.partial() },
  'GET /v1/incidents/:id/notifications': { params: idParamsSchema, query: pageQuerySchema.partial() },
  'POST /v1/incidents/bulk': {
    body: z.strictObject({
      action: z.enum(['acknowledge', 'start', 'resolve']),
      ids: z.array(idSchema).min(1).max(200),
    }),
  },
};

const described = new Map<string, Taken>(routes.map((route) => [`${route.method} ${route.path}`, route]));

/** The contract of a call of the backend. */
export function contractOf(method: string, path: string): Taken {
  const taken = described.get(`${method} ${path}`) ?? undescribed[`${method} ${path}`];
  if (!taken) throw new Error(`The contract has no ${method} ${path}.`);
  return taken;
}
