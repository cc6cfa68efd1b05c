import { BACKEND_PROBLEMS, CALLER_PROBLEMS, type Problem } from '../../common/problems';
import {
  API_PRIVILEGES,
  highestPrivilege,
  includesPrivilege,
  ROLES,
  type Capabilities,
  type Privilege,
} from '../../common/privileges';
import { INTERNAL_PATH } from '../../common/ids';
import type {
  KibanaRequest,
  Logger,
  RequestContext,
  ResponseFactory,
  RouteConfig,
  Router,
} from '../../types/core-server';
import type { ActingUser, Backend } from '../backend/backend';
import { BackendFailure } from '../backend/failure';
import type { Connection } from '../connection';

/** An answer that is no success, from wherever in the work on it. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.title);
    this.problem = problem;
  }
}

/** What all routes of ours need. */
export interface Surroundings {
  readonly router: Router;
  readonly logger: Logger;
  readonly backend: Backend;
  readonly connection: Connection;
  readonly manageWithoutSecurity: boolean;
  /** Who asks, as Kibana knows them. */
  identify(request: KibanaRequest): Promise<{ readonly name: string | undefined; readonly capabilities: Capabilities }>;
}

/** One call of a user who was found to hold what it takes. */
export interface Asked {
  readonly context: RequestContext;
  readonly request: KibanaRequest;
  readonly response: ResponseFactory;
  readonly user: ActingUser;
}

export interface OwnRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below /internal/incidents. */
  readonly path: string;
  readonly privilege: Privilege;
  readonly validate: RouteConfig['validate'];
  /** How much a body may hold; without it as much as Kibana's `server.maxPayload` says. */
  readonly maxBytes?: number;
  answer(asked: Asked): Promise<object>;
}

/** The frame of every route: Kibana checks the privilege and the form, this the privilege again and what goes wrong. */
export function addRoute(surroundings: Surroundings, route: OwnRoute): void {
  const { router } = surroundings;
  const complain = sparingly((message) => surroundings.logger.warn(message));
  const privilege = API_PRIVILEGES[route.privilege];
  const config: RouteConfig = {
    path: `${INTERNAL_PATH}${route.path.replaceAll(/:(\w+)/g, '{$1}')}`,
    validate: route.validate,
    security: { authz: { requiredPrivileges: [privilege] } },
    options: {
      access: 'internal',
      tags: [`access:${privilege}`],
      ...(route.maxBytes === undefined ? {} : { body: { maxBytes: route.maxBytes } }),
    },
  };
  const listener: Parameters<Router['get']>[1] = async (context, request, response) => {
    try {
      const user = await actingUser(surroundings, request, route.privilege);
      if ('type' in user) return refuse(response, user);
      return await route.answer({ context, request, response, user });
    } catch (error) {
      if (error instanceof Refusal) return refuse(response, error.problem);
      if (!(error instanceof BackendFailure)) throw error;
      complain(`${route.method} ${route.path}: ${error.message}`);
      return refuse(response, BACKEND_PROBLEMS[error.problem]);
    }
  };
  // One expression per method: Kibana's router is no plain object.
  switch (route.method) {
    case 'GET':
      return router.get(config, listener);
    case 'POST':
      return router.post(config, listener);
    case 'PUT':
      return router.put(config, listener);
    case 'PATCH':
      return router.patch(config, listener);
    case 'DELETE':
      return router.delete(config, listener);
  }
}

/** The same again within a minute is not said: every browser asks for the header's count, and for the stream. */
function sparingly(say: (message: string) => void): (message: string) => void {
  let last = { message: '', at: 0 };
  return (message) => {
    const at = Date.now();
    if (message === last.message && at - last.at < 60_000) return;
    last = { message, at };
    say(message);
  };
}

/** Kibana keeps only `message` and `attributes` of what a plugin says about an error. */
export function refuse(response: ResponseFactory, problem: Problem, retryAfter?: string): object {
  return response.customError({
    statusCode: problem.status,
    body: { message: problem.title, attributes: problem },
    ...(retryAfter === undefined ? {} : { headers: { 'retry-after': retryAfter } }),
  });
}

async function actingUser(
  { identify, manageWithoutSecurity }: Surroundings,
  request: KibanaRequest,
  wanted: Privilege,
): Promise<ActingUser | Problem> {
  const { name, capabilities } = await identify(request);
  const held = highestPrivilege(capabilities);
  if (held === undefined || !includesPrivilege(held, wanted)) return CALLER_PROBLEMS.forbidden;
  // With security off Kibana grants everything to everybody.
  const most = name === undefined && held === 'manage' && !manageWithoutSecurity ? 'respond' : held;
  return includesPrivilege(most, wanted) ? { name, role: ROLES[most] } : CALLER_PROBLEMS.security_off;
}
