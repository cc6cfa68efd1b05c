import { Injectable } from '@nestjs/common';
import type {
  ContactMethod,
  EscalationTarget,
  Reach,
  RoutingRule,
  Team,
  TeamSettings,
  WebhookKind,
} from 'incident-core';
import type { Database, Transaction } from '../platform/database.ts';
import { columnsOf, Statement } from '../platform/statement.ts';

interface TeamRow extends TeamSettings {
  readonly id: string;
  readonly name: string;
  readonly isCatchAll: boolean;
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
  readonly kind: WebhookKind;
  readonly url: string;
  readonly sealedSecrets: readonly string[];
  readonly turnedOffAt: Date | null;
}

export interface TellableSlackChannel {
  readonly id: string;
  readonly name: string;
  /** Slack's own id. */
  readonly channelId: string;
  readonly enabled: boolean;
}

/** A place where somebody is named as a target. */
export interface Naming {
  readonly type: 'escalation_policy' | 'fallback_of_team' | 'schedule' | 'override_of_schedule';
  readonly id: string;
  readonly name: string;
}

/** Something that counts on somebody. */
export interface CountedOn {
  readonly userId: string;
  readonly type: Naming['type'] | 'incident' | 'silence';
  readonly id: string;
  readonly name: string;
}

/** Something that a step can tell, by the name that files write. */
export interface NamedThing {
  readonly type: EscalationTarget['type'];
  readonly id: string;
  readonly name: string;
}

const TEAM_SETTINGS = [
  'reopenWindowSeconds',
  'resolveAfterRecoverySeconds',
  'resolveAfterUntrackedSeconds',
  'acknowledgementTimeoutSeconds',
  'groupingWindowSeconds',
  'urgencies',
  'supportHours',
] as const satisfies readonly (keyof TeamSettings)[];

const TEAMS = new Statement<TeamRow>(
  `select ${columnsOf(['id', 'name', 'isCatchAll', ...TEAM_SETTINGS])} from teams order by lower(name), id`,
);

const RULES = new Statement<RoutingRule>(
  `select ${columnsOf(['id', 'position', 'matchers', 'teamId'])} from routing_rules order by position, id`,
);

/** What the other stages ask about teams, responders and webhooks; reads only. */
@Injectable()
export class DirectoryRepository {
  async teams(db: Database | Transaction): Promise<readonly Team[]> {
    const rows = await TEAMS.run(db);
    return rows.map(({ id, name, isCatchAll, ...settings }) => ({ id, name, isCatchAll, settings }));
  }

  async settingsOf(db: Database | Transaction, teamId: string): Promise<TeamSettings | null> {
    return (
      (await db('teams')
        .where({ id: teamId })
        .first<TeamSettings>(...TEAM_SETTINGS)) ?? null
    );
  }

  async rules(db: Database | Transaction): Promise<readonly RoutingRule[]> {
    return RULES.run(db);
  }

