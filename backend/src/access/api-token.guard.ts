import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../platform/problem.ts';
import { PUBLIC } from '../platform/public.ts';
import { ApiTokens } from './api-tokens.ts';
import type { CalledRequest } from './caller.ts';

/** Lets pass who shows a live API token; on routes marked as public, everybody. */
@Injectable()
export class ApiTokenGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: ApiTokens,
  ) {}

  /** @throws Problem 401 */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC, [context.getHandler(), context.getClass()])) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest & CalledRequest>();
    const caller = await this.tokens.authenticate(request.headers.authorization);
    if (caller === null) {
      throw new Problem(401, 'unauthorized', 'A live API token is needed', {}, { 'www-authenticate': 'Bearer' });
    }
    request.caller = caller;
    return true;
  }
}
