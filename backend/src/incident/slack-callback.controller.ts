import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { idSchema, INCIDENT_ACTIONS } from 'incident-core';
import { z } from 'zod';
import { ProviderSignatures } from '../access/provider-signatures.ts';
import { AnswerWays } from '../delivery/answer-ways.ts';
import { Replies } from '../delivery/replies.ts';
import { Public } from '../platform/public.ts';
import { peekJson } from '../platform/validate.ts';
import { Answers } from './answers.ts';

/** A pressed button of ours. Slack also tells of buttons that only open an address: those are none. */
const pressedSchema = z.object({
  type: z.literal('block_actions'),
  user: z.object({ id: z.string().max(50) }),
  container: z.object({ channel_id: z.string().max(50) }),
  actions: z.tuple([z.object({ action_id: z.enum(INCIDENT_ACTIONS), value: idSchema })]),
});

@Controller('v1/callbacks/slack/interactive')
export class SlackCallbackController {
  constructor(
    private readonly signatures: ProviderSignatures,
    private readonly ways: AnswerWays,
    private readonly answers: Answers,
    private readonly replies: Replies,
  ) {}

  /** Does what a button says. What was done is seen in the message; why not, only who pressed it is told. */
  @Public()
  @Post()
  @HttpCode(200)
  async take(@Req() request: FastifyRequest): Promise<void> {
    const { fields, fingerprint } = this.signatures.slack(request);
    const pressed = pressedSchema.safeParse(peekJson(Buffer.from(fields.get('payload') ?? '')));
    if (!pressed.success || (await this.ways.hasSeen(fingerprint))) return;
    const { user, container, actions } = pressed.data;
    const text = await this.act(user.id, actions[0]);
    await this.ways.remember(fingerprint);
    if (text !== null) await this.replies.whisper(container.channel_id, user.id, text);
  }

  /** Answers what to say to who pressed it; null when the message says it. */
  private async act(
    slackUser: string,
    { action_id: action, value: incidentId }: z.infer<typeof pressedSchema>['actions'][0],
  ): Promise<string | null> {
    const by = await this.answers.memberOf(slackUser);
    if (by === null) return UNKNOWN;
    const taken = await this.answers.take({ action, incidentId, by, via: 'slack' });
    if (taken === null) return 'This incident is not there any more.';
    return taken.answered.kind === 'done' ? null : taken.text;
  }
}

const UNKNOWN =
  'Your Slack account is not known here, so that nothing was done. Ask an administrator to add it to your contact methods.';
