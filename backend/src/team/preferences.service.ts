import { Inject, Injectable } from '@nestjs/common';
import {
  DEFAULT_PREFERENCES,
  findPreferenceProblems,
  type GivenPreferences,
  type PreferenceProblem,
  type Preferences,
} from 'incident-core';
import { AuditTrail } from '../access/audit-trail.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { notFound } from '../platform/problem.ts';
import { ContactMethodRepository } from './contact-method.repository.ts';
import { PreferencesRepository } from './preferences.repository.ts';
import { UserRepository } from './user.repository.ts';

/** Somebody's preferences, with what is wrong with them. */
export interface JudgedPreferences {
  readonly userId: string;
  readonly timeZone: string;
  readonly isDefault: boolean;
  readonly preferences: Preferences;
  readonly problems: readonly PreferenceProblem[];
}

/** How responders want to be told. */
@Injectable()
export class PreferencesService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly preferences: PreferencesRepository,
    private readonly users: UserRepository,
    private readonly contactMethods: ContactMethodRepository,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem 404 */
  get(userId: string): Promise<JudgedPreferences> {
    return this.read(this.database, userId);
  }

  /** @throws Problem 404 */
  replace(userId: string, given: GivenPreferences): Promise<JudgedPreferences> {
    const now = this.clock.now();
    const change = { action: 'preferences.replaced', type: 'preferences', id: userId } as const;
    return this.trail.changing(change, async (transaction) => {
      if (!(await this.users.lock(transaction, userId))) throw notFound('user', userId);
      await this.preferences.save(transaction, userId, toPreferences(given), now);
      if (given.time_zone !== undefined) {
        await this.users.update(transaction, userId, { timeZone: given.time_zone }, now);
      }
      return this.read(transaction, userId);
    });
  }

  private async read(db: Database | Transaction, userId: string): Promise<JudgedPreferences> {
    const user = await this.users.find(db, userId);
    if (!user) throw notFound('user', userId);
    const [row] = await this.preferences.list(db, [userId]);
    const methods = await this.contactMethods.list(db, [userId]);
    const problems = findPreferenceProblems(
      row ?? null,
      methods.map(({ verifiedAt, ...method }) => ({ ...method, verified: verifiedAt !== null })),
    );
    return {
      userId,
      timeZone: user.timeZone,
      isDefault: row === undefined,
      preferences: row ?? DEFAULT_PREFERENCES,
      problems,
    };
  }
}

function toPreferences(given: GivenPreferences): Preferences {
  const toList = (list: GivenPreferences['high']) =>
    list.map(({ channel, delay_seconds: delaySeconds }) => ({ channel, delaySeconds }));
  return {
    high: toList(given.high),
    low: toList(given.low),
    quietHours: given.quiet_hours,
    workingDays: given.working_days,
    statusUpdates: given.status_updates,
  };
}
