import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import {
  givenTeamMappingSchema,
  idParamsSchema,
  mappingKindOf,
  pageQuerySchema,
  type GivenTeamMapping,
  type TeamMappingAnswer,
} from 'incident-core';
import { CurrentCaller, type Caller } from '../access/caller.ts';
import { writeCursor } from '../access/cursor.ts';
import { readBody, readParams } from '../platform/validate.ts';
import { toManagedAnswer } from '../rules/managed.ts';
import { toTeamMapping } from './mapping-words.ts';
import type { MappingContent, MappingRow } from './team-mapping.repository.ts';
import { TeamMappingService } from './team-mapping.service.ts';

@Controller('v1/team-mappings')
export class TeamMappingController {
  constructor(private readonly mappings: TeamMappingService) {}

  /** Which services belong to which team, strongest first. */
  @Get()
  async list(@Query() query: unknown) {
    const { items, next } = await this.mappings.page(readParams(pageQuerySchema, query));
    return { items: items.map(toAnswer), next_cursor: writeCursor(next) };
  }

  /** Gives services to a team. */
  @Post()
  async create(@Body() body: unknown, @CurrentCaller() { actor }: Caller): Promise<TeamMappingAnswer> {
    return toAnswer(await this.mappings.create(toContent(readBody(givenTeamMappingSchema, body)), actor));
  }

  /** One team mapping. */
  @Get(':id')
  async get(@Param() params: unknown): Promise<TeamMappingAnswer> {
    return toAnswer(await this.mappings.get(readParams(idParamsSchema, params).id));
  }

  /** Puts a whole team mapping in the place of one. */
  @Put(':id')
  async replace(
    @Param() params: unknown,
    @Body() body: unknown,
    @CurrentCaller() { actor }: Caller,
  ): Promise<TeamMappingAnswer> {
    const { id } = readParams(idParamsSchema, params);
    return toAnswer(await this.mappings.replace(id, toContent(readBody(givenTeamMappingSchema, body)), actor));
  }

  /** Deletes a team mapping. */
  @Delete(':id')
  @HttpCode(204)
  async delete(@Param() params: unknown, @CurrentCaller() { actor }: Caller): Promise<void> {
    await this.mappings.delete(readParams(idParamsSchema, params).id, actor);
  }
}

function toContent({ service, label, environment, team_id: teamId }: GivenTeamMapping): MappingContent {
  return { service, labelName: label?.name ?? null, labelValue: label?.value ?? null, environment, teamId };
}

function toAnswer(row: MappingRow): TeamMappingAnswer {
  const { id, service, labelName: name, labelValue: value, environment, teamId } = row;
  return {
    id,
    service,
    label: name === null || value === null ? null : { name, value },
    environment,
    team_id: teamId,
    kind: mappingKindOf(toTeamMapping(row, teamId)),
    ...toManagedAnswer(row),
  };
}
