import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { allowedTeams, isAllowed, type Concern, type Grant, type Need, type Scope } from 'incident-core';
import type { Actor } from '../timeline/timeline.ts';

/** Who calls: the responder whom the token belongs to or acts for, else the token itself. */
export interface Caller {
  readonly actor: Actor;
  readonly userId: string | null;
  /** The teams that the responder belongs to. */
  readonly teamIds: readonly string[];
  /** What the caller may do on this call. */
  readonly grants: readonly Grant[];
  readonly scopes: readonly Scope[];
}

/** A request that the guard has let pass. */
export interface CalledRequest {
  caller?: Caller;
}

/** Whether the caller may do this there. */
export function may(caller: Pick<Caller, 'grants'>, need: Need, concern: Concern): boolean {
  return isAllowed(caller.grants, need, concern);
}

/** The teams whose incidents the caller may see; null for all. */
export function visibleTeams(caller: Pick<Caller, 'grants'>): readonly string[] | null {
  return allowedTeams(caller.grants, 'view');
}

/** The caller, as the guard found them. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<CalledRequest>();
  if (!caller) throw new Error('a public route asked for its caller');
  return caller;
});
