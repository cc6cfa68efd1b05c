import { Inject, Injectable } from '@nestjs/common';
import type { NewSlackChannel, PageQuery, SlackChannelChange } from 'incident-core';
import { AuditTrail } from '../access/audit-trail.ts';
import { noSuch, orProblem, type Breaches } from '../access/constraints.ts';
import { readCursor, toPage, type Page } from '../access/cursor.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database } from '../platform/database.ts';
import { conflict, notFound } from '../platform/problem.ts';
import { Random } from '../platform/random.ts';
import { SlackChannelRepository, type SlackChannelRow } from './slack-channel.repository.ts';

/** The Slack channels that steps can tell. */
@Injectable()
export class SlackChannelService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly slackChannels: SlackChannelRepository,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  async page({ limit, cursor }: PageQuery): Promise<Page<SlackChannelRow>> {
    const rows = await this.slackChannels.list(this.database, readCursor(cursor, 'text'), limit + 1);
    return toPage(rows, limit, ({ name }) => name);
  }

  /** @throws Problem 404 */
  async get(id: string): Promise<SlackChannelRow> {
    return found(id, await this.slackChannels.find(this.database, id));
  }

  /** @throws Problem 409 when the channel is known already, 422 when the team does not exist */
  async create({ name, channel_id: channelId, team_id: teamId = null }: NewSlackChannel): Promise<SlackChannelRow> {
    const row = { id: this.random.id(), name, channelId, teamId, enabled: true, createdAt: this.clock.now() };
    const change = { action: 'slack_channel.created', type: 'slack_channel', id: row.id } as const;
    const made = this.trail.changing(change, (transaction) => this.slackChannels.insert(transaction, row));
    await orProblem(BREACHES, made);
    return row;
  }

  /** @throws Problem 404, 409 when another has that channel, 422 when the team does not exist */
  async change(id: string, given: SlackChannelChange): Promise<SlackChannelRow> {
    const { name, channel_id: channelId, team_id: teamId, enabled } = given;
    const changes = {
      ...(name !== undefined && { name }),
      ...(channelId !== undefined && { channelId }),
      ...(teamId !== undefined && { teamId }),
      ...(enabled !== undefined && { enabled }),
    };
    const update = this.trail.changing({ action: 'slack_channel.changed', type: 'slack_channel', id }, (transaction) =>
      this.slackChannels.update(transaction, id, changes, this.clock.now()),
    );
    return found(id, await orProblem(BREACHES, update));
  }
}

const BREACHES: Breaches = {
  slack_channels_team_id_foreign: noSuch('team', '$.team_id'),
  slack_channels_channel_id_unique: () => conflict('slack-channel-exists', 'This Slack channel is known already'),
};

function found(id: string, row: SlackChannelRow | null): SlackChannelRow {
  if (!row) throw notFound('Slack channel', id);
  return row;
}
