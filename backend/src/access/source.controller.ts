import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  idParamsSchema,
  newSourceSchema,
  newSourceTokenSchema,
  pageQuerySchema,
  sourceChangeSchema,
  sourceTokenParamsSchema,
  type MadeSourceToken,
  type SourceAnswer,
  type SourceTokenAnswer,
} from 'incident-core';
import { readBody, readParams } from '../platform/validate.ts';
import { writeCursor } from './cursor.ts';
import { SourceHealths } from './source-health.ts';
import type { SourceRow } from './source.repository.ts';
import { SourceService } from './source.service.ts';
import type { SourceTokenRow } from './source-token.repository.ts';

@Controller('v1/sources')
export class SourceController {
  constructor(
    private readonly sources: SourceService,
    private readonly healths: SourceHealths,
  ) {}

  /** Sources, by name, each with how it stands. */
  @Get()
  async list(@Query() query: unknown) {
    const { items, next } = await this.sources.page(readParams(pageQuerySchema, query));
    return { items: await this.healths.describe(items), next_cursor: writeCursor(next) };
  }

  /** Makes a source. */
  @Post()
  async create(@Body() body: unknown): Promise<SourceAnswer> {
    return this.answer(await this.sources.create(readBody(newSourceSchema, body)));
  }

  /** One source. */
  @Get(':id')
  async get(@Param() params: unknown): Promise<SourceAnswer> {
    return this.answer(await this.sources.get(readParams(idParamsSchema, params).id));
  }

  /** Changes a source. */
  @Patch(':id')
  async change(@Param() params: unknown, @Body() body: unknown): Promise<SourceAnswer> {
    const { id } = readParams(idParamsSchema, params);
    return this.answer(await this.sources.change(id, readBody(sourceChangeSchema, body)));
  }

  /** Deletes a source that has no live token. */
  @Delete(':id')
  @HttpCode(204)
  async delete(@Param() params: unknown): Promise<void> {
    await this.sources.delete(readParams(idParamsSchema, params).id);
  }

  /** A source's tokens, the newest first, without their secrets. */
  @Get(':id/tokens')
  async listTokens(@Param() params: unknown, @Query() query: unknown) {
    const { id } = readParams(idParamsSchema, params);
    const { items, next } = await this.sources.tokenPage(id, readParams(pageQuerySchema, query));
    return { items: items.map(toTokenAnswer), next_cursor: writeCursor(next) };
  }

  /** Makes a token for a source; the answer alone holds it. */
  @Post(':id/tokens')
  async createToken(@Param() params: unknown, @Body() body: unknown): Promise<MadeSourceToken> {
    const { id } = readParams(idParamsSchema, params);
    const { token, ...row } = await this.sources.createToken(id, readBody(newSourceTokenSchema, body));
    return { ...toTokenAnswer(row), token };
  }

  /** Revokes a source's token. */
  @Delete(':id/tokens/:tokenId')
  @HttpCode(204)
  async revokeToken(@Param() params: unknown): Promise<void> {
    const { id, tokenId } = readParams(sourceTokenParamsSchema, params);
    await this.sources.revokeToken(id, tokenId);
  }

  private async answer(row: SourceRow): Promise<SourceAnswer> {
    const [answer] = await this.healths.describe([row]);
    if (!answer) throw new Error('a source was described without an answer');
    return answer;
  }
}

function toTokenAnswer(token: SourceTokenRow): SourceTokenAnswer {
  return {
    id: token.id,
    created_at: token.createdAt.toISOString(),
    expires_at: token.expiresAt?.toISOString() ?? null,
    revoked_at: token.revokedAt?.toISOString() ?? null,
    last_used_at: token.lastUsedAt?.toISOString() ?? null,
    refused_count: token.refusedCount,
  };
}
