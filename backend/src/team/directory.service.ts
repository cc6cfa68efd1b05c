import { Injectable } from '@nestjs/common';
import type { EscalationTarget, NamedTarget, Reach, RoutingRule, Team } from 'incident-core';
import type { Database, Transaction } from '../platform/database.ts';
import { SecretBox } from '../platform/secret-box.ts';
import { DirectoryRepository, type Contact } from './directory.repository.ts';
import { WebhookRepository } from './webhook.repository.ts';

/** All that decides which team owns an incident, but for the source. */
export interface TeamDirectory {
  readonly rules: readonly RoutingRule[];
  readonly teams: readonly Team[];
  readonly catchAllTeamId: string;
}

/** A webhook that can be called; `secrets` are open. */
export interface CallableWebhook {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly secrets: readonly string[];
  readonly enabled: boolean;
}

export interface Names {
  readonly teams: ReadonlyMap<string, string>;
  readonly users: ReadonlyMap<string, string>;
}

/** What the other stages ask about teams, responders and webhooks, on the pool or inside a transaction. */
@Injectable()
export class DirectoryService {
  constructor(
    private readonly repository: DirectoryRepository,
    private readonly webhooks: WebhookRepository,
    private readonly box: SecretBox,
  ) {}

  /** Rules in their order, teams with their settings. */
  async directory(db: Database | Transaction): Promise<TeamDirectory> {
    const teams = await this.repository.teams(db);
    const rules = await this.repository.rules(db);
    const catchAll = teams.find(({ isCatchAll }) => isCatchAll);
    if (!catchAll) throw new Error('there is no catch-all team, which the first migration made');
    return { rules, teams, catchAllTeamId: catchAll.id };
  }

  /** How the targets can be reached; those that do not exist are missing. */
  async reach(db: Database | Transaction, targets: readonly EscalationTarget[]): Promise<Reach> {
    const responders = await this.repository.responders(db, idsOf(targets, 'user'));
    const webhooks = await this.repository.webhookStates(db, idsOf(targets, 'webhook'));
    return { ...responders, webhooks };
  }

  /** Whom each team falls back on when a step reaches nobody: its own target, else the catch-all team's, else null. */
  async fallbackTargets(
    db: Database | Transaction,
    teamIds: readonly string[],
  ): Promise<ReadonlyMap<string, EscalationTarget | null>> {
    const rows = await this.repository.fallbacks(db, teamIds);
    const own = new Map(rows.map(({ id, fallbackTarget }) => [id, fallbackTarget]));
    const ofCatchAll = rows.find(({ isCatchAll }) => isCatchAll)?.fallbackTarget ?? null;
    return new Map(teamIds.map((id) => [id, own.get(id) ?? ofCatchAll]));
  }

  contact(db: Database | Transaction, contactMethodId: string): Promise<Contact | null> {
    return this.repository.contact(db, contactMethodId);
  }

  async webhook(db: Database | Transaction, id: string): Promise<CallableWebhook | null> {
    const row = await this.repository.webhook(db, id);
    if (!row) return null;
    const { name, url, sealedSecrets, turnedOffAt } = row;
    return {
      id,
      name,
      url,
      secrets: sealedSecrets.map((sealed) => this.box.open(sealed)),
      enabled: turnedOffAt === null,
    };
  }

  /** Does nothing to one that is off already: the first reason stays. */
  async turnOffWebhook(db: Database | Transaction, id: string, reason: string, now: Date): Promise<void> {
    await this.webhooks.turnOff(db, id, reason, now);
  }

  /** What to call them in answers; ids that do not exist are missing. */
  async names(
    db: Database | Transaction,
    ids: { readonly teamIds: readonly string[]; readonly userIds: readonly string[] },
  ): Promise<Names> {
    const teams = await this.repository.names(db, 'teams', ids.teamIds);
    const users = await this.repository.names(db, 'users', ids.userIds);
    return {
      teams: new Map(teams.map(({ id, name }) => [id, name])),
      users: new Map(users.map(({ id, name }) => [id, name])),
    };
  }

  /** As `names`, of those whom steps tell. */
  async nameTargets(
    db: Database | Transaction,
    targets: readonly EscalationTarget[],
  ): Promise<(target: EscalationTarget) => NamedTarget> {
    const users = await this.repository.names(db, 'users', idsOf(targets, 'user'));
    const webhooks = await this.repository.names(db, 'webhooks', idsOf(targets, 'webhook'));
    const names = { user: new Map(users.map(toPair)), webhook: new Map(webhooks.map(toPair)) };
    return ({ type, id }) => ({ type, id, name: names[type].get(id) ?? null });
  }

  /** The targets that do not exist. Those that do are kept from deletion until the transaction ends. */
  async missingTargets(
    transaction: Transaction,
    targets: readonly EscalationTarget[],
  ): Promise<readonly EscalationTarget[]> {
    const users = await this.repository.lockExisting(transaction, 'users', idsOf(targets, 'user'));
    const webhooks = await this.repository.lockExisting(transaction, 'webhooks', idsOf(targets, 'webhook'));
    return targets.filter(({ type, id }) => !(type === 'user' ? users : webhooks).includes(id));
  }
}

function toPair({ id, name }: { readonly id: string; readonly name: string }): readonly [string, string] {
  return [id, name];
}

function idsOf(targets: readonly EscalationTarget[], type: EscalationTarget['type']): readonly string[] {
  return [...new Set(targets.filter((target) => target.type === type).map(({ id }) => id))];
}
