import { Inject, Injectable } from '@nestjs/common';
import { guardedPost } from '../delivery/guarded-post.ts';
import { Metrics } from '../metrics/metrics.ts';
import { Clock } from '../platform/clock.ts';
import { CONFIG, type Config } from '../platform/config.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';

const PATIENCE_MS = 10_000;
/** The operator named the address, so any will do. */
const ANYWHERE = ['0.0.0.0/0', '::/0'];

/** Tells somebody outside that all is well; they raise the alarm when they hear nothing. */
@Injectable()
export class Heartbeat {
  constructor(
    private readonly metrics: Metrics,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Never throws: that nobody hears us is no reason to stop. */
  async beat(): Promise<void> {
    const { HEARTBEAT_URL: url } = this.config;
    if (url === undefined) return;
    const outcome = await guardedPost(
      url,
      { headers: { 'content-length': '0' }, body: new Uint8Array(), signal: AbortSignal.timeout(PATIENCE_MS) },
      { allowed: ANYWHERE, now: () => this.clock.now(), accepted: { kind: 'delivered', providerId: null } },
    );
    const isHeard = outcome.kind !== 'refused';
    this.metrics.heartbeats.inc({ outcome: isHeard ? 'accepted' : 'refused' });
    // The address may hold a secret, and stays out of the log.
    if (!isHeard) this.logger.warn({ reason: outcome.error }, 'the heartbeat was not heard');
  }
}
