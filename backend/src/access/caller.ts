import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Scope } from 'incident-core';
import type { Actor } from '../timeline/timeline.ts';

/** Who calls: the responder whom the token belongs to, else the token itself. */
export interface Caller {
  readonly actor: Actor;
  readonly userId: string | null;
  readonly scopes: readonly Scope[];
}

/** A request that the guard has let pass. */
export interface CalledRequest {
  caller?: Caller;
}

/** The caller, as the guard found them. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<CalledRequest>();
  if (!caller) throw new Error('a public route asked for its caller');
  return caller;
});
