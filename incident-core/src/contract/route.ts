import type { z } from 'zod';

/** What a call must show: nothing, the token of a source (intake only), or an API token. */
export type RouteAuth = 'none' | 'source_token' | 'api_token';

/** The HTTP methods in use. */
export type RouteMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One endpoint of the HTTP API: the backend documents it, the plugin and the scripts call it by this. */
export interface Route {
  readonly method: RouteMethod;
  /** From the root, with parameters as `:name`: `/v1/teams/:id`. */
  readonly path: string;
  /** Unique among all routes; a name that a generated client can take for the call. */
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  /** The plural noun under which the documentation lists it. */
  readonly tag: string;
  readonly auth: RouteAuth;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** JSON, unless `bodyType` says otherwise. */
  readonly body?: z.ZodType;
  /** The media type of a body that is taken as it comes. */
  readonly bodyType?: string;
  /** Successes by status; null for one without a body. What every route may refuse is added by the documentation. */
  readonly responses: Readonly<Record<number, z.ZodType | null>>;
  /** The media type of a successful answer that is not JSON. */
  readonly answerType?: string;
}
