import { Injectable } from '@nestjs/common';
import {
  DEFAULT_TEAM_SETTINGS,
  type ContactChannel,
  type EscalationTarget,
  type NamedTarget,
  type Reach,
  type RoutingRule,
  type Team,
  type TeamSettings,
  type WebhookKind,
} from 'incident-core';
import type { Database, Transaction } from '../platform/database.ts';
import { SecretBox } from '../platform/secret-box.ts';
import { SharedCache } from '../platform/shared-cache.ts';
import {
  DirectoryRepository,
  type Contact,
  type NamedThing,
  type Naming,
  type TellableSlackChannel,
} from './directory.repository.ts';
import { OnCall, type StandingSchedule } from './on-call.ts';
import { PreferredReaches } from './preferred-reach.ts';
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
  readonly kind: WebhookKind;
  readonly url: string;
  readonly secrets: readonly string[];
  readonly enabled: boolean;
}

export interface Names {
  readonly teams: ReadonlyMap<string, string>;
  readonly users: ReadonlyMap<string, string>;
}

/** What the other stages ask about teams, responders, webhooks and Slack channels, on the pool or inside a transaction. */
@Injectable()
export class DirectoryService {
  constructor(
    private readonly repository: DirectoryRepository,
    private readonly webhooks: WebhookRepository,
    private readonly box: SecretBox,
    private readonly onCall: OnCall,
    private readonly preferred: PreferredReaches,
    private readonly cache: SharedCache,
  ) {}

  /** Rules in their order, teams with their settings. */
  async directory(db: Database | Transaction): Promise<TeamDirectory> {
    const [teams, rules] = await Promise.all([this.repository.teams(db), this.repository.rules(db)]);
    const catchAll = teams.find(({ isCatchAll }) => isCatchAll);
    if (!catchAll) throw new Error('there is no catch-all team, which the first migration made');
    return { rules, teams, catchAllTeamId: catchAll.id };
  }

  /** As `directory`, but as some backend read it: only changes that were made by hand in the database may go unseen, for seconds. */
  async sharedDirectory(db: Database | Transaction): Promise<TeamDirectory> {
    return (await this.cache.through('routing', 'all', () => this.directory(db))) ?? this.directory(db);
  }

  /** The settings of one team. */
  async settingsOf(db: Database | Transaction, teamId: string): Promise<TeamSettings> {
    return (await this.repository.settingsOf(db, teamId)) ?? DEFAULT_TEAM_SETTINGS;
  }

  /** How the targets can be reached now, and who is on call; those that do not exist are missing. */
  async reach(db: Database | Transaction, targets: readonly EscalationTarget[], now: Date): Promise<Reach> {
    const [scheduleIds, teamIds] = [idsOf(targets, 'schedule'), idsOf(targets, 'team')];
    const schedules = await this.onCall.standings(db, { scheduleIds, teamIds }, now);
    const teams = await this.repository.members(db, teamIds);
    const userIds = new Set([
      ...idsOf(targets, 'user'),
      ...schedules.flatMap(({ standing }) => (standing.kind === 'on_call' ? [standing.userId] : [])),
      ...teams.flatMap(({ memberIds }) => memberIds),
    ]);
    const responders = await this.repository.responders(db, [...userIds]);
    const webhooks = await this.repository.webhookStates(db, idsOf(targets, 'webhook'));
    const slackChannels = await this.repository.slackChannelStates(db, idsOf(targets, 'slack_channel'));
    const preferences = await this.preferred.of(db, responders.userIds, now);
    return { ...responders, webhooks, slackChannels, schedules, teams, at: now, preferences };
  }

  /** How responders want to be told from now on; those who have said nothing are missing. */
  preferencesOf(db: Database | Transaction, userIds: readonly string[], now: Date): Promise<Reach['preferences']> {
    return this.preferred.of(db, userIds, now);
  }

  /** A schedule with who is on call in it now; null when there is none. */
  standing(db: Database | Transaction, scheduleId: string, now: Date): Promise<StandingSchedule | null> {
    return this.onCall.standing(db, scheduleId, now);
  }

