import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Put } from '@nestjs/common';
import { givenHeartbeatSchema, idParamsSchema, type BeatAnswer, type HeartbeatAnswer } from 'incident-core';
import { CurrentCaller, type Caller } from '../access/caller.ts';
import { Public } from '../platform/public.ts';
import { readBody, readParams } from '../platform/validate.ts';
import type { HeartbeatRow } from './heartbeat.repository.ts';
import { Heartbeats } from './heartbeats.ts';
import { Senders } from './senders.ts';

@Controller('v1')
export class HeartbeatController {
  constructor(
    private readonly heartbeats: Heartbeats,
    private readonly senders: Senders,
  ) {}

  /** A sign of life of a source, whatever its body is. */
  @Public()
  @Post('heartbeats')
  @HttpCode(202)
  async beat(@Headers('authorization') authorization: string | undefined): Promise<BeatAnswer> {
    const dueAt = await this.heartbeats.beat(await this.senders.identify(authorization));
    return { due_at: dueAt.toISOString() };
  }

  @Get('sources/:id/heartbeat')
  async get(@Param() params: unknown): Promise<HeartbeatAnswer> {
    return toAnswer(await this.heartbeats.get(readParams(idParamsSchema, params).id));
  }

  @Put('sources/:id/heartbeat')
  async set(@Param() params: unknown, @Body() body: unknown, @CurrentCaller() by: Caller): Promise<HeartbeatAnswer> {
    const { id } = readParams(idParamsSchema, params);
    return toAnswer(await this.heartbeats.set(id, readBody(givenHeartbeatSchema, body), by));
  }

  @Delete('sources/:id/heartbeat')
  @HttpCode(204)
  async delete(@Param() params: unknown, @CurrentCaller() by: Caller): Promise<void> {
    await this.heartbeats.delete(readParams(idParamsSchema, params).id, by);
  }
}

function toAnswer(row: HeartbeatRow): HeartbeatAnswer {
  return {
    interval_seconds: row.intervalSeconds,
    grace_seconds: row.graceSeconds,
    set_up_at: row.setUpAt.toISOString(),
    last_beat_at: row.lastBeatAt?.toISOString() ?? null,
    due_at: row.dueAt.toISOString(),
    silent_at: row.silentAt?.toISOString() ?? null,
  };
}
