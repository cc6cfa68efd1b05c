import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { bulkActionSchema, type BulkAnswer, type IncidentAction } from 'incident-core';
import { CurrentCaller, type Caller } from '../access/caller.ts';
import { Problem } from '../platform/problem.ts';
import { readBody } from '../platform/validate.ts';
import { IncidentService } from './incident.service.ts';

type Result = BulkAnswer['results'][number];

@Controller('v1/incidents/bulk')
export class BulkController {
  constructor(private readonly incidents: IncidentService) {}

  /** Does the same to many incidents, one after another, each in its own transaction. */
  @Post()
  @HttpCode(200)
  async act(@Body() body: unknown, @CurrentCaller() caller: Caller): Promise<BulkAnswer> {
    const { action, ids } = readBody(bulkActionSchema, body);
    const results: Result[] = [];
    for (const id of ids) results.push(await this.actOn(id, action, caller));
    return { results };
  }

  private async actOn(id: string, action: IncidentAction, caller: Caller): Promise<Result> {
    try {
      return { id, outcome: await this.incidents.act(action, id, caller), problem: null };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const { status, errors: _, ...details } = error.details;
      return { id, outcome: OUTCOMES[status] ?? 'refused', problem: { ...details, status } };
    }
  }
}

const OUTCOMES: Readonly<Record<number, Result['outcome']>> = { 403: 'forbidden', 404: 'not_found' };
