import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { IntakeAnswer } from 'incident-core';
import { isRace, isTransient } from '../platform/database.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';
import { Problem } from '../platform/problem.ts';
import { IngestionService } from './ingestion.service.ts';
import type { Post, ReadPost, WaitingPost } from './post.ts';

/** What one transaction writes at most, so that it stays short and its statements within PostgreSQL's parameters. */
const BATCH_PARTS = 500;
const BATCH_BYTES = 8 * 1024 * 1024;
const WAITING_POSTS = 5_000;
const WAITING_BYTES = 64 * 1024 * 1024;
/** Deadlocks and the like; each try begins a new transaction. */
const TRIES = 3;
const TRY_PAUSE_MS = 20;

/** Collects the posts that arrive while the previous commit is in flight and commits them together; each is answered after its own commit. */
@Injectable()
export class IntakeQueue {
  private readonly waiting: WaitingPost[] = [];
  private waitingBytes = 0;
  private working = false;

  constructor(
    private readonly ingestion: IngestionService,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @throws Problem 503 with Retry-After when too much waits already: Kibana tries again, and memory does not grow. */
  async take(post: Post): Promise<IntakeAnswer> {
    if (this.waiting.length >= WAITING_POSTS || this.waitingBytes >= WAITING_BYTES) {
      throw new Problem(503, 'overloaded', 'Too many alerts are waiting to be stored', {}, { 'retry-after': '5' });
    }
    const read = this.tryRead(post);
    if (!read) return this.ingestion.commitUnread(post);
    return new Promise((resolve, reject) => {
      this.waiting.push({ read, resolve, reject });
      this.waitingBytes += post.event.body.length;
      void this.work();
    });
  }

  /** Null when our own fault keeps us from reading it. */
  private tryRead(post: Post): ReadPost | null {
    try {
      return this.ingestion.read(post);
    } catch (error) {
      this.shout(post, error);
      return null;
    }
  }

  private async work(): Promise<void> {
    if (this.working) return;
    this.working = true;
    while (this.waiting.length > 0) await this.commit(this.nextBatch());
    this.working = false;
  }

  private nextBatch(): readonly WaitingPost[] {
    let bytes = 0;
    let parts = 0;
    let count = 0;
    for (const { read } of this.waiting) {
      const size = read.post.event.body.length;
      if (count > 0 && (parts + read.parts.length > BATCH_PARTS || bytes + size > BATCH_BYTES)) break;
      bytes += size;
      parts += read.parts.length;
      count += 1;
    }
    this.waitingBytes -= bytes;
    return this.waiting.splice(0, count);
  }

  private async commit(batch: readonly WaitingPost[]): Promise<void> {
    try {
      const answers = await this.tryCommit(batch.map(({ read }) => read));
      batch.forEach((waiting, index) => {
        const answer = answers[index];
        if (answer) waiting.resolve(answer);
        else waiting.reject(new Error('a post was committed without an answer'));
      });
    } catch (error) {
      if (isTransient(error)) {
        for (const waiting of batch) waiting.reject(error);
        return;
      }
      // Our bug: whichever post brings it out must not take the others with it.
      if (batch.length > 1) for (const waiting of batch) await this.commit([waiting]);
      else for (const waiting of batch) await this.keepUnread(waiting, error);
    }
  }

  private async tryCommit(posts: readonly ReadPost[]): Promise<readonly IntakeAnswer[]> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.ingestion.commit(posts);
      } catch (error) {
        if (!(isTransient(error) || isRace(error)) || attempt === TRIES) throw error;
        this.logger.warn({ err: error, attempt }, 'a commit of alerts failed and is tried again');
        await pause(TRY_PAUSE_MS * attempt);
      }
    }
  }

  private async keepUnread(waiting: WaitingPost, cause: unknown): Promise<void> {
    this.shout(waiting.read.post, cause);
    try {
      waiting.resolve(await this.ingestion.commitUnread(waiting.read.post));
    } catch (error) {
      waiting.reject(error);
    }
  }
  private shout({ event, source }: Post, cause: unknown): void {
    const about = { source: { id: source.id }, raw_event: { id: event.id } };
    this.logger.error({ err: cause, ...about }, 'a post fails by our own fault');
  }
}
