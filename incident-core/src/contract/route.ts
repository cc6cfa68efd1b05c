import type { z } from 'zod';
import type { Need } from '../model/access.ts';

/**
 * What a call must show: nothing, the token of a source (intake only), an API token, a provider's signature over the
 * call, or a link that was sent to a responder (its secret is part of the path).
 */
export type RouteAuth = 'none' | 'source_token' | 'api_token' | 'signature' | 'link';

/** What an API token must allow: `token`, being alive is enough; else what a role allows. */
export type RouteNeed = 'token' | Need;

/**
 * For which teams: all; any (the answer holds only what the caller may see); or the team of what `:id` names. With
 * `given`, the team that the body names is concerned too: where it names none, all are (`or_all`), or none beside
 * (`or_none`). With `own`, whom the thing belongs to that `:id` names needs no more than to look, for any team.
 */
export interface RouteConcern {
  readonly teams: 'all' | 'any' | RouteThing | 'given';
  readonly given?: 'or_all' | 'or_none';
  readonly own?: OwnThing;
}

/** What belongs to a team, or to none and so to all. */
export const ROUTE_THINGS = [
  'incident',
  'team',
  'escalation_policy',
  'source',
  'webhook',
  'slack_channel',
  'schedule',
  'template',
  'silence',
  'maintenance_window',
] as const;
export type RouteThing = (typeof ROUTE_THINGS)[number];

/** What is somebody's own: they themselves, and how they are reached. */
export const OWN_THINGS = ['user', 'contact_method'] as const;
export type OwnThing = (typeof OWN_THINGS)[number];

/** The rule of a route that asks for an API token; a route without one does not compile, and is refused to everybody. */
export interface RouteRule {
  readonly needs: RouteNeed;
  readonly concerns: RouteConcern;
}

/** The HTTP methods in use. */
export type RouteMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One endpoint of the HTTP API: the backend documents it, the plugin and the scripts call it by this. */
export type Route = RouteShape &
  ({ readonly auth: Exclude<RouteAuth, 'api_token'> } | ({ readonly auth: 'api_token' } & RouteRule));

/** All of a route but who may call it. */
export interface RouteShape {
  readonly method: RouteMethod;
  /** From the root, with parameters as `:name`: `/v1/teams/:id`. */
  readonly path: string;
  /** Unique among all routes; a name that a generated client can take for the call. */
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  /** The plural noun under which the documentation lists it. */
  readonly tag: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** JSON, unless `bodyType` says otherwise. */
  readonly body?: z.ZodType;
  /** The media type of a body that is taken as it comes. */
  readonly bodyType?: string;
  /** Successes by status; null for one without a body. What every route may refuse is added by the documentation. */
  readonly responses: Readonly<Record<number, z.ZodType | null>>;
  /** Of what is read and edited at one path: fields that change without an edit. */
  readonly computed?: readonly string[];
  /** The media type of a successful answer that is not JSON. */
  readonly answerType?: string;
}

/** Whoever may look, for any team. */
export const looks = { needs: 'view', concerns: { teams: 'any' } } as const satisfies RouteRule;
/** Whoever arranges things, for all teams. */
export const arrangesAll = { needs: 'manage', concerns: { teams: 'all' } } as const satisfies RouteRule;
/** Whom it belongs to, and whoever arranges things for all teams. */
export const arrangesOwn = (own: OwnThing): RouteRule => ({ needs: 'manage', concerns: { teams: 'all', own } });
/** Whoever runs the backend. */
export const runsBackend = { needs: 'admin', concerns: { teams: 'all' } } as const satisfies RouteRule;
/** Whoever arranges things for the team that this belongs to. */
export const arranges = (teams: RouteThing): RouteRule => ({ needs: 'manage', concerns: { teams } });
