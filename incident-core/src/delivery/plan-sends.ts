import type { Channel, HoldReason, NotificationEvent } from '../model/notification.ts';
import { worseSeverity, type Severity, type Urgency } from '../model/severity.ts';
import { PLACE_CHANNELS, type PlaceChannel, type Throttles } from '../model/throttle.ts';
import { decideThrottle, tokensIn, type ThrottleBucket } from './throttle.ts';

/** A delivery whose turn has come, as far as its sending depends on it. */
export interface WaitingDelivery {
  readonly id: string;
  readonly channel: Channel;
  readonly event: NotificationEvent;
  readonly urgency: Urgency;
  readonly severity: Severity;
  readonly dueAt: Date;
  /** Attempts so far. What was tried goes again as it was, under the same id. */
  readonly attempts: number;
  readonly holdReason: HoldReason | null;
  /** The responder's contact method; null where it goes to no responder. */
  readonly contactMethodId: string | null;
  /** The recipient that is no responder. */
  readonly recipientId: string;
  /** The server that is called, by host and port, where recipients have their own; null where the channel's provider is. */
  readonly server: string | null;
}

/**
 * So many messages of a lane wait for one server's answer at most: what else is for it waits, so that one that says
 * nothing leaves the others room. A lane begins no more than this at a time, so one that answers soon is not slowed down.
 */
export const MOST_AT_ONE_SERVER = 25;
/** So long what waits for a server stands aside, before it is looked at again. */
const STANDS_ASIDE_MS = 2_000;

/** What is sent now, together: one message, whose id is that of the first. */
export interface PlannedSend {
  readonly leaderId: string;
  /** Beside the leader; empty for a message of its own. */
  readonly memberIds: readonly string[];
}

/** What is not sent now. */
export interface PlannedHold {
  readonly id: string;
  readonly reason: Exclude<HoldReason, 'quiet_hours'>;
  readonly until: Date;
}

/** What becomes of what is due: each of it is in one send or in one hold. */
export interface SendPlan {
  readonly sends: readonly PlannedSend[];
  readonly holds: readonly PlannedHold[];
  /** The buckets that have changed, by key. */
  readonly buckets: ReadonlyMap<string, ThrottleBucket>;
  /** Whether something waits for the provider itself: what comes behind it could not go either. */
  readonly isProviderFull: boolean;
}

/** The limits and what is left of them. Of a bucket that is missing nothing has been taken. */
export interface ThrottleState {
  readonly throttles: Throttles;
  readonly buckets: ReadonlyMap<string, ThrottleBucket>;
  /** How many messages of this lane wait for each server's answer. */
  readonly byServer: ReadonlyMap<string, number>;
  readonly now: Date;
}

/** The key of the bucket of all that leaves by a channel. */
export const providerBucket = (channel: Channel) => `provider:${channel}`;

/** The keys of the buckets that a delivery may take from, its provider's aside. */
export function bucketsOf(waiting: Pick<WaitingDelivery, 'channel' | 'contactMethodId' | 'recipientId'>) {
  const place = `${waiting.channel}:${waiting.contactMethodId ?? waiting.recipientId}`;
  return { place: `place:${place}`, high: `person:${place}:high`, low: `person:${place}:low` } as const;
}

/** Whether several of one person may become one message: not what brings the incident's own Slack message up to date. */
function isMergeable({ channel, event, contactMethodId, attempts }: WaitingDelivery): boolean {
  if (contactMethodId === null || attempts > 0) return false;
  return channel !== 'slack' || (event !== 'standing_changed' && event !== 'resolved');
}

/**
 * Decides what of all that is due on a channel is sent now, what together, and what waits. The urgent come first, then
 * the severe, then the old. One person's are merged when they are many, when they have waited, or when there is room for
 * fewer than there are; nothing is dropped, and who has room left is told at once.
 */
export function planSends(waiting: readonly WaitingDelivery[], state: ThrottleState): SendPlan {
  const plan = new Plan(state);
  for (const group of toGroups([...waiting].sort(byRank), state)) plan.add(group);
  return plan;
}

/** Deliveries of which each costs a message, or that cost one together. */
interface Group {
  readonly merged: readonly WaitingDelivery[];
  /** The person's bucket; null where no person is disturbed. */
  readonly person: string | null;
}

function toGroups(ranked: readonly WaitingDelivery[], state: ThrottleState): readonly Group[] {
  const piles = new Map<string, WaitingDelivery[]>();
  const groups: Group[] = [];
  for (const each of ranked) {
    if (!isMergeable(each)) groups.push({ merged: [each], person: null });
    else piles.set(bucketsOf(each).place, [...(piles.get(bucketsOf(each).place) ?? []), each]);
  }
  groups.push(...[...piles.values()].flatMap((pile) => splitPile(pile, state)));
  return groups.sort((one, other) => byRank(first(one), first(other)));
}

