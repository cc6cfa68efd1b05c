import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import { forceQuerySchema, givenPolicySchema, idParamsSchema, pageQuerySchema, type PolicyAnswer } from 'incident-core';
import { CurrentCaller, type Caller } from '../access/caller.ts';
import { writeCursor } from '../access/cursor.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database } from '../platform/database.ts';
import { readBody, readParams } from '../platform/validate.ts';
import { toPolicyAnswer } from './policy-answer.ts';
import { PolicyReadiness } from './policy-readiness.ts';
import type { PolicyRow } from './policy.repository.ts';
import { PolicyService, type PolicyGate } from './policy.service.ts';

@Controller('v1/escalation-policies')
export class PolicyController {
  constructor(
    private readonly policies: PolicyService,
    private readonly readiness: PolicyReadiness,
    private readonly clock: Clock,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  /** Escalation policies, by position. */
  @Get()
  async list(@Query() query: unknown) {
    const { items, next } = await this.policies.page(readParams(pageQuerySchema, query));
    return { items: await this.answers(items), next_cursor: writeCursor(next) };
  }

  /** Makes an escalation policy. */
  @Post()
  async create(
    @Query() query: unknown,
    @Body() body: unknown,
    @CurrentCaller() { actor }: Caller,
  ): Promise<PolicyAnswer> {
    const gate = this.gate(query);
    return this.answer(await this.policies.create(readBody(givenPolicySchema, body), actor, gate));
  }

  /** One escalation policy. */
  @Get(':id')
  async get(@Param() params: unknown): Promise<PolicyAnswer> {
    return this.answer(await this.policies.get(readParams(idParamsSchema, params).id));
  }

  /** Puts a whole policy in the place of one. */
  @Put(':id')
  async replace(
    @Param() params: unknown,
    @Query() query: unknown,
    @Body() body: unknown,
    @CurrentCaller() { actor }: Caller,
  ): Promise<PolicyAnswer> {
    const { id } = readParams(idParamsSchema, params);
    const gate = this.gate(query);
    return this.answer(await this.policies.replace(id, readBody(givenPolicySchema, body), actor, gate));
  }

  /** Deletes an escalation policy, but for the global default. */
  @Delete(':id')
  @HttpCode(204)
  async delete(@Param() params: unknown, @CurrentCaller() { actor }: Caller): Promise<void> {
    await this.policies.delete(readParams(idParamsSchema, params).id, actor);
  }

  /** None where the caller insists. */
  private gate(query: unknown): PolicyGate | undefined {
    if (readParams(forceQuerySchema, query).force === 'true') return undefined;
    return (transaction, policy) => this.readiness.gate(transaction, policy, this.clock.now());
  }

  private async answers(rows: readonly PolicyRow[]): Promise<readonly PolicyAnswer[]> {
    const problems = await this.readiness.of(this.database, rows, this.clock.now());
    return rows.map((row, at) => toPolicyAnswer(row, problems[at] ?? []));
  }

  private async answer(row: PolicyRow): Promise<PolicyAnswer> {
    const [answer] = await this.answers([row]);
    if (!answer) throw new Error('a policy was not judged');
    return answer;
  }
}