  /** Whom each team falls back on when a step reaches nobody: its own target, and where that reaches nobody the catch-all team's. */
  async fallbackTargets(
    db: Database | Transaction,
    teamIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly EscalationTarget[]>> {
    const rows = await this.repository.fallbacks(db, teamIds);
    return new Map(
      teamIds.map((teamId) => {
        const own = rows.filter(({ id }) => id === teamId);
        const ofCatchAll = rows.filter(({ id, isCatchAll }) => isCatchAll && id !== teamId);
        return [teamId, [...own, ...ofCatchAll].flatMap(({ fallbackTarget }) => fallbackTarget ?? [])];
      }),
    );
  }

  contact(db: Database | Transaction, contactMethodId: string): Promise<Contact | null> {
    return this.repository.contact(db, contactMethodId);
  }

  async webhook(db: Database | Transaction, id: string): Promise<CallableWebhook | null> {
    const row = await this.repository.webhook(db, id);
    if (!row) return null;
    const { name, kind, url, sealedSecrets, turnedOffAt } = row;
    return {
      id,
      name,
      kind,
      url,
      secrets: sealedSecrets.map((sealed) => this.box.open(sealed)),
      enabled: turnedOffAt === null,
    };
  }

  slackChannel(db: Database | Transaction, id: string): Promise<TellableSlackChannel | null> {
    return this.repository.slackChannel(db, id);
  }

  /** The responders who have verified that address on one of the channels. */
  ownersOf(
    db: Database | Transaction,
    channels: readonly ContactChannel[],
    address: string,
  ): Promise<readonly { readonly id: string; readonly name: string }[]> {
    return this.repository.ownersOf(db, channels, address);
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

  /** The name of somebody who is here; null for who has left, or never was. */
  present(db: Database | Transaction, userId: string): Promise<string | null> {
    return this.repository.present(db, userId);
  }

  /** All that steps can tell, by the names that files write. */
  things(db: Database | Transaction): Promise<readonly NamedThing[]> {
    return this.repository.things(db);
  }

  /** Keeps all teams from deletion until the transaction ends: to be asked before a table is locked that names them. */
  keepTeams(transaction: Transaction): Promise<void> {
    return this.repository.keepTeams(transaction);
  }

  /** As `names`, of those whom steps tell. */
  async nameTargets(
    db: Database | Transaction,
    targets: readonly EscalationTarget[],
  ): Promise<(target: EscalationTarget) => NamedTarget> {
    const names = new Map<string, string>();
    for (const type of TARGET_TYPES) {
      for (const { id, name } of await this.repository.names(db, TABLES[type], idsOf(targets, type)))
        names.set(id, name);
    }
    return ({ type, id }) => ({ type, id, name: names.get(id) ?? null });
  }

  /** The targets that do not exist. Those that do are kept from deletion until the transaction ends. */
  async missingTargets(
    transaction: Transaction,
    targets: readonly EscalationTarget[],
  ): Promise<readonly EscalationTarget[]> {
    const existing = new Set<string>();
    for (const type of TARGET_TYPES) {
      for (const id of await this.repository.lockExisting(transaction, TABLES[type], idsOf(targets, type)))
        existing.add(`${type} ${id}`);
    }
    return targets.filter(({ type, id }) => !existing.has(`${type} ${id}`));
  }

  /** What names a target, which must be locked: whoever wants to name it waits, and then finds it gone. */
  namedBy(transaction: Transaction, target: EscalationTarget, now: Date): Promise<readonly Naming[]> {
    return this.repository.namedBy(transaction, target, now);
  }

  /** What names a team or one of its schedules, and does not go with the team, as its own policies do that no file looks after; all of these must be locked. */
  namedByOthers(transaction: Transaction, teamId: string): Promise<readonly Naming[]> {
    return this.repository.namedByOthers(transaction, teamId);
  }
}

/** Where each kind of target is kept. */
const TABLES = {
  user: 'users',
  webhook: 'webhooks',
  slack_channel: 'slack_channels',
  schedule: 'schedules',
  team: 'teams',
} as const satisfies Readonly<Record<EscalationTarget['type'], string>>;
/** In the order in which all lock them, so that nobody waits for each other. */
const TARGET_TYPES = ['user', 'webhook', 'slack_channel', 'team', 'schedule'] as const;

function idsOf(targets: readonly EscalationTarget[], type: EscalationTarget['type']): readonly string[] {
  return [...new Set(targets.filter((target) => target.type === type).map(({ id }) => id))];
}
