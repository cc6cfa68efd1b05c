import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { planSilenceReminder } from 'incident-core';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database } from '../platform/database.ts';
import { Workers } from '../platform/workers.ts';
import { DirectoryService } from '../team/directory.service.ts';
import { Notices } from './notices.ts';
import { SuppressionRepository } from './suppression.repository.ts';

/** Reminds those who made silences that they end soon: who forgot it learns before others are woken. */
@Injectable()
export class SilenceReminders implements OnModuleInit {
  constructor(
    private readonly suppressions: SuppressionRepository,
    private readonly notices: Notices,
    private readonly directory: DirectoryService,
    private readonly clock: Clock,
    private readonly workers: Workers,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.workers.register('suppression', () => this.tick());
  }

  tick(): Promise<number> {
    const now = this.clock.now();
    return this.database.transaction(async (transaction) => {
      const due = await this.suppressions.takeReminders(transaction, now);
      for (const { id, ownerId, endsAt } of due) {
        if (ownerId === null || endsAt === null) continue;
        const owner = { type: 'user' as const, id: ownerId };
        const { contactMethods } = await this.directory.reach(transaction, [owner], now);
        await this.notices.plan(transaction, planSilenceReminder({ id, ownerId, endsAt }, contactMethods), now);
      }
      return due.length;
    });
  }
}