  /** Those of the responders who exist, each with contact methods in the order in which they are to be used. */
  async responders(
    db: Database | Transaction,
    userIds: readonly string[],
  ): Promise<{ readonly userIds: readonly string[]; readonly contactMethods: readonly ContactMethod[] }> {
    if (userIds.length === 0) return { userIds: [], contactMethods: [] };
    const rows: readonly ReachRow[] = await db('users')
      // Who has left is there, and cannot be reached.
      .leftJoin('contact_methods', (join) => join.on('contact_methods.userId', 'users.id').andOnNull('users.leftAt'))
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

  /** Those of the teams that exist, with their members. */
  async members(
    db: Database | Transaction,
    teamIds: readonly string[],
  ): Promise<readonly { readonly id: string; readonly memberIds: readonly string[] }[]> {
    if (teamIds.length === 0) return [];
    return db('teams')
      .whereIn('id', [...teamIds])
      .select(
        'id',
        db.raw(`array(select m.user_id from team_members m join users u on u.id = m.user_id and u.left_at is null
                        where m.team_id = teams.id order by m.user_id) as member_ids`),
      );
  }

  async webhookStates(db: Database | Transaction, ids: readonly string[]): Promise<Reach['webhooks']> {
    if (ids.length === 0) return [];
    const rows: readonly { id: string; kind: WebhookKind; turnedOffAt: Date | null }[] = await db('webhooks')
      .whereIn('id', [...ids])
      .select('id', 'kind', 'turnedOffAt');
    return rows.map(({ id, kind, turnedOffAt }) => ({ id, kind, enabled: turnedOffAt === null }));
  }

  async slackChannelStates(db: Database | Transaction, ids: readonly string[]): Promise<Reach['slackChannels']> {
    if (ids.length === 0) return [];
    return db('slack_channels')
      .whereIn('id', [...ids])
      .select('id', 'enabled');
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
        verified: db.raw('verified_at is not null and users.left_at is null'),
      });
    return row ?? null;
  }

  async webhook(db: Database | Transaction, id: string): Promise<SealedWebhook | null> {
    const row = await db('webhooks').where({ id }).first('id', 'name', 'kind', 'url', 'sealedSecrets', 'turnedOffAt');
    return row ?? null;
  }

  async slackChannel(db: Database | Transaction, id: string): Promise<TellableSlackChannel | null> {
    const row = await db('slack_channels').where({ id }).first('id', 'name', 'channelId', 'enabled');
    return row ?? null;
  }

  /** The responders to whom a verified address belongs. */
  async ownersOf(
    db: Database | Transaction,
    channels: readonly ContactMethod['channel'][],
    address: string,
  ): Promise<readonly { readonly id: string; readonly name: string }[]> {
    return db('users')
      .whereIn(
        'id',
        db('contact_methods')
          .whereIn('channel', [...channels])
          .where({ address })
          .whereNotNull('verifiedAt')
          .select('userId'),
      )
      .whereNull('leftAt')
      .orderBy('id')
      .select('id', 'name');
  }

  async names(
    db: Database | Transaction,
    table: 'teams' | 'users' | 'webhooks' | 'slack_channels' | 'schedules',
    ids: readonly string[],
  ): Promise<readonly { readonly id: string; readonly name: string }[]> {
    if (ids.length === 0) return [];
    return db(table)
      .whereIn('id', [...ids])
      .select('id', 'name');
  }

  /** The name of somebody who is here: null for who has left, or never was. */
  async present(db: Database | Transaction, id: string): Promise<string | null> {
    const row: { readonly name: string } | undefined = await db('users')
      .where({ id })
      .whereNull('leftAt')
      .first('name');
    return row?.name ?? null;
  }

  /** Those of the ids that exist, and that will until the transaction ends. */
  async lockExisting(
    transaction: Transaction,
    table: 'teams' | 'users' | 'webhooks' | 'slack_channels' | 'schedules',
    ids: readonly string[],
  ): Promise<readonly string[]> {
    if (ids.length === 0) return [];
    return transaction(table)
      .whereIn('id', [...ids])
      .orderBy('id')
      .forKeyShare()
      .pluck('id');
  }

  /** Keeps all teams from deletion until the transaction ends. */
  async keepTeams(transaction: Transaction): Promise<void> {
    await transaction('teams').orderBy('id').forKeyShare().select('id');
  }

  /** All that a step can tell, each by the name that files write: of responders, their user name. */
  async things(db: Database | Transaction): Promise<readonly NamedThing[]> {
    const { rows } = await db.raw<{ readonly rows: readonly NamedThing[] }>(
      `select 'user' as type, id, username as name from users
       union all select 'team', id, name from teams
       union all select 'schedule', id, name from schedules
       union all select 'webhook', id, name from webhooks
       union all select 'slack_channel', id, name from slack_channels
       order by type, id`,
    );
    return rows;
  }

  /** The policies and teams that name the target, and the schedules in which a responder has turns or a shift that is not over. */
  async namedBy(transaction: Transaction, { type, id }: EscalationTarget, now: Date): Promise<readonly Naming[]> {
    const target = { type, id };
    const participant = type === 'user' ? id : null;
    const { rows } = await transaction.raw<{ readonly rows: readonly Naming[] }>(
      `select 'escalation_policy' as type, id, name from escalation_policies where steps @> :steps::jsonb
       union all select 'fallback_of_team', id, name from teams where fallback_target @> :target::jsonb
       union all select 'schedule', id, name from schedules where layers @> :layers::jsonb
       union all select 'override_of_schedule', s.id, s.name from schedules s
         where exists (select from schedule_overrides o
                        where o.schedule_id = s.id and o.user_id = :participant::uuid and o.ends_at > :now)
       order by type, name, id`,
      {
        steps: JSON.stringify([{ targets: [target] }]),
        target: JSON.stringify(target),
        layers: JSON.stringify([{ participantIds: [participant] }]),
        participant,
        now,
      },
    );
    return rows;
  }

  /** What counts on each of these people: as `namedBy`, the incidents that they hold, and their silences. */
  async countingOn(db: Database, userIds: readonly string[], now: Date): Promise<readonly CountedOn[]> {
    const { rows } = await db.raw<{ readonly rows: readonly CountedOn[] }>(
      `with gone as (select id as user_id, jsonb_build_object('type', 'user', 'id', id::text) as target
                       from unnest(:userIds::uuid[]) as id)
       select user_id, 'escalation_policy' as type, p.id, p.name from gone join escalation_policies p
           on p.steps @> jsonb_build_array(jsonb_build_object('targets', jsonb_build_array(target)))
       union all select user_id, 'fallback_of_team', t.id, t.name from gone join teams t on t.fallback_target @> target
       union all select user_id, 'schedule', s.id, s.name from gone join schedules s
           on s.layers @> jsonb_build_array(jsonb_build_object('participantIds', jsonb_build_array(user_id::text)))
       union all select distinct g.user_id, 'override_of_schedule', s.id, s.name from gone g
           join schedule_overrides o on o.user_id = g.user_id and o.ends_at > :now join schedules s on s.id = o.schedule_id
       union all select user_id, 'incident', i.id, i.title from gone join incidents i
           on i.assignee_id = user_id and i.status <> 'resolved'
       union all select user_id, 'silence', s.id, s.reason from gone join suppressions s
           on s.owner_id = user_id and s.kind = 'silence' and s.ended_at is null and s.ends_at > :now
       order by user_id, type, name, id`,
      { userIds: [...userIds], now },
    );
    return rows;
  }

  /** What names a team or one of its schedules and does not go with the team, as its own policies do that no file looks after. */
  async namedByOthers(transaction: Transaction, teamId: string): Promise<readonly Naming[]> {
    const { rows } = await transaction.raw<{ readonly rows: readonly Naming[] }>(
      `with target as (
         select jsonb_build_object('type', 'team', 'id', :teamId::text) as it
         union all select jsonb_build_object('type', 'schedule', 'id', id::text) from schedules where team_id = :teamId)
       select 'escalation_policy' as type, id, name from escalation_policies p
         where case when team_id = :teamId then managed_by = 'file'
                    else exists (select from target where p.steps @> jsonb_build_array(jsonb_build_object('targets', jsonb_build_array(it)))) end
       union all select 'fallback_of_team', id, name from teams t
         where id <> :teamId and exists (select from target where t.fallback_target @> it)
       order by type, name, id`,
      { teamId },
    );
    return rows;
  }
}
