import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Transaction } from '../platform/database.ts';
import { Patrols, type Patrol, type Settled, type Stretch, type Suspect } from '../platform/patrols.ts';
import { Partitions } from './partitions.ts';
import { RawEventRepository } from './raw-event.repository.ts';

const KIND = 'partition_missing';
/** Today and tomorrow: further ahead there is time. */
const DAYS_AHEAD = 1;

/** Proves that what comes today and tomorrow has a partition, so that retention can drop it as a whole. */
@Injectable()
export class PartitionPatrol implements Patrol, OnModuleInit {
  readonly name = 'partitions';

  constructor(
    private readonly rawEvents: RawEventRepository,
    private readonly partitions: Partitions,
    private readonly patrols: Patrols,
  ) {}

  onModuleInit(): void {
    this.patrols.register(this);
  }

  async look(_place: string | null, _limit: number, now: Date): Promise<Stretch> {
    return { suspects: await this.missing(now), place: null, more: false };
  }

  async lookAgain(subjects: readonly string[], now: Date): Promise<readonly Suspect[]> {
    return (await this.missing(now)).filter(({ subject }) => subjects.includes(subject));
  }

  /** Outside of the transaction: what it would have read there, would hold up the making of the partition. */
  async settle(_transaction: Transaction, subject: string, now: Date): Promise<Settled | null> {
    const [suspect] = await this.lookAgain([subject], now);
    if (!suspect) return null;
    await this.partitions.make();
    const isRepaired = (await this.lookAgain([subject], now)).length === 0;
    return { ...suspect, isRepaired };
  }

  private async missing(now: Date): Promise<readonly Suspect[]> {
    const names = await this.rawEvents.missingPartitions(now, DAYS_AHEAD);
    return names.map((subject) => ({ kind: KIND, subject, incidentId: null }));
  }
}
