import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import {
  idParamsSchema,
  newRoutingRuleSchema,
  pageQuerySchema,
  routingOrderSchema,
  routingRuleChangeSchema,
  type RoutingRuleAnswer,
} from 'incident-core';
import { writeCursor } from '../access/cursor.ts';
import { readBody, readParams } from '../platform/validate.ts';
import type { RoutingRuleRow } from './routing-rule.repository.ts';
import { RoutingRuleService } from './routing-rule.service.ts';

@Controller('v1/routing-rules')
export class RoutingRuleController {
  constructor(private readonly rules: RoutingRuleService) {}

  /** Routing rules, in the order in which they are tried. */
  @Get()
  async list(@Query() query: unknown) {
    const { items, next } = await this.rules.page(readParams(pageQuerySchema, query));
    return { items: items.map(toAnswer), next_cursor: writeCursor(next) };
  }

  /** Makes a routing rule. */
  @Post()
  async create(@Body() body: unknown): Promise<RoutingRuleAnswer> {
    return toAnswer(await this.rules.create(readBody(newRoutingRuleSchema, body)));
  }

  /** Puts all routing rules that people made in order. */
  @Put('order')
  @HttpCode(204)
  async order(@Body() body: unknown): Promise<void> {
    await this.rules.order(readBody(routingOrderSchema, body));
  }

  /** One routing rule. */
  @Get(':id')
  async get(@Param() params: unknown): Promise<RoutingRuleAnswer> {
    return toAnswer(await this.rules.get(readParams(idParamsSchema, params).id));
  }

  /** Changes or moves a routing rule. */
  @Patch(':id')
  async change(@Param() params: unknown, @Body() body: unknown): Promise<RoutingRuleAnswer> {
    const { id } = readParams(idParamsSchema, params);
    return toAnswer(await this.rules.change(id, readBody(routingRuleChangeSchema, body)));
  }

  /** Deletes a routing rule; those below move up. */
  @Delete(':id')
  @HttpCode(204)
  async delete(@Param() params: unknown): Promise<void> {
    await this.rules.delete(readParams(idParamsSchema, params).id);
  }
}

function toAnswer({ id, position, matchers, teamId, writtenBy, createdAt }: RoutingRuleRow): RoutingRuleAnswer {
  return { id, position, matchers, team_id: teamId, written_by: writtenBy, created_at: createdAt.toISOString() };
}
