import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  idParamsSchema,
  newWebhookSchema,
  pageQuerySchema,
  webhookChangeSchema,
  type WebhookAnswer,
  type WebhookSecretsAnswer,
} from 'incident-core';
import { CurrentCaller, may, type Caller } from '../access/caller.ts';
import { writeCursor } from '../access/cursor.ts';
import { maskUrl } from '../access/mask.ts';
import { readBody, readParams } from '../platform/validate.ts';
import { TargetDeletion } from './target-deletion.ts';
import type { WebhookRow } from './webhook.repository.ts';
import { WebhookService } from './webhook.service.ts';

@Controller('v1/webhooks')
export class WebhookController {
  constructor(
    private readonly webhooks: WebhookService,
    private readonly deletion: TargetDeletion,
  ) {}

  /** Webhooks, by name, without their secrets. */
  @Get()
  async list(@Query() query: unknown, @CurrentCaller() caller: Caller) {
    const { items, next } = await this.webhooks.page(readParams(pageQuerySchema, query));
    return { items: items.map((webhook) => toAnswerFor(caller, webhook)), next_cursor: writeCursor(next) };
  }

  /** Makes a webhook; the answer alone holds its secrets. */
  @Post()
  async create(@Body() body: unknown): Promise<WebhookSecretsAnswer> {
    const { secrets, ...row } = await this.webhooks.create(readBody(newWebhookSchema, body));
    return { ...toAnswer(row), secrets: [...secrets] };
  }

  /** One webhook, without its secrets. */
  @Get(':id')
  async get(@Param() params: unknown, @CurrentCaller() caller: Caller): Promise<WebhookAnswer> {
    return toAnswerFor(caller, await this.webhooks.get(readParams(idParamsSchema, params).id));
  }

  /** Changes a webhook, turns it off or on. */
  @Patch(':id')
  async change(@Param() params: unknown, @Body() body: unknown): Promise<WebhookAnswer> {
    const { id } = readParams(idParamsSchema, params);
    return toAnswer(await this.webhooks.change(id, readBody(webhookChangeSchema, body)));
  }

  /** Gives a webhook a new secret beside the one before; the answer alone holds it. */
  @Post(':id/rotate-secret')
  @HttpCode(200)
  async rotate(@Param() params: unknown): Promise<WebhookSecretsAnswer> {
    const { secrets, ...row } = await this.webhooks.rotate(readParams(idParamsSchema, params).id);
    return { ...toAnswer(row), secrets: [...secrets] };
  }

  /** Deletes a webhook that nothing names. */
  @Delete(':id')
  @HttpCode(204)
  async delete(@Param() params: unknown): Promise<void> {
    await this.deletion.deleteWebhook(readParams(idParamsSchema, params).id);
  }
}

/** The path of an address often is a secret: only who arranges the webhook sees it. */
function toAnswerFor(caller: Caller, webhook: WebhookRow): WebhookAnswer {
  const answer = toAnswer(webhook);
  return may(caller, 'manage', [webhook.teamId]) ? answer : { ...answer, url: maskUrl(webhook.url) };
}

function toAnswer(webhook: WebhookRow): WebhookAnswer {
  return {
    id: webhook.id,
    name: webhook.name,
    kind: webhook.kind,
    url: webhook.url,
    team_id: webhook.teamId,
    enabled: webhook.turnedOffAt === null,
    turned_off_at: webhook.turnedOffAt?.toISOString() ?? null,
    turned_off_reason: webhook.turnedOffReason,
    created_at: webhook.createdAt.toISOString(),
  };
}
