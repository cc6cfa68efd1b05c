import { z } from 'zod';

/** What somebody may do, each with all that the ones before it may: look, work on incidents, arrange teams and sources, run the backend. */
export const ROLES = ['viewer', 'responder', 'manager', 'admin'] as const;
export const roleSchema = z.enum(ROLES);
export type Role = z.infer<typeof roleSchema>;

/** What a call asks of its caller, in the order of the roles that allow it. */
export const NEEDS = ['view', 'respond', 'manage', 'admin'] as const;
export type Need = (typeof NEEDS)[number];

/** A role that somebody holds. */
export interface Grant {
  readonly role: Role;
  /** The team for which it is held; null for all. */
  readonly teamId: string | null;
}

/**
 * What a call concerns: all teams, any one of them (the answer then holds only what the caller may see), or certain
 * ones; among those, null stands for what belongs to no team and so concerns all.
 */
export type Concern = 'all' | 'any' | readonly (string | null)[];

/** The least role that allows it. */
export function roleFor(need: Need): Role {
  return ROLES[NEEDS.indexOf(need)] ?? 'admin';
}

/** Whether the roles allow it there. */
export function isAllowed(grants: readonly Grant[], need: Need, concern: Concern): boolean {
  const fitting = grants.filter(({ role }) => ROLES.indexOf(role) >= NEEDS.indexOf(need));
  const isHeld = (teamId: string | null) => fitting.some((grant) => grant.teamId === null || grant.teamId === teamId);
  if (concern === 'all') return isHeld(null);
  return fitting.length > 0 && (concern === 'any' || concern.every(isHeld));
}

/** The teams for which the roles allow it; null for all. */
export function allowedTeams(grants: readonly Grant[], need: Need): readonly string[] | null {
  const teams = grants.filter(({ role }) => ROLES.indexOf(role) >= NEEDS.indexOf(need)).map(({ teamId }) => teamId);
  return teams.includes(null) ? null : [...new Set(teams.flatMap((id) => id ?? []))];
}
