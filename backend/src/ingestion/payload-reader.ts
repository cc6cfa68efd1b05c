import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { unknownReference } from '../access/constraints.ts';
import { SourceService } from '../access/source.service.ts';
import { Random } from '../platform/random.ts';
import { IngestionService } from './ingestion.service.ts';
import type { Part } from './post.ts';

/** Reads a payload as the intake would, and keeps none of it. */
@Injectable()
export class PayloadReader {
  constructor(
    private readonly ingestion: IngestionService,
    private readonly sources: SourceService,
    private readonly random: Random,
  ) {}

  /** @throws Problem 422 for an unknown source */
  async read(payload: unknown, sourceId: string, receivedAt: Date): Promise<readonly Part[]> {
    const source = await this.sources.find(sourceId);
    if (!source) {
      throw unknownReference([{ path: '$.source_id', found: sourceId, expected: 'the id of a source' }]);
    }
    const body = Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload));
    const { parts } = this.ingestion.read({
      source,
      event: {
        id: this.random.id(),
        receivedAt,
        sourceId,
        contentType: 'application/json',
        body,
        bodySize: body.length,
        bodySha256: createHash('sha256').update(body).digest(),
        truncated: false,
        via: 'push',
      },
    });
    return parts;
  }
}
