import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../platform/problem.ts';
import { PUBLIC } from '../platform/public.ts';
import type { CalledRequest } from './caller.ts';
import { Callers } from './callers.ts';
import { RouteRules } from './route-rules.ts';

/** Lets pass who shows a live API token that the route's rule is content with; on routes marked as public, everybody. */
@Injectable()
export class ApiTokenGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly callers: Callers,
    private readonly rules: RouteRules,
  ) {}

  /** @throws Problem 401, 403, 404 */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC, [context.getHandler(), context.getClass()])) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest & CalledRequest>();
    const caller = await this.callers.identify(request.headers);
    if (caller === null) {
      throw new Problem(401, 'unauthorized', 'A live API token is needed', {}, { 'www-authenticate': 'Bearer' });
    }
    const { method, params, body } = request;
    await this.rules.check(caller, { method, route: request.routeOptions.url, params, body });
    request.caller = caller;
    return true;
  }
}
