import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  actionBodySchema,
  idParamsSchema,
  incidentQuerySchema,
  noteSchema,
  timelineQuerySchema,
  type IncidentAction,
  type IncidentAnswer,
  type IncidentDetail,
  type IncidentSummary,
  type TimelineEntryAnswer,
} from 'incident-core';
import { CurrentCaller, type Caller } from '../access/caller.ts';
import { readCursor, writeCursor } from '../access/cursor.ts';
import { invalid, notFound } from '../platform/problem.ts';
import { readBody, readParams } from '../platform/validate.ts';
import { TimelineService } from '../timeline/timeline.service.ts';
import type { ListPlace } from './incident-list.repository.ts';
import { IncidentReader } from './incident-reader.ts';
import { IncidentRepository } from './incident.repository.ts';
import { IncidentService } from './incident.service.ts';

interface List<Item> {
  readonly items: readonly Item[];
  readonly next_cursor: string | null;
}

@Controller('v1/incidents')
export class IncidentController {
  constructor(
    private readonly incidents: IncidentRepository,
    private readonly reader: IncidentReader,
    private readonly service: IncidentService,
    private readonly timeline: TimelineService,
  ) {}

  @Get()
  async list(@Query() given: unknown, @CurrentCaller() caller: Caller): Promise<List<IncidentAnswer>> {
    const query = readParams(incidentQuerySchema, given);
    const { items, next } = await this.reader.page(query, toPlace(query.cursor), caller);
    return { items, next_cursor: writeCursor(next) };
  }

  @Get('summary')
  summary(@CurrentCaller() caller: Caller): Promise<IncidentSummary> {
    return this.reader.summary(caller);
  }

  @Get(':id')
  async get(@Param() params: unknown): Promise<IncidentDetail> {
    return this.reader.detail(readParams(idParamsSchema, params).id);
  }

  @Get(':id/timeline')
  async history(@Param() params: unknown, @Query() query: unknown): Promise<List<TimelineEntryAnswer>> {
    const { id } = readParams(idParamsSchema, params);
    const { limit, cursor } = readParams(timelineQuerySchema, query);
    if (!(await this.incidents.exists(id))) throw notFound('incident', id);
    const rows = await this.timeline.list(id, Number(cursor ?? 0), limit + 1);
    const items = rows
      .slice(0, limit)
      .map(({ incidentId: _, at, ...entry }) => ({ ...entry, at: at.toISOString(), data: { ...entry.data } }));
    const last = rows.length > limit ? items.at(-1) : undefined;
    return { items, next_cursor: last ? String(last.id) : null };
  }

  @Post(':id/acknowledge')
  @HttpCode(200)
  acknowledge(
    @Param() params: unknown,
    @Body() body: unknown,
    @CurrentCaller() caller: Caller,
  ): Promise<IncidentDetail> {
    return this.act('acknowledge', params, body, caller);
  }

  @Post(':id/start')
  @HttpCode(200)
  start(@Param() params: unknown, @Body() body: unknown, @CurrentCaller() caller: Caller): Promise<IncidentDetail> {
    return this.act('start', params, body, caller);
  }

  @Post(':id/resolve')
  @HttpCode(200)
  resolve(@Param() params: unknown, @Body() body: unknown, @CurrentCaller() caller: Caller): Promise<IncidentDetail> {
    return this.act('resolve', params, body, caller);
  }

  @Post(':id/notes')
  async note(
    @Param() params: unknown,
    @Body() body: unknown,
    @CurrentCaller() caller: Caller,
  ): Promise<TimelineEntryAnswer> {
    const { id } = readParams(idParamsSchema, params);
    const { text } = readBody(noteSchema, body);
    const { at, ...entry } = await this.service.note(id, text, caller);
    return { ...entry, at: at.toISOString(), data: { ...entry.data } };
  }

  private async act(action: IncidentAction, params: unknown, body: unknown, caller: Caller): Promise<IncidentDetail> {
    const { id } = readParams(idParamsSchema, params);
    readBody(actionBodySchema, body);
    await this.service.act(action, id, caller);
    return this.reader.detail(id);
  }
}

function toPlace(cursor: string | undefined): ListPlace | null {
  const place = readCursor(cursor, 'text');
  if (!place) return null;
  const createdAt = new Date(place.key);
  // The database knows fewer years than a Date does.
  if (!/^\d{4}-/.test(String(place.key)) || Number.isNaN(createdAt.getTime())) {
    throw invalid([{ path: '$.cursor', found: String(cursor).slice(0, 100), expected: 'a next_cursor of this list' }]);
  }
  return { createdAt, id: place.id };
}
