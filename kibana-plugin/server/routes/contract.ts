import { routes } from 'incident-core';
import type { z } from 'zod';

/** What a route takes, of the core's contract. */
export interface Taken {
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
}

interface Contract extends Taken {
  readonly responses: Readonly<Record<number, z.ZodType | null>>;
  /** Where a success is no JSON. */
  readonly answerType?: string;
}

const described = new Map<string, Contract>(routes.map((route) => [`${route.method} ${route.path}`, route]));

/** The contract of a call of the backend. */
export function contractOf(method: string, path: string): Contract {
  const taken = described.get(`${method} ${path}`);
  if (!taken) throw new Error(`The contract has no ${method} ${path}.`);
  return taken;
}
