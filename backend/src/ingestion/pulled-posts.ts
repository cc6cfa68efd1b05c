import { createHash } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Transaction } from '../platform/database.ts';
import { Random } from '../platform/random.ts';
import {
  PulledIntake,
  type FoundAlert,
  type FoundFate,
  type FoundPage,
  type FoundTaker,
} from '../reconcile/pulled-intake.ts';
import { IngestionService } from './ingestion.service.ts';
import type { Part, Post } from './post.ts';

/** Takes alert documents that were found as if each had been posted: kept as they are, and with an end in the ledger. */
@Injectable()
export class PulledPosts implements FoundTaker, OnModuleInit {
  constructor(
    private readonly ingestion: IngestionService,
    private readonly intake: PulledIntake,
    private readonly random: Random,
  ) {}

  onModuleInit(): void {
    this.intake.register(this);
  }

  take(transaction: Transaction, { source, foundAt, alerts }: FoundPage): Promise<readonly FoundFate[]> {
    return this.ingestion.takeFound(
      transaction,
      alerts.map((found) => this.toPart(source, foundAt, found)),
    );
  }

  private toPart(source: Post['source'], receivedAt: Date, { body, pulled, permit }: FoundAlert): Part {
    const event = {
      id: this.random.id(),
      receivedAt,
      sourceId: source.id,
      contentType: 'application/json',
      body,
      bodySize: body.length,
      bodySha256: createHash('sha256').update(body).digest(),
      truncated: false,
      via: 'pull' as const,
    };
    const { alert, tracking } = pulled;
    const arrival = { alert, source, pull: { tracking, permit } };
    return { post: { event, source }, position: 0, reading: { kind: 'alert', alert }, arrival };
  }
}
