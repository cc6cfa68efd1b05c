import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  idParamsSchema,
  newTokenSchema,
  pageQuerySchema,
  rotatedTokenSchema,
  type MadeToken,
  type TokenAnswer,
} from 'incident-core';
import { readBody, readParams } from '../platform/validate.ts';
import { AccessRules } from './access-rules.ts';
import type { ApiTokenRow } from './api-token.repository.ts';
import { ApiTokenService } from './api-token.service.ts';
import { CurrentCaller, type Caller } from './caller.ts';
import { writeCursor } from './cursor.ts';

@Controller('v1/tokens')
export class ApiTokenController {
  constructor(
    private readonly tokens: ApiTokenService,
    private readonly rules: AccessRules,
  ) {}

  /** API tokens, by name, without their secrets. */
  @Get()
  async list(@Query() query: unknown) {
    const { items, next } = await this.tokens.page(readParams(pageQuerySchema, query));
    return { items: items.map(toAnswer), next_cursor: writeCursor(next) };
  }

  /** Makes an API token; the answer alone holds it. */
  @Post()
  async create(@Body() body: unknown, @CurrentCaller() caller: Caller): Promise<MadeToken> {
    const given = readBody(newTokenSchema, body);
    await this.rules.hold(caller, { userId: given.user_id ?? null, scopes: given.scopes });
    const { token, ...row } = await this.tokens.create(given);
    return { ...toAnswer(row), token };
  }

  /** One API token, without its secret. */
  @Get(':id')
  async get(@Param() params: unknown): Promise<TokenAnswer> {
    return toAnswer(await this.tokens.get(readParams(idParamsSchema, params).id));
  }

  /** Makes another token in the place of one that lives on. */
  @Post(':id/rotate')
  async rotate(@Param() params: unknown, @Body() body: unknown, @CurrentCaller() caller: Caller): Promise<MadeToken> {
    const { id } = readParams(idParamsSchema, params);
    const given = readBody(rotatedTokenSchema, body);
    await this.rules.hold(caller, await this.tokens.get(id));
    const { token, ...row } = await this.tokens.rotate(id, given);
    return { ...toAnswer(row), token };
  }

  /** Revokes an API token, but for the last live admin's. */
  @Delete(':id')
  @HttpCode(204)
  async revoke(@Param() params: unknown, @CurrentCaller() caller: Caller): Promise<void> {
    const { id } = readParams(idParamsSchema, params);
    await this.rules.hold(caller, await this.tokens.get(id));
    await this.tokens.revoke(id);
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
