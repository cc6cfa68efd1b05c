import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { IntakeAnswer } from 'incident-core';
import { isRace, isTransient } from '../platform/database.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';
import { Problem } from '../platform/problem.ts';
import { SharedCache } from '../platform/shared-cache.ts';
import type { SpanPlan } from '../platform/span-plan.ts';
import { Tracing } from '../platform/tracing.ts';
import { IngestionService } from './ingestion.service.ts';
import type { Post, PostSource, ReadPost, WaitingPost } from './post.ts';

/** What one transaction writes at most, so that it stays short and its statements within PostgreSQL's parameters. */
const BATCH_PARTS = 500;
const BATCH_BYTES = 8 * 1024 * 1024;
const WAITING_POSTS = 5_000;
const WAITING_BYTES = 64 * 1024 * 1024;
/** What of that one source may take up, so that its storm leaves room for the others. */
const OWN_SHARE = 0.8;
/** A source of which so much waits is committed by itself, and holds up no other. */
const BUSY_PARTS = 16;
/** Deadlocks and the like; each try begins a new transaction. */
const TRIES = 3;
const TRY_PAUSE_MS = 20;

const LANES = ['busy', 'shared'] as const;
type Lane = (typeof LANES)[number];
/** While the database writes one batch of a busy source, the next one is read and decided. */
const MOST_IN_FLIGHT: Readonly<Record<Lane, number>> = { busy: 2, shared: 1 };

/** A batch that is being committed. */
interface Flight {
  readonly lane: Lane;
  readonly sources: ReadonlySet<string>;
  readonly keys: ReadonlySet<string>;
}

/**
 * Collects the posts that arrive while others are being committed, and commits them together; each is answered after its
 * own commit. There are two lanes: one for sources of which much waits, each by itself, and one for all others together,
 * so that the storm of one source is not in the others' way. What is of one dedup key is in one batch at a time, and in
 * the order in which it came; so is all of a source that has a rate, for what is above it shows from what came before.
 */
@Injectable()
export class IntakeQueue {
  private waiting: WaitingPost[] = [];
  private waitingBytes = 0;
  /** How much of each source waits. */
  private readonly ownBytes = new Map<string, number>();
  private readonly ownPosts = new Map<string, number>();
  private readonly ownParts = new Map<string, number>();
  private readonly flights = new Set<Flight>();
  private isAboutToWork = false;

  constructor(
    private readonly ingestion: IngestionService,
    private readonly cache: SharedCache,
    private readonly tracing: Tracing,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @throws Problem 503 with Retry-After when too much waits already: Kibana tries again, and memory does not grow. */
  async take(post: Post): Promise<IntakeAnswer> {
    if (this.isFull(post.source.id)) {
      throw new Problem(503, 'overloaded', 'Too many alerts are waiting to be stored', {}, { 'retry-after': '5' });
    }
    const read = this.tryRead(post);
    if (!read) return this.ingestion.commitUnread(post);
    return new Promise((resolve, reject) => {
      const waiting = { read, traceparent: this.tracing.current, resolve, reject };
      this.waiting.push(waiting);
      this.account([waiting], 1);
      this.workSoon();
    });
  }

  private isFull(sourceId: string): boolean {
    return (
      this.waiting.length >= WAITING_POSTS ||
      this.waitingBytes >= WAITING_BYTES ||
      (this.ownPosts.get(sourceId) ?? 0) >= WAITING_POSTS * OWN_SHARE ||
      (this.ownBytes.get(sourceId) ?? 0) >= WAITING_BYTES * OWN_SHARE
    );
  }

  private account(posts: readonly WaitingPost[], sign: 1 | -1): void {
    for (const { read } of posts) {
      const { id } = read.post.source;
      const bytes = read.post.event.body.length;
      this.waitingBytes += sign * bytes;
      add(this.ownPosts, id, sign);
      add(this.ownBytes, id, sign * bytes);
      add(this.ownParts, id, sign * read.parts.length);
    }
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

  /** Once all that has arrived by now is read: it goes together. */
  private workSoon(): void {
    if (this.isAboutToWork) return;
    this.isAboutToWork = true;
    setImmediate(() => {
      this.isAboutToWork = false;
      this.work();
    });
  }

  /** Lets each lane that has room take what waits for it. */
  private work(): void {
    for (const lane of LANES) {
      while (this.waiting.length > 0 && this.hasRoom(lane)) {
        const batch = this.nextBatch(lane);
        if (batch.length === 0) break;
        this.fly(lane, batch);
      }
    }
  }

  private hasRoom(lane: Lane): boolean {
    return [...this.flights].filter((flight) => flight.lane === lane).length < MOST_IN_FLIGHT[lane];
  }

  private fly(lane: Lane, batch: readonly WaitingPost[]): void {
    const sources = new Set(batch.map(({ read }) => read.post.source.id));
    const flight = { lane, sources, keys: new Set(batch.flatMap(({ read }) => keysOf(read))) };
    this.flights.add(flight);
    void this.commit(batch).finally(() => {
      this.flights.delete(flight);
      this.workSoon();
    });
  }

  private nextBatch(lane: Lane): readonly WaitingPost[] {
    const busyFlights = [...this.flights].filter((flight) => flight.lane === 'busy');
    const waitMany = (id: string) => (this.ownParts.get(id) ?? 0) > BUSY_PARTS;
    const isIn = ({ id, stormRate }: PostSource) =>
      (lane === 'busy' ? waitMany(id) : !waitMany(id) && !busyFlights.some(({ sources }) => sources.has(id))) &&
      (stormRate === null || ![...this.flights].some(({ sources }) => sources.has(id)));
    // Whoever is behind a batch that is on its way must not be before it in another.
    const held = new Set([...this.flights].flatMap(({ keys }) => [...keys]));
    const taken = new Set<WaitingPost>();
    let first: string | null = null;
    let bytes = 0;
    let parts = 0;
    for (const waiting of this.waiting) {
      const { post, parts: more } = waiting.read;
      if (!isIn(post.source) || (lane === 'busy' && post.source.id !== (first ?? post.source.id))) continue;
      const keys = keysOf(waiting.read);
      if (keys.some((key) => held.has(key))) {
        for (const key of keys) held.add(key);
        continue;
      }
      const size = post.event.body.length;
      if (taken.size > 0 && (parts + more.length > BATCH_PARTS || bytes + size > BATCH_BYTES)) break;
      first ??= post.source.id;
      bytes += size;
      parts += more.length;
      taken.add(waiting);
    }
    this.waiting = this.waiting.filter((waiting) => !taken.has(waiting));
    this.account([...taken], -1);
    return [...taken];
  }

  private async commit(batch: readonly WaitingPost[]): Promise<void> {
    try {
      const plan = (): SpanPlan => ({
        name: 'commit of posts',
        attributes: { 'incidents.posts': batch.length },
        links: batch.flatMap(({ traceparent }) => traceparent ?? []),
      });
      const answers = await this.tracing.within(plan, () => this.tryCommit(batch.map(({ read }) => read)));
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
        // What a backend shared may name a team that is gone.
        if (isRace(error)) await this.cache.forget('routing');
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

function keysOf({ parts }: ReadPost): readonly string[] {
  return parts.flatMap(({ arrival }) => arrival?.alert.dedupKey ?? []);
}

/** Counts a source; one of which nothing waits is forgotten. */
function add(counts: Map<string, number>, id: string, more: number): void {
  const count = (counts.get(id) ?? 0) + more;
  if (count === 0) counts.delete(id);
  else counts.set(id, count);
}
