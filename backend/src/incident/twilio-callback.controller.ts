import { Controller, Header, HttpCode, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { deliveryQuerySchema, readReplyCodes, renderSmsAnswer, renderVoiceEnd, VOICE_KEYS } from 'incident-core';
import { ProviderSignatures, type SignedForm } from '../access/provider-signatures.ts';
import { AnswerWays } from '../delivery/answer-ways.ts';
import { Replies } from '../delivery/replies.ts';
import { Public } from '../platform/public.ts';
import { readParams } from '../platform/validate.ts';
import { Answers } from './answers.ts';

@Controller('v1/callbacks/twilio')
export class TwilioCallbackController {
  constructor(
    private readonly signatures: ProviderSignatures,
    private readonly ways: AnswerWays,
    private readonly answers: Answers,
    private readonly replies: Replies,
  ) {}

  /** Acknowledges what the four digits of an SMS stand for, and says what came of it. */
  @Public()
  @Post('sms')
  @HttpCode(200)
  @Header('content-type', 'text/xml; charset=utf-8')
  async sms(@Req() request: FastifyRequest): Promise<string> {
    const form = this.signatures.twilio(request);
    return renderSmsAnswer(await this.answerSms(form));
  }

  /** Acknowledges at the press of a key, or says it again. */
  @Public()
  @Post('voice')
  @HttpCode(200)
  @Header('content-type', 'text/xml; charset=utf-8')
  async voice(@Req() request: FastifyRequest, @Query() query: unknown): Promise<string> {
    const form = this.signatures.twilio(request);
    const { delivery } = readParams(deliveryQuerySchema, query);
    const call = await this.replies.callOf(delivery);
    if (call === null) return renderVoiceEnd('This incident is not there any more. Goodbye.');
    if (form.fields.get('Digits') !== VOICE_KEYS.acknowledge) return call.twiml;
    const owners = await this.answers.phoneOwners(form.fields.get('To') ?? '');
    const by = owners.find(({ id }) => id === call.userId);
    if (!by) return renderVoiceEnd('This number is not known here any more. Nothing was done. Goodbye.');
    const text = await this.acknowledge(form, call.incidentId, by, 'voice');
    return renderVoiceEnd(`${text}. Goodbye.`);
  }

  private async answerSms(form: SignedForm): Promise<string> {
    const owners = await this.answers.phoneOwners(form.fields.get('From') ?? '');
    if (owners.length === 0) return 'This number is not known here. Nothing was done.';
    const codes = readReplyCodes(form.fields.get('Body') ?? '');
    if (codes.length === 0) return 'Reply with the four digits of the message to acknowledge its incident.';
    const bond = await this.ways.findCode(
      owners.map(({ id }) => id),
      codes,
    );
    const by = owners.find(({ id }) => id === bond?.userId);
    if (bond === null || !by)
      return `${codes.join(', ')} is no code of a message to you, or no longer. Nothing was done.`;
    return this.acknowledge(form, bond.incidentId, by, 'sms');
  }

  /** The same call of Twilio's again changes nothing: it is answered with how things stand. */
  private async acknowledge(
    { fingerprint }: SignedForm,
    incidentId: string,
    by: { readonly id: string; readonly name: string },
    via: 'sms' | 'voice',
  ): Promise<string> {
    const taken = (await this.ways.hasSeen(fingerprint))
      ? await this.answers.again('acknowledge', incidentId)
      : await this.answers.take({ action: 'acknowledge', incidentId, by, via });
    await this.ways.remember(fingerprint);
    return taken?.text ?? 'This incident is not there any more';
  }
}
