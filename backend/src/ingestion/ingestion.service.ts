import { Inject, Injectable } from '@nestjs/common';
import {
  readDocument,
  sourceProblemAlert,
  toAlerts,
  type AlertReading,
  type AlertResult,
  type IntakeAnswer,
  type Unreadable,
} from 'incident-core';
import { IntakeService, type Landing } from '../incident/intake.service.ts';
import { Metrics } from '../metrics/metrics.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';
import type { FoundFate } from '../reconcile/pulled-intake.ts';
import type { LedgerEntry } from '../timeline/ledger.ts';
import { TimelineService } from '../timeline/timeline.service.ts';
import type { Part, Post, PostSource, ReadPost } from './post.ts';
import { RawEventRepository } from './raw-event.repository.ts';

/** Keeps posts and lets their alerts take effect, several posts in one transaction. */
@Injectable()
export class IngestionService {
  constructor(
    private readonly rawEvents: RawEventRepository,
    private readonly intake: IntakeService,
    private readonly timeline: TimelineService,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Reads a post; what follows from it waits for the commit. */
  read(post: Post): ReadPost {
    const { body, truncated, receivedAt, sourceId, via } = post.event;
    if (via === 'pull') return { post, parts: [toFoundPart(post)] };
    const readings = toAlerts({ body, truncated, receivedAt, sourceId });
    return { post, parts: readings.map((reading, position) => toPart(post, position, reading)) };
  }

  /** Decides and writes the posts in one commit; answers in their order. */
  async commit(posts: readonly ReadPost[]): Promise<readonly IntakeAnswer[]> {
    const parts = posts.flatMap((read) => read.parts);
    const results = await this.database.transaction((transaction) => this.write(transaction, posts, parts));
    parts.forEach((part, index) => this.tell(part, results[index]));
    let told = 0;
    return posts.map(({ post, parts: { length } }) => {
      told += length;
      return { raw_event_id: post.event.id, results: results.slice(told - length, told) };
    });
  }

  /** Keeps a post that our own fault keeps us from reading, and says so aloud; the sender's next try would fail the same way. */
  async commitUnread(post: Post): Promise<IntakeAnswer> {
    const problem: Unreadable = {
      reason: 'not_an_alert',
      path: '$',
      found: 'a body that makes our own code fail; the log says how',
      expected: 'please report this as a bug of the incident backend',
      rawText: post.event.body.subarray(0, 2_000).toString('latin1').replaceAll('\0', ' '),
    };
    const parts = [toPart(post, 0, { kind: 'unreadable', problem })];
    const [answer] = await this.commit([{ post, parts }]);
    if (!answer) throw new Error('a post was committed without an answer');
    return answer;
  }

  /** Lets a post that was kept, and of which the ledger says nothing, take effect now. */
  async takeAgain(transaction: Transaction, post: Post): Promise<void> {
    const read = this.read(post);
    const results = await this.write(transaction, [read], read.parts);
    read.parts.forEach((part, index) => this.tell(part, results[index]));
  }

  /**
   * Lets alerts take effect that were found in Elasticsearch, each a post of its own. Only what is news is kept: the same
   * document is found with every look.
   */
  async takeFound(transaction: Transaction, parts: readonly Part[]): Promise<readonly FoundFate[]> {
    const arrivals = parts.flatMap(({ arrival }) => (arrival ? [arrival] : []));
    const landings = await this.intake.take(transaction, arrivals, this.clock.now());
    const landed = parts.map((part, index) => ({ part, landing: landings[index] ?? null }));
    const news = landed.filter(({ landing }) => landing?.isNews);
    await this.rawEvents.insert(
      transaction,
      news.map(({ part }) => part.post.event),
    );
    await this.timeline.record(
      transaction,
      news.map(({ part, landing }) => toLedgerEntry(part, landing)),
    );
    return landed.map(({ landing }) => ({
      outcome: landing?.outcome ?? 'ignored',
      reason: landing?.reason ?? null,
      isNews: landing?.isNews ?? false,
    }));
  }

  /** The source's alerts are being refused, and someone must know. */
  async reportRefusal(source: PostSource, kind: 'dead_token' | 'too_fast'): Promise<void> {
    const receivedAt = this.clock.now();
    const alert = sourceProblemAlert({ kind, sourceId: source.id, sourceName: source.name, receivedAt });
    await this.database.transaction(async (transaction) => {
      await this.intake.take(transaction, [{ alert, source }], receivedAt);
    });
  }

  private async write(
    transaction: Transaction,
    posts: readonly ReadPost[],
    parts: readonly Part[],
  ): Promise<readonly AlertResult[]> {
    const now = this.clock.now();
    const events = posts.map(({ post }) => post.event);
    const arrivals = parts.flatMap(({ arrival }) => (arrival ? [arrival] : []));
    const [decided] = await Promise.all([
      this.intake.decide(transaction, arrivals, now),
      this.rawEvents.insert(transaction, events),
    ]);
    const landings = decided.landings.values();
    const landed = parts.map((part) => ({ part, landing: part.arrival ? (landings.next().value ?? null) : null }));
    await Promise.all([
      this.timeline.record(
        transaction,
        landed.map(({ part, landing }) => toLedgerEntry(part, landing)),
      ),
      this.intake.apply(transaction, decided, now),
    ]);
    return landed.map(({ part, landing }) => toResult(part, landing));
  }

  private tell({ post, reading }: Part, result: AlertResult | undefined): void {
    if (!result) return;
    this.metrics.alerts.inc({ outcome: result.outcome });
    if (reading.kind !== 'unreadable') return;
    const { reason, path, found, expected } = reading.problem;
    this.logger.warn(
      {
        source: { id: post.source.id, name: post.source.name },
        raw_event: { id: post.event.id },
        reason,
        path,
        found,
        expected,
      },
      'an alert could not be read',
    );
  }
}

/** A document that was kept once had its permit then. */
function toFoundPart(post: Post): Part {
  const { body, receivedAt, sourceId } = post.event;
  const reading = readDocument({ body, receivedAt, sourceId });
  if (reading.kind === 'unreadable') return toPart(post, 0, reading);
  const { alert, tracking } = reading.pulled;
  const pull = { tracking, permit: { kind: 'granted' as const } };
  return { post, position: 0, reading: { kind: 'alert', alert }, arrival: { alert, source: post.source, pull } };
}

function toPart(post: Post, position: number, reading: AlertReading): Part {
  const { source, event } = post;
  switch (reading.kind) {
    case 'alert':
      return { post, position, reading, arrival: { alert: reading.alert, source } };
    case 'empty':
      return { post, position, reading, arrival: null };
    case 'unreadable': {
      const about = { sourceId: source.id, sourceName: source.name, receivedAt: event.receivedAt };
      const alert = sourceProblemAlert({ kind: 'unreadable', ...about, problem: reading.problem });
      return { post, position, reading, arrival: { alert, source } };
    }
  }
}

function toResult({ reading, arrival }: Part, landing: Landing | null): AlertResult {
  const problem = reading.kind === 'unreadable' ? reading.problem : null;
  const replaced = reading.kind === 'alert' ? reading.alert.replacedDate : null;
  return {
    outcome: problem ? 'unreadable' : (landing?.outcome ?? 'ignored'),
    reason: problem?.reason ?? (reading.kind === 'empty' ? reading.reason : (landing?.reason ?? null)),
    dedup_key: arrival?.alert.dedupKey ?? null,
    incident_id: landing?.incidentId ?? null,
    team_id: landing?.teamId ?? null,
    path: problem?.path ?? (replaced ? '$.timestamp' : null),
    found: problem?.found ?? (replaced ? (replaced.found ?? 'nothing') : null),
    expected:
      problem?.expected ?? (replaced ? 'a date that is not in the future; the time of receipt stands in' : null),
  };
}

function toLedgerEntry(part: Part, landing: Landing | null): LedgerEntry {
  const { post, position, arrival } = part;
  const { dedup_key: dedupKey, incident_id: incidentId, team_id: teamId, ...result } = toResult(part, landing);
  return {
    rawEventId: post.event.id,
    position,
    receivedAt: post.event.receivedAt,
    sourceId: post.source.id,
    via: post.event.via,
    dedupKey,
    episode: landing?.episode ?? null,
    alertStatus: arrival?.alert.status ?? null,
    alertDate: arrival?.alert.date ?? null,
    incidentId,
    teamId,
    ...result,
  };
}
