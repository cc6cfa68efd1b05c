import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  idParamsSchema,
  newSilenceSchema,
  silenceChangeSchema,
  suppressionPreviewSchema,
  suppressionQuerySchema,
  type SilenceAnswer,
  type SuppressionPreviewAnswer,
} from 'incident-core';
import { CurrentCaller, type Caller } from '../access/caller.ts';
import { writeCursor } from '../access/cursor.ts';
import { Clock } from '../platform/clock.ts';
import { readBody, readParams } from '../platform/validate.ts';
import { toSilenceAnswer } from './suppression-answer.ts';
import { silenceTimes } from './suppression-draft.ts';
import { SuppressionPreviews } from './suppression-previews.ts';
import type { SuppressionRow } from './suppression.repository.ts';
import { SuppressionService } from './suppression.service.ts';

@Controller('v1/silences')
export class SilenceController {
  constructor(
    private readonly suppressions: SuppressionService,
    private readonly previews: SuppressionPreviews,
    private readonly clock: Clock,
  ) {}

  /** Silences, the newest first. */
  @Get()
  async list(@Query() query: unknown) {
    const { items, next } = await this.suppressions.page('silence', readParams(suppressionQuerySchema, query));
    return { items: items.map((row) => this.toAnswer(row)), next_cursor: writeCursor(next) };
  }

  /** Holds the escalation of incidents for a while. */
  @Post()
  async create(@Body() body: unknown, @CurrentCaller() caller: Caller): Promise<SilenceAnswer> {
    const { team_id: teamId, matchers, reason, starts_at, ends_at } = readBody(newSilenceSchema, body);
    const now = this.clock.now();
    const from = starts_at === undefined ? now : new Date(starts_at);
    const times = silenceTimes(from, new Date(ends_at), teamId, caller, now);
    return this.toAnswer(await this.suppressions.create('silence', { teamId, matchers, reason, ...times }, caller));
  }

  /** Which open incidents would be meant. */
  @Post('preview')
  @HttpCode(200)
  preview(@Body() body: unknown, @CurrentCaller() caller: Caller): Promise<SuppressionPreviewAnswer> {
    return this.previews.of(readBody(suppressionPreviewSchema, body), caller);
  }

  /** One silence. */
  @Get(':id')
  async get(@Param() params: unknown): Promise<SilenceAnswer> {
    return this.toAnswer(await this.suppressions.get('silence', readParams(idParamsSchema, params).id));
  }

  /** Changes a silence. */
  @Patch(':id')
  async change(
    @Param() params: unknown,
    @Body() body: unknown,
    @CurrentCaller() caller: Caller,
  ): Promise<SilenceAnswer> {
    const { id } = readParams(idParamsSchema, params);
    const { matchers, reason, starts_at, ends_at, owner_id: ownerId } = readBody(silenceChangeSchema, body);
    // Whoever only hands it over, or says it in other words, makes it no longer.
    const keepsTimes = starts_at === undefined && ends_at === undefined && matchers === undefined;
    const changed = await this.suppressions.change(
      'silence',
      id,
      (before, now) => {
        const from = starts_at === undefined ? before.startsAt : new Date(starts_at);
        const until = ends_at === undefined ? (before.endsAt ?? now) : new Date(ends_at);
        return {
          teamId: before.teamId,
          matchers: matchers ?? before.matchers,
          reason: reason ?? before.reason,
          ...(ownerId !== undefined && { ownerId }),
          ...(keepsTimes
            ? { startsAt: before.startsAt, endsAt: before.endsAt, recurring: null }
            : silenceTimes(from, until, before.teamId, caller, now)),
        };
      },
      caller,
    );
    return this.toAnswer(changed);
  }

  /** Ends a silence now. */
  @Post(':id/end')
  @HttpCode(200)
  async end(@Param() params: unknown, @CurrentCaller() caller: Caller): Promise<SilenceAnswer> {
    return this.toAnswer(await this.suppressions.end('silence', readParams(idParamsSchema, params).id, caller));
  }

  private toAnswer(row: SuppressionRow): SilenceAnswer {
    return toSilenceAnswer(row, this.clock.now());
  }
}