/** A storm becomes one message whatever is in it; else what is urgent is not held up, and not buried, by what is not. */
function splitPile(pile: readonly WaitingDelivery[], state: ThrottleState): readonly Group[] {
  const most = state.throttles.mergeAbove ?? Number.POSITIVE_INFINITY;
  const isStorm = pile.filter((each) => !hasWaited(each)).length > most;
  const high = pile.filter(({ urgency }) => urgency === 'high');
  const low = pile.filter(({ urgency }) => urgency === 'low');
  if (isStorm || (high.length > 0 && isMerged(high, state))) return [together(pile)];
  return [...singles(high), ...(isMerged(low, state) ? [together(low)] : singles(low))];
}

function isMerged(some: readonly WaitingDelivery[], { throttles, buckets, now }: ThrottleState): boolean {
  const [one] = some;
  if (one === undefined || some.length === 1) return false;
  if (some.some(hasWaited)) return true;
  const key = personBucket(one);
  return tokensIn(buckets.get(key) ?? null, limitOf(key, one, throttles), now) < some.length;
}

function hasWaited({ holdReason }: WaitingDelivery): boolean {
  return holdReason === 'quiet_hours' || holdReason === 'throttle';
}

function together(merged: readonly WaitingDelivery[]): Group {
  const [one] = merged;
  return { merged, person: one === undefined ? null : personBucket(one) };
}

function singles(some: readonly WaitingDelivery[]): readonly Group[] {
  return some.map((each) => ({ merged: [each], person: personBucket(each) }));
}

function personBucket(one: WaitingDelivery): string {
  return bucketsOf(one)[one.urgency];
}

function limitOf(key: string, { channel }: WaitingDelivery, { providers, places, people }: Throttles) {
  if (key.startsWith('provider:')) return providers[channel];
  if (key.startsWith('place:')) return isPlaceChannel(channel) ? places[channel] : null;
  return channel === 'webhook' || channel === 'teams' ? null : people[channel];
}

function isPlaceChannel(channel: Channel): channel is PlaceChannel {
  return PLACE_CHANNELS.some((each) => each === channel);
}

/** The plan while it is made. */
class Plan implements SendPlan {
  readonly sends: PlannedSend[] = [];
  readonly holds: PlannedHold[] = [];
  readonly buckets = new Map<string, ThrottleBucket>();
  isProviderFull = false;
  readonly #held = new Map<string, number>();
  readonly #begun = new Map<string, number>();
  readonly #state: ThrottleState;

  constructor(state: ThrottleState) {
    this.#state = state;
  }

  /** Takes from all buckets or from none. */
  add(group: Group): void {
    const { throttles, buckets, now } = this.#state;
    const { merged, person } = group;
    const one = first(group);
    if (this.#isFull(one)) {
      this.#hold(merged, 'provider_throttle', new Date(now.getTime() + STANDS_ASIDE_MS));
      return;
    }
    const taken = new Map<string, ThrottleBucket>();
    for (const key of [...(person === null ? [] : [person]), bucketsOf(one).place, providerBucket(one.channel)]) {
      const bucket = this.buckets.get(key) ?? buckets.get(key) ?? null;
      const ahead = this.#held.get(key) ?? 0;
      const decision = decideThrottle(bucket, limitOf(key, one, throttles), now, { cost: 1, ahead });
      if (decision.kind === 'hold') {
        this.#hold(merged, key === person ? 'throttle' : 'provider_throttle', decision.until);
        this.#held.set(key, ahead + 1);
        if (key === providerBucket(one.channel)) this.isProviderFull = true;
        return;
      }
      if (decision.bucket !== null) taken.set(key, decision.bucket);
    }
    for (const [key, bucket] of taken) this.buckets.set(key, bucket);
    if (one.server !== null) this.#begun.set(one.server, (this.#begun.get(one.server) ?? 0) + 1);
    this.sends.push({ leaderId: one.id, memberIds: merged.slice(1).map(({ id }) => id) });
  }

  #isFull({ server }: WaitingDelivery): boolean {
    if (server === null) return false;
    return (this.#state.byServer.get(server) ?? 0) + (this.#begun.get(server) ?? 0) >= MOST_AT_ONE_SERVER;
  }

  #hold(merged: readonly WaitingDelivery[], reason: PlannedHold['reason'], until: Date): void {
    this.holds.push(...merged.map(({ id }) => ({ id, reason, until })));
  }
}

function first({ merged }: Group): WaitingDelivery {
  const [one] = merged;
  if (one === undefined) throw new RangeError('a message is of at least one delivery');
  return one;
}

function byRank(one: WaitingDelivery, other: WaitingDelivery): number {
  if (one.urgency !== other.urgency) return one.urgency === 'high' ? -1 : 1;
  if (one.severity !== other.severity) return worseSeverity(one.severity, other.severity) === one.severity ? -1 : 1;
  return one.dueAt.getTime() - other.dueAt.getTime() || (one.id < other.id ? -1 : 1);
}
