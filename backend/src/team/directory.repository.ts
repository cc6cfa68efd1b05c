import { Injectable } from '@nestjs/common';
import type { ContactMethod, EscalationTarget, RoutingRule, Team } from 'incident-core';
import type { Database, Transaction } from '../platform/database.ts';

interface TeamRow {
  readonly id: string;
  readonly name: string;
  readonly isCatchAll: boolean;
  readonly reopenWindowSeconds: number;
  readonly resolveAfterRecoverySeconds: number | null;
}

interface ReachRow {
  readonly userId: string;
  readonly id: string | null;
  readonly channel: ContactMethod['channel'];
  readonly address: string;
  readonly verifiedAt: Date | null;
}

export interface Contact {
  readonly userId: string;
  readonly name: string;
  readonly channel: ContactMethod['channel'];
  readonly address: string;
  readonly verified: boolean;
}

export interface SealedWebhook {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly sealedSecrets: readonly string[];
  readonly turnedOffAt: Date | null;
}

/** A place where somebody is named as a target. */
export interface Naming {
  readonly type: 'escalation_policy' | 'fallback_of_team';
  readonly id: string;
  readonly name: string;
}

/** What the other stages ask about teams, responders and webhooks; reads only. */
@Injectable()
export class DirectoryRepository {
  async teams(db: Database | Transaction): Promise<readonly Team[]> {
    const rows: readonly TeamRow[] = await db('teams')
      .orderByRaw('lower(name), id')
      .select('id', 'name', 'isCatchAll', 'reopenWindowSeconds', 'resolveAfterRecoverySeconds');
    return rows.map(({ id, name, isCatchAll, reopenWindowSeconds, resolveAfterRecoverySeconds }) => ({
      id,
      name,
      isCatchAll,
      settings: { reopenWindowSeconds, resolveAfterRecoverySeconds },
    }));
  }

  async rules(db: Database | Transaction): Promise<readonly RoutingRule[]> {
    return db('routing_rules').orderBy(['position', 'id']).select('id', 'position', 'matchers', 'teamId');
  }

  /** Those of the responders who exist, each with contact methods in the order in which they are to be used. */
  async responders(
    db: Database | Transaction,
    userIds: readonly string[],
  ): Promise<{ readonly userIds: readonly string[]; readonly contactMethods: readonly ContactMethod[] }> {
    if (userIds.length === 0) return { userIds: [], contactMethods: [] };
    const rows: readonly ReachRow[] = await db('users')
      .leftJoin('contact_methods', 'contact_methods.userId', 'users.id')
      .whereIn('users.id', [...userIds])
      .orderBy(['users.id', 'contact_methods.position', 'contact_methods.id'])
      .select({
        userId: 'users.id',
        id: 'contact_methods.id',
        channel: 'contact_methods.channel',
        address: 'contact_methods.address',
        verifiedAt: 'contact_methods.verifiedAt',
      });
    const contactMethods = rows.flatMap(({ userId, id, channel, address, verifiedAt }) =>
      id === null ? [] : [{ id, userId, channel, address, verified: verifiedAt !== null }],
    );
    return { userIds: [...new Set(rows.map(({ userId }) => userId))], contactMethods };
  }

  async webhookStates(
    db: Database | Transaction,
    ids: readonly string[],
  ): Promise<readonly { readonly id: string; readonly enabled: boolean }[]> {
    if (ids.length === 0) return [];
    const rows: readonly { id: string; turnedOffAt: Date | null }[] = await db('webhooks')
      .whereIn('id', [...ids])
      .select('id', 'turnedOffAt');
    return rows.map(({ id, turnedOffAt }) => ({ id, enabled: turnedOffAt === null }));
  }

  /** The fallback targets of the teams, and of the catch-all team. */
  async fallbacks(
    db: Database | Transaction,
    teamIds: readonly string[],
  ): Promise<
    readonly { readonly id: string; readonly isCatchAll: boolean; readonly fallbackTarget: EscalationTarget | null }[]
  > {
    return db('teams')
      .whereIn('id', [...teamIds])
      .orWhere({ isCatchAll: true })
      .select('id', 'isCatchAll', 'fallbackTarget');
  }

  async contact(db: Database | Transaction, contactMethodId: string): Promise<Contact | null> {
    const row = await db('contact_methods')
      .join('users', 'users.id', 'contact_methods.userId')
      .where({ 'contact_methods.id': contactMethodId })
      .first({
        userId: 'users.id',
        name: 'users.name',
        channel: 'contact_methods.channel',
        address: 'contact_methods.address',
        verified: db.raw('verified_at is not null'),
      });
    return row ?? null;
  }

  async webhook(db: Database | Transaction, id: string): Promise<SealedWebhook | null> {
    const row = await db('webhooks').where({ id }).first('id', 'name', 'url', 'sealedSecrets', 'turnedOffAt');
    return row ?? null;
  }

  async names(
    db: Database | Transaction,
    table: 'teams' | 'users' | 'webhooks',
    ids: readonly string[],
  ): Promise<readonly { readonly id: string; readonly name: string }[]> {
    if (ids.length === 0) return [];
    return db(table)
      .whereIn('id', [...ids])
      .select('id', 'name');
  }

  /** Those of the ids that exist, and that will until the transaction ends. */
  async lockExisting(
    transaction: Transaction,
    table: 'users' | 'webhooks',
    ids: readonly string[],
  ): Promise<readonly string[]> {
    if (ids.length === 0) return [];
    return transaction(table)
      .whereIn('id', [...ids])
      .orderBy('id')
      .forKeyShare()
      .pluck('id');
  }

  /** The policies and teams that name the target. */
  async namedBy(transaction: Transaction, { type, id }: EscalationTarget): Promise<readonly Naming[]> {
    const target = { type, id };
    const { rows } = await transaction.raw<{ readonly rows: readonly Naming[] }>(
      `select 'escalation_policy' as type, id, name from escalation_policies where steps @> ?::jsonb
       union all select 'fallback_of_team', id, name from teams where fallback_target @> ?::jsonb
       order by type, name, id`,
      [JSON.stringify([{ targets: [target] }]), JSON.stringify(target)],
    );
    return rows;
  }
}
