import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { givenPullSchema, idParamsSchema, type PullAnswer } from 'incident-core';
import { CurrentCaller, type Caller } from '../access/caller.ts';
import { readBody, readParams } from '../platform/validate.ts';
import type { PullRow } from './pull.repository.ts';
import { PullService } from './pull.service.ts';

@Controller('v1/sources/:id/pull')
export class PullController {
  constructor(private readonly pulls: PullService) {}

  /** How a source is pulled, without its key. */
  @Get()
  async get(@Param() params: unknown): Promise<PullAnswer> {
    return toAnswer(await this.pulls.get(readParams(idParamsSchema, params).id));
  }

  /** Has a source pulled, or pulled otherwise. */
  @Put()
  async set(@Param() params: unknown, @Body() body: unknown, @CurrentCaller() caller: Caller): Promise<PullAnswer> {
    const { id } = readParams(idParamsSchema, params);
    return toAnswer(await this.pulls.set(id, readBody(givenPullSchema, body), caller));
  }

  /** Ends the pull of a source. */
  @Delete()
  @HttpCode(204)
  async delete(@Param() params: unknown, @CurrentCaller() caller: Caller): Promise<void> {
    await this.pulls.delete(readParams(idParamsSchema, params).id, caller);
  }
}

function toAnswer(pull: PullRow): PullAnswer {
  const { fault, faultText, faultSince } = pull;
  return {
    elasticsearch_url: pull.elasticsearchUrl,
    kibana_url: pull.kibanaUrl,
    spaces: [...pull.spaces],
    indices: [...pull.indices],
    tags: [...pull.tags],
    connector_ids: [...pull.connectorIds],
    filter: pull.filter,
    write_back: pull.writeBack,
    interval_seconds: pull.intervalSeconds,
    set_up_at: pull.setUpAt.toISOString(),
    tried_at: pull.triedAt?.toISOString() ?? null,
    pulled_at: pull.pulledAt?.toISOString() ?? null,
    next_at: pull.dueAt.toISOString(),
    read_until: pull.readUntil?.toISOString() ?? null,
    fault:
      fault === null || faultSince === null
        ? null
        : { kind: fault, text: faultText ?? '', since: faultSince.toISOString() },
    found: pull.found,
    found_at: pull.foundAt?.toISOString() ?? null,
  };
}
