import { Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import {
  linkActionParamsSchema,
  linkParamsSchema,
  linkQuerySchema,
  type AnswerAction,
  type LinkAnswer,
} from 'incident-core';
import { AnswerWays } from '../delivery/answer-ways.ts';
import type { AnswerLink } from '../delivery/answer-bond.ts';
import { Clock } from '../platform/clock.ts';
import { Public } from '../platform/public.ts';
import { readParams } from '../platform/validate.ts';
import { TimelineService } from '../timeline/timeline.service.ts';
import { CONTENT_SECURITY_POLICY } from './answer-page-style.ts';
import { Answers } from './answers.ts';
import { IncidentRepository } from './incident.repository.ts';
import { renderAnswerPage, renderDeadLink } from './render-answer-page.ts';

const SHOWN_ENTRIES = 30;

/** The page behind a link that was sent to a responder: looking changes nothing, for mail scanners look too. */
@Controller('ack/:token')
export class AnswerPageController {
  constructor(
    private readonly ways: AnswerWays,
    private readonly answers: Answers,
    private readonly incidents: IncidentRepository,
    private readonly timeline: TimelineService,
    private readonly clock: Clock,
  ) {}

  /** Shows the incident as it stands. */
  @Public()
  @Get()
  async show(@Param() params: unknown, @Query() query: unknown, @Res() reply: FastifyReply): Promise<void> {
    const { token } = readParams(linkParamsSchema, params);
    const { said } = readParams(linkQuerySchema, query);
    const link = await this.ways.findLink(token);
    const incident = link && (await this.incidents.find(link.incidentId));
    const now = this.clock.now();
    if (!link || !incident) return send(reply, 404, renderDeadLink('Nobody was sent such a link.'));
    if (link.expiresAt <= now) return send(reply, 410, renderDeadLink('It was good for a day.'));
    const timeline = await this.timeline.latest(incident.id, SHOWN_ENTRIES);
    return send(reply, 200, renderAnswerPage({ incident, timeline, link, token, said, now }));
  }

  /** Does what a button says, once, and leads back to the page. */
  @Public()
  @Post(':action')
  async act(@Param() params: unknown, @Res() reply: FastifyReply): Promise<void> {
    const { token, action } = readParams(linkActionParamsSchema, params);
    const link = await this.ways.findLink(token);
    if (!link) return send(reply, 404, renderDeadLink('Nobody was sent such a link.'));
    if (link.expiresAt <= this.clock.now()) return send(reply, 410, renderDeadLink('It was good for a day.'));
    const said = await this.answer(token, action, link);
    // Relative, so that it holds behind a proxy that serves this backend below a path.
    await reply.status(303).header('location', `../${token}?said=${said}`).header('cache-control', 'no-store').send();
  }

  private async answer(
    token: string,
    action: AnswerAction,
    { userId: id, userName: name, incidentId, acted }: AnswerLink,
  ): Promise<LinkAnswer> {
    if (acted.includes(action)) return 'again';
    const take = async () => {
      const taken = await this.answers.take({ action, incidentId, by: { id, name }, via: 'link' });
      return taken?.answered.kind ?? 'again';
    };
    // All others find, the second time, that it is so already.
    if (action === 'escalate') return this.takeOnce(token, action, take);
    const kind = await take();
    if (kind === 'done' || kind === 'unchanged') await this.ways.markActed(token, action);
    return kind;
  }

  /** Marked first, for two presses at once; what came to nothing may be tried again. */
  private async takeOnce(token: string, action: AnswerAction, take: () => Promise<LinkAnswer>): Promise<LinkAnswer> {
    if (!(await this.ways.markActed(token, action))) return 'again';
    let kind: LinkAnswer | null = null;
    try {
      return (kind = await take());
    } finally {
      if (kind !== 'done' && kind !== 'unchanged') await this.ways.unmarkActed(token, action);
    }
  }
}

async function send(reply: FastifyReply, status: number, html: string): Promise<void> {
  await reply
    .status(status)
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'cache-control': 'no-store',
      // The address is a secret: no page that is opened from here may learn it.
      'referrer-policy': 'no-referrer',
    })
    .send(html);
}
