import { createHash } from 'node:crypto';
import { Controller, Headers, HttpCode, Inject, Post as HttpPost, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { IntakeAnswer } from 'incident-core';
import { Metrics } from '../metrics/metrics.ts';
import { OversizedBody } from '../platform/bodies.ts';
import { Clock } from '../platform/clock.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';
import { Problem } from '../platform/problem.ts';
import { Public } from '../platform/public.ts';
import { Random } from '../platform/random.ts';
import type { Noting, SpanPlan } from '../platform/span-plan.ts';
import { Tracing } from '../platform/tracing.ts';
import { IntakeQueue } from './intake-queue.ts';
import type { Post, PostSource } from './post.ts';
import { Senders } from './senders.ts';
import { RefusedPosts } from './refused-posts.ts';

/** The way in for Kibana's webhooks. */
@Controller('v1/alerts')
export class IngestionController {
  constructor(
    private readonly senders: Senders,
    private readonly queue: IntakeQueue,
    private readonly refused: RefusedPosts,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly tracing: Tracing,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Answers 202 after the commit, whatever the body was; 400 for none and 413 for one too large, which are kept too. */
  @Public()
  @HttpPost('elastic')
  @HttpCode(202)
  receive(
    @Req() request: FastifyRequest,
    @Headers('authorization') authorization: string | undefined,
    @Headers('traceparent') traceparent: string | undefined,
  ): Promise<IntakeAnswer> {
    const plan = (): SpanPlan => ({
      name: 'POST /v1/alerts/elastic',
      kind: 'server',
      attributes: { 'http.request.method': 'POST', 'http.route': '/v1/alerts/elastic' },
      ...(traceparent === undefined ? {} : { parent: { traceparent } }),
    });
    return this.tracing.within(plan, (note) => this.take(request, authorization, note));
  }

  private async take(request: FastifyRequest, authorization: string | undefined, note: Noting): Promise<IntakeAnswer> {
    const source = await this.senders.identify(authorization);
    const post = this.toPost(source, request);
    const answer = await this.keep(post);
    note(
      {
        'incidents.source_id': source.id,
        'incidents.raw_event_id': answer.raw_event_id,
        'incidents.outcomes': answer.results.map(({ outcome }) => outcome),
      },
      answer.results.flatMap(({ incident_id: id }) => id ?? []),
    );
    if (post.event.bodySize === 0) throw this.refusal(400, 'empty-body', 'The body is empty', answer);
    if (post.event.truncated) throw this.refusal(413, 'body-too-large', 'The body is over 1 MiB', answer);
    this.metrics.webhookRequests.inc({ outcome: 'accepted' });
    return answer;
  }

  private toPost(source: PostSource, request: FastifyRequest): Post {
    const given = request.body;
    const body = given instanceof OversizedBody ? given.head : Buffer.isBuffer(given) ? given : Buffer.alloc(0);
    return {
      source,
      event: {
        id: this.random.id(),
        receivedAt: this.clock.now(),
        sourceId: source.id,
        contentType: request.raw.headers['content-type']?.slice(0, 200) ?? null,
        body,
        bodySize: given instanceof OversizedBody ? given.size : body.length,
        bodySha256: createHash('sha256').update(body).digest(),
        truncated: given instanceof OversizedBody,
        via: 'push',
      },
    };
  }

  private async keep(post: Post): Promise<IntakeAnswer> {
    try {
      return await this.queue.take(post);
    } catch (error) {
      const outcome = error instanceof Problem ? 'overloaded' : 'failed';
      this.metrics.webhookRequests.inc({ outcome });
      const { source, event } = post;
      this.refused.count(outcome, source.id);
      this.logger.warn(
        { source: { id: source.id, name: source.name }, raw_event: { id: event.id }, outcome },
        'a post was not kept',
      );
      throw error;
    }
  }

  private refusal(status: number, type: string, title: string, answer: IntakeAnswer): Problem {
    this.metrics.webhookRequests.inc({ outcome: type.replaceAll('-', '_') });
    return new Problem(status, type, title, { ...answer });
  }
}
