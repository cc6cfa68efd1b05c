import { Inject, Injectable } from '@nestjs/common';
import { bucketsOf, planSends, providerBucket, type Channel, type SendPlan } from 'incident-core';
import { Metrics } from '../metrics/metrics.ts';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { TimelineService } from '../timeline/timeline.service.ts';
import { ClaimRepository, type DueDelivery, type TakenDelivery } from './claim.repository.ts';
import type { ClaimedDelivery } from './delivery.repository.ts';
import { describeHold } from './describe-end.ts';
import { readThrottles } from './throttle-settings.ts';

/** Most deliveries of one person that one message stands for. */
const MOST_MERGED = 1_000;

/** Who asks for deliveries, and how many of what it took before wait for an answer, by server. */
export interface Claimer {
  readonly channel: Channel;
  readonly byServer: ReadonlyMap<string, number>;
}

/** What a claim has come to. */
export interface Claimed {
  readonly deliveries: readonly ClaimedDelivery[];
  /** The servers that they go to, by their ids; of those that go to the channel's provider there is none. */
  readonly servers: ReadonlyMap<string, string>;
  /** Whether more may be due now: not where the provider has no room. */
  readonly isMore: boolean;
}

/**
 * Takes what is due and may be sent now, and notes what waits. Which deliveries go in one message is in the same commit:
 * whoever comes after a crash sends the same.
 */
@Injectable()
export class Claims {
  constructor(
    private readonly claims: ClaimRepository,
    private readonly timeline: TimelineService,
    private readonly metrics: Metrics,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  async take({ channel, byServer }: Claimer, now: Date, leaseSeconds: number, limit: number): Promise<Claimed> {
    if (!(await this.claims.isAnythingDue(channel, now))) return NOTHING;
    const leasedUntil = new Date(now.getTime() + leaseSeconds * 1000);
    const { taken, plan, servers } = await this.database.transaction(async (transaction) => {
      const throttles = readThrottles(await this.claims.lock(transaction, channel));
      // Where nothing is merged, what else waits for the same people is for the next claim: a lease is not for thousands.
      const most = throttles.mergeAbove === null ? 0 : MOST_MERGED;
      const due = await this.claims.lockDue(transaction, { channel, now, limit, most });
      const buckets = await this.claims.buckets(transaction, keysOf(channel, due));
      const waiting = due.map((delivery) => ({ ...delivery, server: serverOf(delivery) }));
      const planned = planSends(waiting, { throttles, buckets, byServer, now });
      const written = await this.claims.write(transaction, toWrite(planned, due), now, leasedUntil);
      await this.noteHolds(transaction, planned, due, now);
      return { taken: written, plan: planned, servers: serversOf(waiting) };
    });
    this.count(plan, taken);
    const deliveries = toClaimed(taken);
    // What is held has its turn later, and so is not met again in this tick.
    return { deliveries, servers, isMore: deliveries.length > 0 || (plan.holds.length > 0 && !plan.isProviderFull) };
  }

  /** A person's history says once that something waits for them; a provider's pace is no news. */
  private async noteHolds(
    transaction: Transaction,
    { holds }: SendPlan,
    due: readonly DueDelivery[],
    now: Date,
  ): Promise<void> {
    const byId = new Map(due.map((delivery) => [delivery.id, delivery]));
    const entries = holds.flatMap(({ id, reason, until }) => {
      const delivery = byId.get(id);
      const isNews = reason === 'throttle' && delivery !== undefined && delivery.holdReason !== 'throttle';
      return isNews ? [describeHold(delivery, { reason, until }, now)] : [];
    });
    if (entries.length > 0) await this.timeline.append(transaction, entries);
  }

  private count({ holds }: SendPlan, taken: readonly TakenDelivery[]): void {
    for (const { reason } of holds) this.metrics.deliveriesHeld.inc({ reason });
    const merged = taken.filter(({ mergedInto, attempts }) => mergedInto !== null && attempts === 1);
    if (merged.length > 0) this.metrics.deliveriesMerged.inc(merged.length);
  }
}

const NOTHING: Claimed = { deliveries: [], servers: new Map(), isMore: false };

function serverOf({ webhookUrl }: DueDelivery): string | null {
  if (webhookUrl === null) return null;
  return URL.canParse(webhookUrl) ? new URL(webhookUrl).host : webhookUrl;
}

function serversOf(
  waiting: readonly { readonly id: string; readonly server: string | null }[],
): ReadonlyMap<string, string> {
  return new Map(waiting.flatMap(({ id, server }) => (server === null ? [] : [[id, server] as const])));
}

function keysOf(channel: Channel, due: readonly DueDelivery[]): readonly string[] {
  return [providerBucket(channel), ...new Set(due.flatMap((delivery) => Object.values(bucketsOf(delivery))))];
}

/** What went together before goes, or waits, together again. */
function toWrite({ sends, holds, buckets }: SendPlan, due: readonly DueDelivery[]) {
  const before = new Map(due.map(({ id, memberIds }) => [id, memberIds]));
  return {
    buckets,
    holds: holds.flatMap((hold) => [hold, ...(before.get(hold.id) ?? []).map((id) => ({ ...hold, id }))]),
    sends: sends.flatMap(({ leaderId, memberIds }) => [
      { id: leaderId, leader: null },
      ...[...memberIds, ...(before.get(leaderId) ?? [])].map((id) => ({ id, leader: leaderId })),
    ]),
  };
}

function toClaimed(taken: readonly TakenDelivery[]): readonly ClaimedDelivery[] {
  const members = new Map<string, TakenDelivery[]>();
  for (const each of taken) {
    if (each.mergedInto === null) continue;
    const others = members.get(each.mergedInto) ?? [];
    others.push(each);
    members.set(each.mergedInto, others);
  }
  return taken
    .filter(({ mergedInto }) => mergedInto === null)
    .map(({ mergedInto: _, ...leader }) => ({ ...leader, members: members.get(leader.id) ?? [] }));
}
