import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import {
  idParamsSchema,
  importBodySchema,
  importQuerySchema,
  newUserSchema,
  pageQuerySchema,
  userChangeSchema,
  type DepartureAnswer,
  type ImportAnswer,
  type UserAnswer,
} from 'incident-core';
import { AccessRules } from '../access/access-rules.ts';
import { CurrentCaller, may, type Caller } from '../access/caller.ts';
import { writeCursor } from '../access/cursor.ts';
import { readBody, readParams, readText } from '../platform/validate.ts';
import { toContactMethodAnswer } from './contact-method-answer.ts';
import { Departures } from './departures.ts';
import { PeopleImport } from './people-import.ts';
import { TargetDeletion } from './target-deletion.ts';
import { UserService, type ReachableUser } from './user.service.ts';

@Controller('v1/users')
export class UserController {
  constructor(
    private readonly users: UserService,
    private readonly deletion: TargetDeletion,
    private readonly departures: Departures,
    private readonly people: PeopleImport,
    private readonly access: AccessRules,
  ) {}

  /** Responders, by name, with their contact methods. */
  @Get()
  async list(@Query() query: unknown, @CurrentCaller() caller: Caller) {
    const { items, next } = await this.users.page(readParams(pageQuerySchema, query));
    return { items: items.map((user) => toAnswer(user, onlyLooks(caller))), next_cursor: writeCursor(next) };
  }

  /** Makes a responder. */
  @Post()
  async create(@Body() body: unknown): Promise<UserAnswer> {
    return toAnswer(await this.users.create(readBody(newUserSchema, body)));
  }

  /** Makes responders from a table; tries it only, unless told otherwise. */
  @Post('import')
  @HttpCode(200)
  async import(@Query() query: unknown, @Body() body: unknown, @Req() request: FastifyRequest): Promise<ImportAnswer> {
    const { dry_run: dryRun } = readParams(importQuerySchema, query);
    const type = request.raw.headers['content-type'] ?? '';
    const text = type.startsWith('application/json') ? readBody(importBodySchema, body).csv : readText(body);
    return this.people.run(text, dryRun === 'false');
  }

  /** Who has left, and what still counts on them. */
  @Get('departures')
  async listDepartures(): Promise<{ items: DepartureAnswer[] }> {
    return { items: [...(await this.departures.list())] };
  }

  /** Says that a responder has left. */
  @Post(':id/leave')
  @HttpCode(200)
  async leave(@Param() params: unknown, @CurrentCaller() caller: Caller): Promise<UserAnswer> {
    const { id } = readParams(idParamsSchema, params);
    await this.access.holdOver(caller, id);
    await this.departures.leave(id);
    return toAnswer(await this.users.get(id));
  }

  /** Says that a responder is back. */
  @Post(':id/return')
  @HttpCode(200)
  async comeBack(@Param() params: unknown, @CurrentCaller() caller: Caller): Promise<UserAnswer> {
    const { id } = readParams(idParamsSchema, params);
    await this.access.holdOver(caller, id);
    await this.departures.comeBack(id);
    return toAnswer(await this.users.get(id));
  }

  /** One responder. */
  @Get(':id')
  async get(@Param() params: unknown, @CurrentCaller() caller: Caller): Promise<UserAnswer> {
    return toAnswer(await this.users.get(readParams(idParamsSchema, params).id), onlyLooks(caller));
  }

  /** Changes a responder. */
  @Patch(':id')
  async change(@Param() params: unknown, @Body() body: unknown): Promise<UserAnswer> {
    const { id } = readParams(idParamsSchema, params);
    return toAnswer(await this.users.change(id, readBody(userChangeSchema, body)));
  }

  /** Deletes a responder whom nothing names. */
  @Delete(':id')
  @HttpCode(204)
  async delete(@Param() params: unknown, @CurrentCaller() caller: Caller): Promise<void> {
    const { id } = readParams(idParamsSchema, params);
    await this.access.holdOver(caller, id);
    await this.deletion.deleteUser(id);
  }
}

/** Who works on incidents of no team has no need of addresses. */
function onlyLooks(caller: Caller): boolean {
  return !may(caller, 'respond', 'any');
}

function toAnswer(user: ReachableUser, hidden = false): UserAnswer {
  return {
    id: user.id,
    name: user.name,
    username: user.username,
    time_zone: user.timeZone,
    team_ids: [...user.teamIds],
    contact_methods: user.contactMethods.map((method) => toContactMethodAnswer(method, hidden)),
    created_at: user.createdAt.toISOString(),
    left_at: user.leftAt?.toISOString() ?? null,
  };
}
