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

/** Whether it is the caller's own, or the caller arranges what is everybody's. */
export function isOwnOrArranged(caller: Pick<Caller, 'grants' | 'userId'>, ownerId: string): boolean {
  return caller.userId === ownerId || may(caller, 'manage', 'all');
}

/** Who asks, by the responder where there is one: to be counted and named. */
export function askerOf({ actor }: Pick<Caller, 'actor'>): { readonly id: string; readonly name: string } {
  if (actor.type === 'system') throw new Error('the system calls nobody');
  return { id: actor.id, name: actor.name };
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
