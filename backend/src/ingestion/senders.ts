import { Inject, Injectable } from '@nestjs/common';
import { SourceTokens, type SourceAuthentication } from '../access/source-tokens.ts';
import { Metrics } from '../metrics/metrics.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';
import { Problem, tooMany } from '../platform/problem.ts';
import { RateLimits } from '../platform/rate-limits.ts';
import type { PostSource } from './post.ts';
import { RefusedPosts } from './refused-posts.ts';
import { Refusals } from './refusals.ts';

const CHALLENGE = { 'www-authenticate': 'Bearer realm="alerts", Basic realm="alerts"' };

/** Tells who posts by the token; what is refused is counted, and said of a token that was good once. */
@Injectable()
export class Senders {
  constructor(
    private readonly tokens: SourceTokens,
    private readonly refusals: Refusals,
    private readonly refused: RefusedPosts,
    private readonly limits: RateLimits,
    private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @throws Problem 401, 429 */
  async identify(authorization: string | undefined): Promise<PostSource> {
    const found = await this.tokens.authenticate(authorization);
    if (found.kind === 'live') {
      await this.holdLimit(found);
      return found.source;
    }
    this.metrics.webhookRequests.inc({ outcome: 'unauthorized' });
    this.refused.count(`${found.kind}_token`, found.kind === 'dead' ? found.source.id : null);
    if (found.kind === 'dead') await this.refusals.report(found.source, 'dead_token');
    const source = found.kind === 'dead' ? { source: { id: found.source.id, name: found.source.name } } : {};
    this.logger.warn({ ...source, reason: found.kind, expected: 'the live token of a source' }, 'a post was refused');
    const detail = found.kind === 'missing' ? 'found no token' : 'found a token that is not alive';
    throw new Problem(
      401,
      'unauthorized',
      'A source token is needed',
      { detail: `${detail}; expected the live token of a source` },
      CHALLENGE,
    );
  }
  /** Never in silence: the source's people hear of it, and Kibana is told when to come again. */
  private async holdLimit({ source, tokenId }: Extract<SourceAuthentication, { kind: 'live' }>): Promise<void> {
    const seconds = await this.limits.secondsToWait('intake', tokenId);
    if (seconds === 0) return;
    this.metrics.webhookRequests.inc({ outcome: 'too_many' });
    this.refused.count('too_many', source.id);
    await this.refusals.report(source, 'too_fast');
    throw tooMany('posts with this token', this.limits.describe('intake'), seconds);
  }
}
