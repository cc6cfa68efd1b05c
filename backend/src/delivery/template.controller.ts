import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import {
  defaultTemplate,
  givenTemplateSchema,
  idParamsSchema,
  PARTS_OF_CHANNEL,
  TEMPLATE_PARTS,
  templateDetailQuerySchema,
  templateParamsSchema,
  templatePreviewSchema,
  templateQuerySchema,
  type TemplateAnswer,
  type TemplateChannel,
  type TemplateDetail,
  type TemplatePreviewAnswer,
} from 'incident-core';
import { CurrentCaller, type Caller } from '../access/caller.ts';
import { writeCursor } from '../access/cursor.ts';
import { readBody, readParams } from '../platform/validate.ts';
import { variablesOf } from './template-check.ts';
import { TEMPLATE_FILTERS, TEMPLATE_TAGS } from './template-engine.ts';
import { TemplatePreviews } from './template-previews.ts';
import type { TemplateRow } from './template.repository.ts';
import { TemplateService } from './template.service.ts';

@Controller('v1/templates')
export class TemplateController {
  constructor(
    private readonly templates: TemplateService,
    private readonly previews: TemplatePreviews,
  ) {}

  /** Stored templates, the latest made first. */
  @Get()
  async list(@Query() query: unknown) {
    const { items, next } = await this.templates.page(readParams(templateQuerySchema, query));
    return { items: items.map(toAnswer), next_cursor: writeCursor(next) };
  }

  /** What there is for a channel and an event. */
  @Get(':channel/:event')
  async get(@Param() params: unknown, @Query() query: unknown): Promise<TemplateDetail> {
    const { channel, event } = readParams(templateParamsSchema, params);
    const { team_id: teamId = null } = readParams(templateDetailQuerySchema, query);
    const { forAll, forTeam } = await this.templates.both(channel, event, teamId);
    return {
      channel,
      event,
      parts: partsOf(channel),
      default: defaultTemplate(channel, event),
      for_all: forAll && toAnswer(forAll),
      for_team: forTeam && toAnswer(forTeam),
      variables: variablesOf(event).map(({ name, description }) => ({ name, description })),
      filters: [...TEMPLATE_FILTERS],
      tags: [...TEMPLATE_TAGS],
    };
  }

  /** Puts a template in the place of the built-in texts. */
  @Put(':channel/:event')
  async replace(@Param() params: unknown, @Body() body: unknown): Promise<TemplateAnswer> {
    const given = readBody(givenTemplateSchema, body);
    const { channel, event } = readParams(templateParamsSchema, params);
    return toAnswer(await this.templates.replace(channel, event, given));
  }

  /** Goes back to the texts for all teams, or to the built-in ones. */
  @Delete(':id')
  @HttpCode(204)
  async delete(@Param() params: unknown): Promise<void> {
    await this.templates.delete(readParams(idParamsSchema, params).id);
  }

  /** What a template would say; nothing is sent and nothing is kept. */
  @Post('preview')
  @HttpCode(200)
  preview(@Body() body: unknown, @CurrentCaller() caller: Caller): Promise<TemplatePreviewAnswer> {
    return this.previews.of(readBody(templatePreviewSchema, body), caller);
  }
}

function partsOf(channel: TemplateChannel): TemplateDetail['parts'] {
  return TEMPLATE_PARTS.flatMap((name) => {
    const longest = PARTS_OF_CHANNEL[channel][name];
    return longest === undefined ? [] : [{ name, longest }];
  });
}

function toAnswer({ id, channel, event, teamId, parts, updatedAt, failedAt, failure }: TemplateRow): TemplateAnswer {
  return {
    id,
    channel,
    event,
    team_id: teamId,
    parts,
    updated_at: updatedAt.toISOString(),
    last_failure: failedAt === null ? null : { at: failedAt.toISOString(), reason: failure ?? '' },
  };
}
