import { Inject, Injectable } from '@nestjs/common';
import { decideSend, MOST_LISTED } from 'incident-core';
import { Clock } from '../platform/clock.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';
import { together } from '../platform/together.ts';
import { AnswerWays } from './answer-ways.ts';
import { DeliveryRepository, type ClaimedDelivery, type MessagePart } from './delivery.repository.ts';
import { recipientState } from './recipient-state.ts';

/** A part with the link by which its recipient answers; null where there is none. */
export interface LinkedPart extends MessagePart {
  readonly link: string | null;
}

/** A message whose turn has come. */
export interface Begun {
  readonly claimed: ClaimedDelivery;
  /** All that went in the message, the claimed delivery first. */
  readonly parts: readonly MessagePart[];
  /** What is still true, and is sent. */
  readonly live: readonly LinkedPart[];
  /** The deliveries that are true no longer, with the reason. */
  readonly withheld: ReadonlyMap<string, string>;
  readonly beganAt: Date;
}

/** A turn, or why it could not begin. */
export type Beginning =
  | { readonly kind: 'begun'; readonly begun: Begun }
  | { readonly kind: 'failed'; readonly claimed: ClaimedDelivery; readonly error: unknown };

/** Load, decide, apply on what was claimed: what of it is still true is given its links, and its attempt is noted. */
@Injectable()
export class Beginnings {
  constructor(
    private readonly deliveries: DeliveryRepository,
    private readonly ways: AnswerWays,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async of(claimed: readonly ClaimedDelivery[]): Promise<readonly Beginning[]> {
    if (claimed.length === 0) return [];
    const ids = claimed.flatMap(({ id, members }) => [id, ...members.map((member) => member.id)]);
    const contexts = new Map((await this.deliveries.contexts(ids)).map((context) => [context.deliveryId, context]));
    const turns = claimed.map((each) => toTurn(each, contexts, this.clock.now()));
    const begun = turns.flatMap((turn) => (turn.kind === 'begun' ? [turn.begun] : []));
    const links = new Map<string, string>();
    const noted = await together(
      begun,
      (some) => this.note(some, links),
      (error, count) => this.logger.error({ err: error, count }, 'attempts could not begin; each is begun alone'),
    );
    const failures = new Map<string, unknown>();
    begun.forEach(({ claimed: { id } }, at) => {
      const result = noted[at];
      if (result?.status === 'rejected') failures.set(id, result.reason);
    });
    return turns.map((turn) => (turn.kind === 'failed' ? turn : linked(turn.begun, links, failures)));
  }

  private async note(begun: readonly Begun[], links: Map<string, string>): Promise<void> {
    const tried = begun.filter(({ live }) => live.length > 0);
    await this.deliveries.beginAttempts(tried.map(({ claimed, beganAt }) => ({ ...claimed, at: beganAt })));
    for (const [id, link] of await this.ways.linksFor(tried.flatMap(answerable))) links.set(id, link);
  }
}

function toTurn(
  claimed: ClaimedDelivery,
  contexts: ReadonlyMap<string, MessagePart['context']>,
  beganAt: Date,
): Beginning {
  const parts: LinkedPart[] = [];
  const withheld = new Map<string, string>();
  for (const delivery of [claimed, ...claimed.members]) {
    const context = contexts.get(delivery.id);
    if (!context) return { kind: 'failed', claimed, error: new Error(`delivery ${delivery.id} has no notification`) };
    parts.push({ delivery, context, link: null });
    const reason = reasonToWithhold(context);
    if (reason !== null) withheld.set(delivery.id, reason);
  }
  const live = parts.filter(({ delivery }) => !withheld.has(delivery.id));
  return { kind: 'begun', begun: { claimed, parts, live, withheld, beganAt } };
}

function linked(begun: Begun, links: ReadonlyMap<string, string>, failures: ReadonlyMap<string, unknown>): Beginning {
  const { claimed } = begun;
  if (failures.has(claimed.id)) return { kind: 'failed', claimed, error: failures.get(claimed.id) };
  const live = begun.live.map((part) => ({ ...part, link: links.get(part.delivery.id) ?? null }));
  return { kind: 'begun', begun: { ...begun, live } };
}

function reasonToWithhold(context: MessagePart['context']): string | null {
  const decision = decideSend({
    event: context.event,
    incidentStatus: context.status,
    run: context.runStatus === null ? null : { status: context.runStatus, end: context.runEnd },
    recipient: context.recipientType === 'user' ? recipientState(context) : 'verified',
  });
  return decision.kind === 'suppress' ? decision.reason : null;
}

/** Only a person has a link, for it answers in their name; and each has one of its own, as far as they are listed. */
function answerable({ claimed, live }: Begun) {
  if (claimed.channel === 'voice') return [];
  return live
    .slice(0, MOST_LISTED)
    .filter(({ context }) => context.recipientType === 'user' && context.userName !== null)
    .map(({ delivery: { id, incidentId }, context: { recipientId: userId } }) => ({ id, userId, incidentId }));
}
