import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import {
  actionBodySchema,
  addRespondersSchema,
  assignSchema,
  idParamsSchema,
  mergeSchema,
  snoozeSchema,
  type IncidentChange,
  type IncidentDetail,
} from 'incident-core';
import { CurrentCaller, type Caller } from '../access/caller.ts';
import { Clock } from '../platform/clock.ts';
import { readBody, readParams } from '../platform/validate.ts';
import { IncidentChanges } from './incident-changes.ts';
import { IncidentMerges } from './incident-merges.ts';
import { IncidentReader } from './incident-reader.ts';

type Plain = Exclude<IncidentChange['kind'], 'snooze' | 'assign' | 'hand_over'>;

@Controller('v1/incidents/:id')
export class IncidentChangesController {
  constructor(
    private readonly changes: IncidentChanges,
    private readonly merges: IncidentMerges,
    private readonly reader: IncidentReader,
    private readonly clock: Clock,
  ) {}

  @Post('release')
  @HttpCode(200)
  release(@Param() params: unknown, @Body() body: unknown, @CurrentCaller() by: Caller): Promise<IncidentDetail> {
    return this.plain('release', params, body, by);
  }

  @Post('reopen')
  @HttpCode(200)
  reopen(@Param() params: unknown, @Body() body: unknown, @CurrentCaller() by: Caller): Promise<IncidentDetail> {
    return this.plain('reopen', params, body, by);
  }

  @Post('confirm')
  @HttpCode(200)
  confirm(@Param() params: unknown, @Body() body: unknown, @CurrentCaller() by: Caller): Promise<IncidentDetail> {
    return this.plain('confirm', params, body, by);
  }

  @Post('keep-open')
  @HttpCode(200)
  keepOpen(@Param() params: unknown, @Body() body: unknown, @CurrentCaller() by: Caller): Promise<IncidentDetail> {
    return this.plain('keep_open', params, body, by);
  }

  @Post('escalate')
  @HttpCode(200)
  escalate(@Param() params: unknown, @Body() body: unknown, @CurrentCaller() by: Caller): Promise<IncidentDetail> {
    return this.plain('escalate', params, body, by);
  }

  @Post('snooze')
  @HttpCode(200)
  snooze(@Param() params: unknown, @Body() body: unknown, @CurrentCaller() by: Caller): Promise<IncidentDetail> {
    const given = readBody(snoozeSchema, body);
    const until =
      'until' in given ? new Date(given.until) : new Date(this.clock.now().getTime() + given.minutes * 60_000);
    return this.change({ kind: 'snooze', until }, params, by);
  }

  @Post('assign')
  @HttpCode(200)
  assign(@Param() params: unknown, @Body() body: unknown, @CurrentCaller() by: Caller): Promise<IncidentDetail> {
    const given = readBody(assignSchema, body);
    const change: IncidentChange =
      'user_id' in given ? { kind: 'assign', userId: given.user_id } : { kind: 'hand_over', teamId: given.team_id };
    return this.change(change, params, by);
  }

  @Post('merge')
  @HttpCode(200)
  async merge(@Param() params: unknown, @Body() body: unknown, @CurrentCaller() by: Caller): Promise<IncidentDetail> {
    const { id } = readParams(idParamsSchema, params);
    await this.merges.merge(id, readBody(mergeSchema, body).into, by);
    return this.reader.detail(id);
  }

  @Post('responders')
  @HttpCode(200)
  async responders(
    @Param() params: unknown,
    @Body() body: unknown,
    @CurrentCaller() by: Caller,
  ): Promise<IncidentDetail> {
    const { id } = readParams(idParamsSchema, params);
    await this.changes.addResponders(id, readBody(addRespondersSchema, body), by);
    return this.reader.detail(id);
  }

  private plain(kind: Plain, params: unknown, body: unknown, by: Caller): Promise<IncidentDetail> {
    readBody(actionBodySchema, body);
    return this.change({ kind }, params, by);
  }

  private async change(change: IncidentChange, params: unknown, by: Caller): Promise<IncidentDetail> {
    const { id } = readParams(idParamsSchema, params);
    await this.changes.change(id, change, by);
    return this.reader.detail(id);
  }
}
