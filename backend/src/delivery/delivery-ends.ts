import { Inject, Injectable } from '@nestjs/common';
import { isForItsAddress } from 'incident-core';
import { Metrics } from '../metrics/metrics.ts';
import { Clock } from '../platform/clock.ts';
import { afterCommit, DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';
import { Collector } from '../platform/together.ts';
import { Workers } from '../platform/workers.ts';
import { DirectoryService } from '../team/directory.service.ts';
import type { TimelineEntry } from '../timeline/timeline.ts';
import { TimelineService } from '../timeline/timeline.service.ts';
import { countAttempt, ENDED, type Ended } from './attempt.ts';
import type { Begun } from './beginnings.ts';
import { describeEnd, type Merge } from './describe-end.ts';
import { FirstSendRepository } from './first-send.repository.ts';
import { placeOf } from './slack-place.ts';
import { SlackMessageRepository } from './slack-message.repository.ts';
import { Unreached } from './unreached.ts';
import { DeliveryRepository, type ClaimedDelivery, type DeliveryEnd, type MessagePart } from './delivery.repository.ts';

/** A part of a message, and what came of it. */
interface EndedPart extends MessagePart {
  readonly end: DeliveryEnd;
}

/** A message, and what came of it. */
interface EndedMessage extends Ended, Pick<Begun, 'claimed' | 'withheld'> {
  readonly parts: readonly EndedPart[];
  readonly at: Date;
}

/** What one transaction writes at most. */
const MOST_TOGETHER = 200;

/**
 * Writes what came of attempts, for all that went in a message, with its place in each timeline, in one commit. What comes
 * while the commit before is under way goes in the next one together; each still writes under its own lease only.
 */
@Injectable()
export class DeliveryEnds {
  private readonly collector = new Collector<EndedMessage>(
    (messages) => this.commit(messages),
    MOST_TOGETHER,
    (error, count) => this.logger.error({ err: error, count }, 'ends could not be written together; each is alone'),
  );

  constructor(
    private readonly deliveries: DeliveryRepository,
    private readonly timeline: TimelineService,
    private readonly directory: DirectoryService,
    private readonly slackMessages: SlackMessageRepository,
    private readonly unreached: Unreached,
    private readonly firstSends: FirstSendRepository,
    private readonly workers: Workers,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Comes back after the commit. */
  async write({ claimed, parts, withheld }: Begun, ended: Ended): Promise<void> {
    const ends = parts.map((part): EndedPart => ({
      ...part,
      end: endOf(part.delivery.id, claimed.id, withheld, ended),
    }));
    const message: EndedMessage = { ...ended, claimed, withheld, parts: ends, at: this.clock.now() };
    // What did not get through may go by another channel, and waits for what else is told to the same person: alone.
    if (ends.some((part) => isUnreached(part, withheld))) await this.commit([message]);
    else await this.collector.add(message);
  }

  private async commit(messages: readonly EndedMessage[]): Promise<void> {
    const kept = await this.database.transaction(async (transaction) => {
      await this.deliveries.endAttempts(
        transaction,
        messages.flatMap(({ claimed, attempted, at }) => (attempted === null ? [] : [{ ...attempted, claimed, at }])),
      );
      const mine = await this.end(transaction, messages);
      for (const message of mine) {
        await this.follow(transaction, message);
        await this.tellUnreached(transaction, message);
      }
      await this.tell(transaction, mine);
      await this.noteFirstSends(transaction, mine);
      return mine;
    });
    for (const { attempted, claimed } of messages) {
      if (attempted) countAttempt(this.metrics, claimed.channel, attempted);
      if (!kept.some((message) => message.claimed.id === claimed.id)) this.logger.warn(about(claimed), LOST);
    }
    for (const { claimed, parts, at } of kept) for (const part of parts) this.count(claimed, part, at);
  }

  /** Those that were ended: no message whose lease was lost, and no part that had ended otherwise meanwhile. */
  private async end(transaction: Transaction, messages: readonly EndedMessage[]): Promise<readonly EndedMessage[]> {
    const leaders = messages.flatMap(({ claimed, parts: [leader], at }) =>
      leader ? [{ ...leader, claimed, at }] : [],
    );
    const ended = await this.deliveries.end(transaction, leaders);
    const mine = messages.filter(({ claimed }) => ended.has(claimed.id));
    const members = mine.flatMap(({ claimed, parts, at }) =>
      parts.slice(1).map(({ delivery: { id }, end }) => ({ id, leaderId: claimed.id, end, at })),
    );
    const went = await this.deliveries.endMembers(transaction, members);
    return mine.map((message) => {
      const parts = message.parts.filter(({ delivery: { id } }) => id === message.claimed.id || went.has(id));
      return { ...message, parts };
    });
  }

  /** What follows from an end beside the timeline: endpoints that are gone, messages to remember. */
  private async follow(
    transaction: Transaction,
    { claimed, parts, attempted, withheld, end, at: now }: EndedMessage,
  ): Promise<void> {
    const live = parts.filter(({ delivery }) => !withheld.has(delivery.id));
    const [first] = live;
    if (!first || !attempted) return;
    if (attempted.outcome.kind === 'refused' && attempted.outcome.gone && first.context.recipientType === 'webhook') {
      await this.directory.turnOffWebhook(transaction, first.context.recipientId, 'it answered 410 Gone', now);
    }
    const place = claimed.channel === 'slack' ? placeOf(end.providerId) : null;
    if (place !== null && live.length === 1) await this.slackMessages.keep(transaction, first.delivery.id, place);
    if (place !== null && live.length > 1 && first.context.address !== null) {
      const message = { ...place, conversation: first.context.address, deliveryId: claimed.id };
      const incidentIds = live.map(({ delivery }) => delivery.incidentId);
      await this.slackMessages.keepShared(transaction, message, incidentIds);
    }
  }

  /** Asks for another channel for what did not get through. */
  private async tellUnreached(
    transaction: Transaction,
    { claimed: { channel, firstAttemptAt }, parts, withheld, at: now }: EndedMessage,
  ): Promise<void> {
    for (const part of parts.filter((each) => isUnreached(each, withheld))) {
      const { dueAt, reason } = part.end;
      const claimed = { ...part.delivery, channel };
      const nextAfterMs = dueAt === null ? null : dueAt.getTime() - firstAttemptAt.getTime();
      await this.unreached.tell(transaction, { claimed, nextAfterMs, reason: reason ?? '' }, now);
    }
  }

  /** When an alert has first reached a channel is what the promise of paging is held against. */
  private async noteFirstSends(transaction: Transaction, messages: readonly EndedMessage[]): Promise<void> {
    const sends = messages.flatMap(({ parts, at }) =>
      parts.flatMap(({ context: { escalationId }, end: { status } }) =>
        escalationId !== null && (status === 'sent' || status === 'delivered') ? [{ escalationId, at }] : [],
      ),
    );
    const firsts = await this.firstSends.note(transaction, sends);
    afterCommit(transaction, () => {
      for (const { since, sentAt } of firsts) {
        this.metrics.intakeToFirstSendSeconds.observe(Math.max(0, sentAt.getTime() - since.getTime()) / 1000);
      }
    });
  }

  private async tell(transaction: Transaction, messages: readonly EndedMessage[]): Promise<void> {
    const entries = messages.flatMap(describeEnds);
    if (entries.length === 0) return;
    await this.timeline.append(transaction, entries);
    // Perhaps nobody is left to be reached: that is loud, and cannot wait. That somebody was is noted at the next poll.
    const isBad = messages.some(({ parts }) => parts.some(isOfRunAndNotArrived));
    if (isBad) await this.workers.ring(transaction, 'heard');
  }

  private count(claimed: ClaimedDelivery, { delivery, end }: EndedPart, now: Date): void {
    const { channel } = claimed;
    const what = about({ ...claimed, ...delivery });
    if (end.status === 'pending') {
      this.logger.warn(
        { ...what, reason: end.reason, retry_at: end.dueAt },
        'a delivery was refused and is tried again',
      );
      return;
    }
    this.metrics.deliveries.inc({ channel, status: end.status });
    if (end.status === 'failed') this.logger.error({ ...what, reason: end.reason }, 'a delivery failed');
    if (end.status === 'sent' || end.status === 'delivered') {
      this.metrics.plannedToSentSeconds.observe({ channel }, (now.getTime() - delivery.createdAt.getTime()) / 1000);
    }
  }
}

const LOST = 'the lease on a delivery was lost; another worker writes what came of it';

function about({
  id,
  channel,
  attempts,
  incidentId,
}: Pick<ClaimedDelivery, 'id' | 'channel' | 'attempts' | 'incidentId'>) {
  return { delivery: { id, channel, attempts }, incident: { id: incidentId } };
}

/** What is stale ends so. The one that carries the message stays as long as that is tried, be it stale itself. */
function endOf(id: string, leaderId: string, withheld: Begun['withheld'], { end }: Ended): DeliveryEnd {
  const reason = withheld.get(id);
  if (reason === undefined || (id === leaderId && end.status === 'pending')) return end;
  return { ...ENDED, status: 'suppressed', reason };
}

/** What is withheld is wanted no more, unless it is for its address. */
function isUnreached({ delivery, end: { status } }: EndedPart, withheld: Begun['withheld']): boolean {
  const reason = withheld.get(delivery.id);
  return reason === undefined ? status === 'pending' || status === 'failed' : isForItsAddress(reason);
}

function isOfRunAndNotArrived({ context, end: { status } }: EndedPart): boolean {
  return context.escalationId !== null && (status === 'failed' || status === 'suppressed');
}

function describeEnds({ claimed, parts, withheld, at }: EndedMessage): readonly TimelineEntry[] {
  const live = parts.filter(({ delivery }) => !withheld.has(delivery.id));
  return parts.flatMap((part) => {
    const { delivery, context, end } = part;
    if (end.status === 'pending') return [];
    const merge = withheld.has(delivery.id) ? undefined : mergeOf(part, live);
    return [describeEnd({ ...context, ...claimed, ...delivery }, end.status, end.reason, at, merge)];
  });
}

function mergeOf({ delivery }: EndedPart, live: readonly EndedPart[]): Merge | undefined {
  const [first, ...others] = live;
  if (first === undefined || others.length === 0) return undefined;
  return first.delivery.id === delivery.id ? { merged: live.length } : { merged_with: first.context.number };
}
