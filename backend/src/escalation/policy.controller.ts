import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { givenPolicySchema, idParamsSchema, pageQuerySchema, type PolicyAnswer } from 'incident-core';
import { writeCursor } from '../access/cursor.ts';
import { readBody, readParams } from '../platform/validate.ts';
import type { PolicyRow } from './policy.repository.ts';
import { PolicyService } from './policy.service.ts';

@Controller('v1/escalation-policies')
export class PolicyController {
  constructor(private readonly policies: PolicyService) {}

  /** Escalation policies, by position. */
  @Get()
  async list(@Query() query: unknown) {
    const { items, next } = await this.policies.page(readParams(pageQuerySchema, query));
    return { items: items.map(toAnswer), next_cursor: writeCursor(next) };
  }

  /** Makes an escalation policy. */
  @Post()
  async create(@Body() body: unknown): Promise<PolicyAnswer> {
    return toAnswer(await this.policies.create(readBody(givenPolicySchema, body)));
  }

  /** One escalation policy. */
  @Get(':id')
  async get(@Param() params: unknown): Promise<PolicyAnswer> {
    return toAnswer(await this.policies.get(readParams(idParamsSchema, params).id));
  }

  /** Puts a whole policy in the place of one. */
  @Put(':id')
  async replace(@Param() params: unknown, @Body() body: unknown): Promise<PolicyAnswer> {
    const { id } = readParams(idParamsSchema, params);
    return toAnswer(await this.policies.replace(id, readBody(givenPolicySchema, body)));
  }

  /** Deletes an escalation policy, but for the global default. */
  @Delete(':id')
  @HttpCode(204)
  async delete(@Param() params: unknown): Promise<void> {
    await this.policies.delete(readParams(idParamsSchema, params).id);
  }
}

function toAnswer(policy: PolicyRow): PolicyAnswer {
  return {
    id: policy.id,
    name: policy.name,
    team_id: policy.teamId,
    matchers: policy.matchers,
    position: policy.position,
    is_default: policy.isDefault,
    repeat: policy.repeat,
    steps: policy.steps.map(({ delaySeconds, timeoutSeconds, targets }) => ({
      delay_seconds: delaySeconds,
      timeout_seconds: timeoutSeconds,
      targets,
    })),
    created_at: policy.createdAt.toISOString(),
  };
}
