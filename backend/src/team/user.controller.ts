import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { idParamsSchema, newUserSchema, pageQuerySchema, userChangeSchema, type UserAnswer } from 'incident-core';
import { CurrentCaller, may, type Caller } from '../access/caller.ts';
import { writeCursor } from '../access/cursor.ts';
import { readBody, readParams } from '../platform/validate.ts';
import { toContactMethodAnswer } from './contact-method-answer.ts';
import { TargetDeletion } from './target-deletion.ts';
import { UserService, type ReachableUser } from './user.service.ts';

@Controller('v1/users')
export class UserController {
  constructor(
    private readonly users: UserService,
    private readonly deletion: TargetDeletion,
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
  async delete(@Param() params: unknown): Promise<void> {
    await this.deletion.deleteUser(readParams(idParamsSchema, params).id);
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
  };
}
