import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';
import { Channels } from './channels.ts';
import { Composer } from './composer.ts';
import { DeliveryRepository } from './delivery.repository.ts';

/** Slack waits three seconds for the answer to a pressed button, which this is part of. */
const WHISPER_MS = 2_000;

/** A call of ours that somebody is in. */
export interface MadeCall {
  readonly userId: string;
  readonly incidentId: string;
  readonly twiml: string;
}

/** What is said back to those who answer. */
@Injectable()
export class Replies {
  constructor(
    private readonly deliveries: DeliveryRepository,
    private readonly composer: Composer,
    private readonly channels: Channels,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Whom a call was made to, of what, and what it says now; null for what is no call, or is gone. */
  async callOf(deliveryId: string): Promise<MadeCall | null> {
    const [context] = await this.deliveries.contexts([deliveryId]);
    if (context?.recipientType !== 'user') return null;
    const { recipientId: userId, incidentId } = context;
    return { userId, incidentId, twiml: await this.composer.callAgain(context, this.clock.now()) };
  }

  /** Tells one member of a Slack conversation something that nobody else sees. What is lost here is a courtesy. */
  async whisper(channel: string, member: string, text: string): Promise<void> {
    const outcome = await this.channels.slack?.whisper(channel, member, text, WHISPER_MS);
    if (outcome?.kind === 'refused') this.logger.warn({ reason: outcome.error }, 'an answer in Slack was not shown');
  }
}
