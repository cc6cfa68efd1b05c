import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { FINDING_SLACK_SECONDS } from 'incident-core';
import { LOGGER, type Logger } from '../platform/logger.ts';
import type { Transaction } from '../platform/database.ts';
import { Patrols, type Patrol, type Settled, type Stretch, type Suspect } from '../platform/patrols.ts';
import { IngestionService } from './ingestion.service.ts';
import { RawEventRepository, type RawEventPlace } from './raw-event.repository.ts';

const KIND = 'raw_event_without_end';

/**
 * Proves of every accepted raw event, once, that the ledger says what became of it: it walks behind the present and does
 * not turn back, for an end that stands there stays. One without an end is read and takes effect now; what arrives late
 * or twice ends the same, so that this is safe even where its alerts had taken effect before.
 */
@Injectable()
export class RawEventPatrol implements Patrol, OnModuleInit {
  readonly name = 'raw_events';

  constructor(
    private readonly rawEvents: RawEventRepository,
    private readonly ingestion: IngestionService,
    private readonly patrols: Patrols,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.patrols.register(this);
  }

  async look(place: string | null, limit: number, now: Date): Promise<Stretch> {
    const until = new Date(now.getTime() - FINDING_SLACK_SECONDS[KIND] * 1000);
    const rows = await this.rawEvents.after(readPlace(place), until, limit);
    const last = rows.at(-1);
    const suspects = rows.filter(({ hasEnd }) => !hasEnd).map(({ id }) => toSuspect(id));
    return {
      suspects,
      place: last ? `${last.receivedAt.toISOString()} ${last.id}` : place,
      more: rows.length === limit,
    };
  }

  async lookAgain(subjects: readonly string[]): Promise<readonly Suspect[]> {
    return (await this.rawEvents.withoutEnd(subjects)).map(toSuspect);
  }

  async settle(transaction: Transaction, subject: string): Promise<Settled | null> {
    const [id] = await this.rawEvents.withoutEnd([subject], transaction);
    const post = id === undefined ? null : await this.rawEvents.findPost(transaction, id);
    if (!post) return null;
    const { event, source } = post;
    if (source === null) {
      this.logger.error({ raw_event: { id: subject } }, 'a raw event without an end is of a source that is gone');
      return { ...toSuspect(subject), isRepaired: false };
    }
    await this.ingestion.takeAgain(transaction, { event, source });
    return { ...toSuspect(subject), isRepaired: true };
  }
}

function toSuspect(id: string): Suspect {
  return { kind: KIND, subject: id, incidentId: null };
}

function readPlace(place: string | null): RawEventPlace | null {
  const [receivedAt, id] = place?.split(' ') ?? [];
  return receivedAt !== undefined && id !== undefined ? { receivedAt: new Date(receivedAt), id } : null;
}
