import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { idParamsSchema, newTokenSchema, pageQuerySchema, type MadeToken, type TokenAnswer } from 'incident-core';
import { readBody, readParams } from '../platform/validate.ts';
import type { ApiTokenRow } from './api-token.repository.ts';
import { ApiTokenService } from './api-token.service.ts';
import { writeCursor } from './cursor.ts';

@Controller('v1/tokens')
export class ApiTokenController {
  constructor(private readonly tokens: ApiTokenService) {}

  /** API tokens, by name, without their secrets. */
  @Get()
  async list(@Query() query: unknown) {
    const { items, next } = await this.tokens.page(readParams(pageQuerySchema, query));
    return { items: items.map(toAnswer), next_cursor: writeCursor(next) };
  }

  /** Makes an API token; the answer alone holds it. */
  @Post()
  async create(@Body() body: unknown): Promise<MadeToken> {
    const { token, ...row } = await this.tokens.create(readBody(newTokenSchema, body));
    return { ...toAnswer(row), token };
  }

  /** One API token, without its secret. */
  @Get(':id')
  async get(@Param() params: unknown): Promise<TokenAnswer> {
    return toAnswer(await this.tokens.get(readParams(idParamsSchema, params).id));
  }

  /** Revokes an API token, but for the last live admin's. */
  @Delete(':id')
  @HttpCode(204)
  async revoke(@Param() params: unknown): Promise<void> {
    await this.tokens.revoke(readParams(idParamsSchema, params).id);
  }
}

function toAnswer(token: ApiTokenRow): TokenAnswer {
  return {
    id: token.id,
    name: token.name,
    user_id: token.userId,
    scopes: [...token.scopes],
    created_at: token.createdAt.toISOString(),
    expires_at: token.expiresAt?.toISOString() ?? null,
    revoked_at: token.revokedAt?.toISOString() ?? null,
    last_used_at: token.lastUsedAt?.toISOString() ?? null,
  };
}
