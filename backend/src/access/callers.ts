import { isUtf8 } from 'node:buffer';
import { Inject, Injectable } from '@nestjs/common';
import {
  ACT_AS_HEADER,
  ACT_AS_ROLE_HEADER,
  ACTING_ROLES,
  actingNameSchema,
  actingRoleSchema,
  type ActingRole,
} from 'incident-core';
import { CONFIG, type Config } from '../platform/config.ts';
import { invalid, Problem } from '../platform/problem.ts';
import { ActingUsers } from './acting-users.ts';
import { ApiTokens } from './api-tokens.ts';
import type { Caller } from './caller.ts';

/** The headers of a request, in small letters. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

const NOBODYS_NAME = 'kibana (unauthenticated)';

/**
 * Tells who calls. A token with the scope `act_as` speaks for the Kibana user that the call names, with the role that
 * it names and for all teams: no more when the user holds more in the backend, and nothing of it is kept.
 */
@Injectable()
export class Callers {
  constructor(
    private readonly tokens: ApiTokens,
    private readonly users: ActingUsers,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Null without a live API token.
   *
   * @throws Problem 403 when a token acts for somebody without leave, 400 for a name or role that is none
   */
  async identify(headers: Headers): Promise<Caller | null> {
    const caller = await this.tokens.authenticate(textOf(headers['authorization']));
    if (caller === null) return null;
    const name = textOf(headers[ACT_AS_HEADER]);
    const role = textOf(headers[ACT_AS_ROLE_HEADER]);
    if (name === undefined && role === undefined) return caller;
    if (!caller.scopes.includes('act_as')) {
      throw new Problem(403, 'act-as-refused', 'This token may not act for others', {
        detail: 'found a token without the scope act_as; expected one with it, or a call that names nobody',
      });
    }
    const readRole = roleOf(role);
    return name === undefined ? this.nobody(caller, readRole) : this.user(caller, nameOf(name), readRole);
  }

  private async user(token: Caller, username: string, role: ActingRole): Promise<Caller> {
    const { id, name, teamIds } = await this.users.of(username, role);
    const { actor, scopes } = token;
    const via = actor.type === 'token' ? { via: { id: actor.id, name: actor.name } } : {};
    return {
      actor: { type: 'user', id, name, ...via },
      userId: id,
      teamIds,
      grants: [{ role, teamId: null }],
      scopes,
    };
  }

  /** Kibana without security knows no users: whoever reaches it may work on incidents, and arrange things only if that was configured. */
  private nobody(token: Caller, asked: ActingRole): Caller {
    const role = asked === 'manager' && !this.config.ALLOW_UNAUTHENTICATED_MANAGE ? 'responder' : asked;
    const actor = token.actor.type === 'token' ? { ...token.actor, name: NOBODYS_NAME } : token.actor;
    return { ...token, actor, grants: [{ role, teamId: null }] };
  }
}

/** A header that came several times is all of them. */
export function textOf(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : header?.join(', ');
}

function roleOf(header: string | undefined): ActingRole {
  const parsed = actingRoleSchema.safeParse(header);
  if (parsed.success) return parsed.data;
  throw wrongHeader(ACT_AS_ROLE_HEADER, header, `one of ${ACTING_ROLES.join(', ')}`);
}

/** Headers arrive as bytes, one character each; the name in them is UTF-8. */
function nameOf(header: string): string {
  const parsed = actingNameSchema.safeParse(decode(header));
  if (parsed.success) return parsed.data;
  throw wrongHeader(ACT_AS_HEADER, header, 'a user name in UTF-8, of one line and at most 200 characters');
}

function decode(header: string): string | null {
  const bytes = Buffer.from(header, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : null;
}

function wrongHeader(name: string, found: string | undefined, expected: string): Problem {
  return invalid([{ path: `header ${name}`, found: found?.slice(0, 100) ?? 'nothing', expected }]);
}
