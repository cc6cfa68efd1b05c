import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { ACT_AS_HEADER } from 'incident-core';
import { Problem, tooMany } from '../platform/problem.ts';
import { PUBLIC } from '../platform/public.ts';
import { RateLimits } from '../platform/rate-limits.ts';
import { hashToken } from '../platform/secret-box.ts';
import type { CalledRequest } from './caller.ts';
import { Callers, textOf, type Headers } from './callers.ts';
import { readBearer } from './credentials.ts';
import { CurrentActor } from './current-actor.ts';
import { RouteRules } from './route-rules.ts';

/** Lets pass who shows a live API token that the route's rule is content with; on routes marked as public, everybody. */
@Injectable()
export class ApiTokenGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly callers: Callers,
    private readonly rules: RouteRules,
    private readonly limits: RateLimits,
    private readonly current: CurrentActor,
  ) {}

  /** @throws Problem 401, 403, 404, 429 */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC, [context.getHandler(), context.getClass()])) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest & CalledRequest>();
    const caller = await this.callers.identify(request.headers);
    if (caller === null) {
      throw new Problem(401, 'unauthorized', 'A live API token is needed', {}, { 'www-authenticate': 'Bearer' });
    }
    await this.holdLimit(request.headers);
    const { method, params, body } = request;
    await this.rules.check(caller, { method, route: request.routeOptions.url, params, body });
    request.caller = caller;
    this.current.is(caller.actor);
    return true;
  }

  /** One token counts apart for each user that it acts for: they share no more than that. */
  private async holdLimit(headers: Headers): Promise<void> {
    const token = readBearer(textOf(headers['authorization']));
    const who = [token, headers[ACT_AS_HEADER]].join('\n');
    const seconds = await this.limits.secondsToWait('api', hashToken(who).toString('base64url'));
    if (seconds > 0) throw tooMany('calls with this token', this.limits.describe('api'), seconds);
  }
}
