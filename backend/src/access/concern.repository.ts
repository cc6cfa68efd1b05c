import { Inject, Injectable } from '@nestjs/common';
import type { OwnThing, RouteThing } from 'incident-core';
import { DATABASE, type Database } from '../platform/database.ts';

const TABLES: Readonly<Record<Exclude<RouteThing, 'team'>, string>> = {
  incident: 'incidents',
  escalation_policy: 'escalation_policies',
  source: 'sources',
  webhook: 'webhooks',
  schedule: 'schedules',
  slack_channel: 'slack_channels',
  template: 'templates',
  silence: 'suppressions',
  maintenance_window: 'suppressions',
};

/** To which team, and to whom, things belong; reads only. */
@Injectable()
export class ConcernRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** The team of a thing, null inside when it belongs to all; null when there is no such thing. */
  async ownerOf(thing: RouteThing, id: string): Promise<{ readonly teamId: string | null } | null> {
    const row =
      thing === 'team'
        ? await this.database('teams').where({ id }).first('id as teamId')
        : await this.database(TABLES[thing]).where({ id }).first('teamId');
    return row ?? null;
  }

  /** The user whose own the thing is; null when there is no such thing. */
  async personOf(thing: OwnThing, id: string): Promise<string | null> {
    const row: { readonly userId: string } | undefined =
      thing === 'user'
        ? await this.database('users').where({ id }).first('id as userId')
        : await this.database('contact_methods').where({ id }).first('userId');
    return row?.userId ?? null;
  }
}
