import { Injectable, type OnModuleInit } from '@nestjs/common';
import { isOverdue } from 'incident-core';
import type { Transaction } from '../platform/database.ts';
import { Patrols, type Patrol, type Settled, type Stretch, type Suspect } from '../platform/patrols.ts';
import { Workers } from '../platform/workers.ts';
import { PullRepository, type PullRow } from './pull.repository.ts';

const KIND = 'pull_overdue';

/**
 * Proves that every source with a pull is polled. One that fails is told of as what it is; here it is that nobody polls it
 * at all, or that polls begin and never end.
 */
@Injectable()
export class PullPatrol implements Patrol, OnModuleInit {
  readonly name = 'pulls';

  constructor(
    private readonly pulls: PullRepository,
    private readonly workers: Workers,
    private readonly patrols: Patrols,
  ) {}

  onModuleInit(): void {
    this.patrols.register(this);
  }

  async look(_place: string | null, _limit: number, now: Date): Promise<Stretch> {
    return { suspects: await this.overdue(now), place: null, more: false };
  }

  async lookAgain(subjects: readonly string[], now: Date): Promise<readonly Suspect[]> {
    return (await this.overdue(now)).filter(({ subject }) => subjects.includes(subject));
  }

  /** The worker is woken, and the pull is due now: what else could be wrong, only people can mend. */
  async settle(transaction: Transaction, subject: string, now: Date): Promise<Settled | null> {
    const [suspect] = await this.lookAgain([subject], now);
    if (!suspect) return null;
    await this.pulls.bringForward(transaction, subject, now);
    await this.workers.ring(transaction, 'pull');
    return { ...suspect, isRepaired: false };
  }

  private async overdue(now: Date): Promise<readonly Suspect[]> {
    const all = await this.pulls.all();
    return all
      .filter((pull) => isUntouched(pull, now))
      .map(({ sourceId: subject }) => ({ kind: KIND, subject, incidentId: null }));
  }
}

function isUntouched({ intervalSeconds, setUpAt, pulledAt, fault }: PullRow, now: Date): boolean {
  return fault === null && isOverdue({ intervalSeconds, setUpAt, lastPullAt: pulledAt, failing: false }, now);
}
