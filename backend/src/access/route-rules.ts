import { Injectable } from '@nestjs/common';
import {
  idSchema,
  isAllowed,
  roleFor,
  routes,
  type Concern,
  type Need,
  type OwnThing,
  type RouteConcern,
  type RouteRule,
  type RouteThing,
} from 'incident-core';
import { notFound, Problem } from '../platform/problem.ts';
import { peekJson } from '../platform/validate.ts';
import type { Caller } from './caller.ts';
import { ConcernRepository } from './concern.repository.ts';

/** What is looked at of a request. */
export interface RuledRequest {
  readonly method: string;
  /** The path as it is declared: `/v1/teams/:id`. */
  readonly route: string | undefined;
  readonly params: unknown;
  readonly body: unknown;
}

const RULES: ReadonlyMap<string, RouteRule> = new Map(
  routes.flatMap((route) => (route.auth === 'api_token' ? [[`${route.method} ${route.path}`, route] as const] : [])),
);

/** Holds calls against the rules that stand beside the routes. */
@Injectable()
export class RouteRules {
  constructor(private readonly concerns: ConcernRepository) {}

  /** @throws Problem 403 that says which role is needed and for what; 404 for what does not exist, to those who might see it */
  async check(caller: Caller, request: RuledRequest): Promise<void> {
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const rule = RULES.get(`${method} ${request.route ?? ''}`);
    if (!rule) throw new Error(`the route ${method} ${request.route ?? ''} has no rule`);
    await this.hold(caller, rule, request);
  }

  /** @throws Problem as `check` */
  async hold(
    caller: Pick<Caller, 'grants' | 'userId'>,
    { needs, concerns }: RouteRule,
    request: Pick<RuledRequest, 'params' | 'body'>,
  ): Promise<void> {
    if (needs === 'token' || isAllowed(caller.grants, needs, 'all')) return;
    if (concerns.own !== undefined && (await this.isOwn(caller, concerns.own, request.params))) return;
    if (!isAllowed(caller.grants, needs, 'any')) throw forbidden(needs, concerns);
    if (concerns.teams === 'any') return;
    const concern = await this.concernOf(concerns, request);
    if (concern === null || isAllowed(caller.grants, needs, concern)) return;
    throw forbidden(needs, concerns);
  }

  private async isOwn({ grants, userId }: Pick<Caller, 'grants' | 'userId'>, own: OwnThing, params: unknown) {
    const id = idIn(params);
    if (userId === null || id === null || !isAllowed(grants, 'view', 'any')) return false;
    return (await this.concerns.personOf(own, id)) === userId;
  }

  /** Null where the request cannot be read: the route refuses it, with the place. */
  private async concernOf(
    concerns: RouteConcern,
    { params, body }: Pick<RuledRequest, 'params' | 'body'>,
  ): Promise<Concern | null> {
    if (concerns.teams === 'all' || concerns.teams === 'any') return concerns.teams;
    const owners: (string | null)[] = [];
    if (concerns.teams !== 'given') {
      const id = idIn(params);
      if (id === null) return null;
      const owner = await this.concerns.ownerOf(concerns.teams, id);
      if (!owner) throw notFound(WORDS[concerns.teams], id);
      owners.push(owner.teamId);
    }
    if (concerns.given === undefined) return owners;
    const given = peekJson(body);
    if (typeof given !== 'object' || given === null || Array.isArray(given)) return null;
    const team: unknown = 'team_id' in given ? given.team_id : undefined;
    if (team === undefined && concerns.given === 'or_none') return owners;
    if (team === undefined || team === null) return [...owners, null];
    const parsed = idSchema.safeParse(team);
    return parsed.success ? [...owners, parsed.data] : null;
  }
}

const WORDS: Readonly<Record<RouteThing, string>> = {
  incident: 'incident',
  team: 'team',
  escalation_policy: 'escalation policy',
  source: 'source',
  webhook: 'webhook',
  schedule: 'schedule',
  slack_channel: 'Slack channel',
  template: 'template',
  silence: 'silence',
  maintenance_window: 'maintenance window',
};

/** 403: what would have been needed. */
export function forbidden(needs: Need, { teams, own }: Pick<RouteConcern, 'teams' | 'own'>): Problem {
  const role = roleFor(needs);
  const place = teams === 'all' ? 'for all teams' : teams === 'any' ? 'for a team' : 'for the team that it concerns';
  const where = own === undefined ? place : `${place}, for what is not the caller's own`;
  return new Problem(403, 'forbidden', `This needs the role ${role} ${where}`, {
    detail: `found no such role; expected ${role}, or one that allows more, ${where}`,
    needs: { role, teams, ...(own !== undefined && { own }) },
  });
}

function idIn(params: unknown): string | null {
  const id: unknown = typeof params === 'object' && params !== null && 'id' in params ? params.id : undefined;
  const parsed = idSchema.safeParse(id);
  return parsed.success ? parsed.data : null;
}
