import { Controller, Get } from '@nestjs/common';
import type { StatusAnswer } from 'incident-core';
import { VERSION } from '../platform/version.ts';
import { CurrentCaller, type Caller } from './caller.ts';

const API = 1;

@Controller('v1/status')
export class StatusController {
  /** Who answers, and what the caller may do. */
  @Get()
  read(@CurrentCaller() { actor, grants }: Caller): StatusAnswer {
    return {
      name: 'incidents',
      version: VERSION,
      api: API,
      user: actor.type === 'user' ? { id: actor.id, name: actor.name } : null,
      roles: grants.map(({ role, teamId }) => ({ role, team_id: teamId })),
    };
  }
}
