import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  idParamsSchema,
  newSlackChannelSchema,
  pageQuerySchema,
  slackChannelChangeSchema,
  type SlackChannelAnswer,
} from 'incident-core';
import { writeCursor } from '../access/cursor.ts';
import { readBody, readParams } from '../platform/validate.ts';
import type { SlackChannelRow } from './slack-channel.repository.ts';
import { SlackChannelService } from './slack-channel.service.ts';
import { TargetDeletion } from './target-deletion.ts';

@Controller('v1/slack-channels')
export class SlackChannelController {
  constructor(
    private readonly slackChannels: SlackChannelService,
    private readonly deletion: TargetDeletion,
  ) {}

  /** Slack channels, by name. */
  @Get()
  async list(@Query() query: unknown) {
    const { items, next } = await this.slackChannels.page(readParams(pageQuerySchema, query));
    return { items: items.map(toAnswer), next_cursor: writeCursor(next) };
  }

  /** Makes a Slack channel known. */
  @Post()
  async create(@Body() body: unknown): Promise<SlackChannelAnswer> {
    return toAnswer(await this.slackChannels.create(readBody(newSlackChannelSchema, body)));
  }

  /** One Slack channel. */
  @Get(':id')
  async get(@Param() params: unknown): Promise<SlackChannelAnswer> {
    return toAnswer(await this.slackChannels.get(readParams(idParamsSchema, params).id));
  }

  /** Changes a Slack channel, turns it off or on. */
  @Patch(':id')
  async change(@Param() params: unknown, @Body() body: unknown): Promise<SlackChannelAnswer> {
    const { id } = readParams(idParamsSchema, params);
    return toAnswer(await this.slackChannels.change(id, readBody(slackChannelChangeSchema, body)));
  }

  /** Forgets a Slack channel that nothing names. */
  @Delete(':id')
  @HttpCode(204)
  async delete(@Param() params: unknown): Promise<void> {
    await this.deletion.deleteSlackChannel(readParams(idParamsSchema, params).id);
  }
}

function toAnswer({ id, name, channelId, teamId, enabled, createdAt }: SlackChannelRow): SlackChannelAnswer {
  return { id, name, channel_id: channelId, team_id: teamId, enabled, created_at: createdAt.toISOString() };
}
