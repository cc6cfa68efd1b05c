import { Body, Controller, Post } from '@nestjs/common';
import { newIncidentSchema, type IncidentDetail } from 'incident-core';
import { CurrentCaller, type Caller } from '../access/caller.ts';
import { readBody } from '../platform/validate.ts';
import { HandOpenedIncidents } from './hand-opened-incidents.ts';
import { IncidentReader } from './incident-reader.ts';

@Controller('v1/incidents')
export class HandOpenedController {
  constructor(
    private readonly incidents: HandOpenedIncidents,
    private readonly reader: IncidentReader,
  ) {}

  @Post()
  async open(@Body() body: unknown, @CurrentCaller() caller: Caller): Promise<IncidentDetail> {
    return this.reader.detail(await this.incidents.open(readBody(newIncidentSchema, body), caller));
  }
}
