import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { idParamsSchema, newTeamSchema, pageQuerySchema, teamChangeSchema, type TeamAnswer } from 'incident-core';
import { writeCursor } from '../access/cursor.ts';
import { readBody, readParams } from '../platform/validate.ts';
import type { TeamRow } from './team.repository.ts';
import { TeamService } from './team.service.ts';

@Controller('v1/teams')
export class TeamController {
  constructor(private readonly teams: TeamService) {}

  /** Teams, by name. */
  @Get()
  async list(@Query() query: unknown) {
    const { items, next } = await this.teams.page(readParams(pageQuerySchema, query));
    return { items: items.map(toAnswer), next_cursor: writeCursor(next) };
  }

  /** Makes a team. */
  @Post()
  async create(@Body() body: unknown): Promise<TeamAnswer> {
    return toAnswer(await this.teams.create(readBody(newTeamSchema, body)));
  }

  /** One team. */
  @Get(':id')
  async get(@Param() params: unknown): Promise<TeamAnswer> {
    return toAnswer(await this.teams.get(readParams(idParamsSchema, params).id));
  }

  /** Changes a team. */
  @Patch(':id')
  async change(@Param() params: unknown, @Body() body: unknown): Promise<TeamAnswer> {
    const { id } = readParams(idParamsSchema, params);
    return toAnswer(await this.teams.change(id, readBody(teamChangeSchema, body)));
  }

  /** Deletes a team that owns nothing. */
  @Delete(':id')
  @HttpCode(204)
  async delete(@Param() params: unknown): Promise<void> {
    await this.teams.delete(readParams(idParamsSchema, params).id);
  }
}

function toAnswer(team: TeamRow): TeamAnswer {
  return {
    id: team.id,
    name: team.name,
    is_catch_all: team.isCatchAll,
    reopen_window_seconds: team.reopenWindowSeconds,
    resolve_after_recovery_seconds: team.resolveAfterRecoverySeconds,
    resolve_after_untracked_seconds: team.resolveAfterUntrackedSeconds,
    acknowledgement_timeout_seconds: team.acknowledgementTimeoutSeconds,
    auto_pause_seconds: team.autoPauseSeconds,
    grouping_window_seconds: team.groupingWindowSeconds,
    urgencies: team.urgencies,
    support_hours: team.supportHours.map(({ timeZone: time_zone, ...hours }) => ({ ...hours, time_zone })),
    fallback_target: team.fallbackTarget,
    member_ids: [...team.memberIds],
    created_at: team.createdAt.toISOString(),
  };
}
