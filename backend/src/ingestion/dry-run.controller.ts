import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { givenDryRunSchema, type DryRunAnswer } from 'incident-core';
import { CurrentCaller, type Caller } from '../access/caller.ts';
import { Clock } from '../platform/clock.ts';
import { readBody } from '../platform/validate.ts';
import { DryRun } from './dry-run.ts';

/** Of all stages only this one reads payloads, so the call stands here. */
@Controller('v1/routing-rules')
export class DryRunController {
  constructor(
    private readonly dryRun: DryRun,
    private readonly clock: Clock,
  ) {}

  /** What a payload would come to; nothing is changed and nobody is told. */
  @Post('dry-run')
  @HttpCode(200)
  async run(@Body() body: unknown, @CurrentCaller() caller: Caller): Promise<DryRunAnswer> {
    const given = readBody(givenDryRunSchema, body);
    const at = given.at === undefined ? this.clock.now() : new Date(given.at);
    return { at: at.toISOString(), alerts: await this.dryRun.of(given, at, caller) };
  }
}
