import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { givenRolesSchema, idParamsSchema, type Grant, type RolesAnswer } from 'incident-core';
import { readBody, readParams } from '../platform/validate.ts';
import { AccessRules } from './access-rules.ts';
import { CurrentCaller, type Caller } from './caller.ts';
import { RoleService } from './role.service.ts';

@Controller('v1/users/:id/roles')
export class RoleController {
  constructor(
    private readonly roles: RoleService,
    private readonly rules: AccessRules,
  ) {}

  /** What the tokens of a user allow. */
  @Get()
  async list(@Param() params: unknown): Promise<RolesAnswer> {
    return toAnswer(await this.roles.list(readParams(idParamsSchema, params).id));
  }

  /** Gives a user these roles and no others. */
  @Put()
  async replace(
    @Param() params: unknown,
    @Body() body: unknown,
    @CurrentCaller() caller: Caller,
  ): Promise<RolesAnswer> {
    const { id } = readParams(idParamsSchema, params);
    const { roles } = readBody(givenRolesSchema, body);
    const grants = roles.map(({ role, team_id: teamId }): Grant => ({ role, teamId }));
    await this.rules.hold(caller, { userId: id, grants });
    return toAnswer(await this.roles.replace(id, grants));
  }
}

function toAnswer(grants: readonly Grant[]): RolesAnswer {
  return { roles: grants.map(({ role, teamId }) => ({ role, team_id: teamId })) };
}
