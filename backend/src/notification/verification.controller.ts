import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import {
  givenCodeSchema,
  idParamsSchema,
  type ContactMethodAnswer,
  type PlannedNotice,
  type VerificationAnswer,
} from 'incident-core';
import { CurrentCaller, type Caller } from '../access/caller.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database } from '../platform/database.ts';
import { readBody, readParams } from '../platform/validate.ts';
import { toContactMethodAnswer } from '../team/contact-method-answer.ts';
import { ContactVerifications, type BegunVerification } from '../team/contact-verifications.ts';
import { Notices } from './notices.ts';

@Controller('v1/contact-methods/:id/verification')
export class VerificationController {
  constructor(
    private readonly verifications: ContactVerifications,
    private readonly notices: Notices,
    private readonly clock: Clock,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  /** Sends a code by a contact method. */
  @Post()
  @HttpCode(202)
  async send(@Param() params: unknown, @CurrentCaller() caller: Caller): Promise<VerificationAnswer> {
    const { id } = readParams(idParamsSchema, params);
    const begun = await this.database.transaction(async (transaction) => {
      const verification = await this.verifications.begin(transaction, id, caller);
      await this.notices.plan(transaction, [toNotice(verification)], this.clock.now());
      return verification;
    });
    return { contact_method_id: id, channel: begun.method.channel, expires_at: begun.expiresAt.toISOString() };
  }

  /** Verifies a contact method with the code that it was sent. */
  @Post('confirm')
  @HttpCode(200)
  async confirm(@Param() params: unknown, @Body() body: unknown): Promise<ContactMethodAnswer> {
    const { id } = readParams(idParamsSchema, params);
    const { code } = readBody(givenCodeSchema, body);
    return toContactMethodAnswer(await this.verifications.confirm(id, code));
  }
}

function toNotice({ id, method: { id: contactMethodId, userId, channel } }: BegunVerification): PlannedNotice {
  return {
    uniqueKey: `v1:verification:${id}`,
    event: 'verification',
    about: { type: 'verification', id },
    recipient: { type: 'user', id: userId },
    channel,
    contactMethodId,
  };
}
