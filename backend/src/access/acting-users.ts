import { Injectable } from '@nestjs/common';
import type { ActingRole } from 'incident-core';

/** A user of Kibana, as the backend knows them. */
export interface ActingUser {
  readonly id: string;
  readonly name: string;
  readonly teamIds: readonly string[];
}

/** Finds a user by name without regard to case, or makes one with that role and no membership. */
export type FindOrMake = (username: string, role: ActingRole) => Promise<ActingUser>;

/** The users for whom Kibana acts. Who keeps users says here how to find them: imports point the other way. */
@Injectable()
export class ActingUsers {
  private findOrMake: FindOrMake | null = null;

  register(findOrMake: FindOrMake): void {
    this.findOrMake = findOrMake;
  }

  async of(username: string, role: ActingRole): Promise<ActingUser> {
    if (!this.findOrMake) throw new Error('nobody has said how to find users');
    return this.findOrMake(username, role);
  }
}
