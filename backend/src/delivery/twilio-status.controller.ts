import { Controller, HttpCode, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { deliveryQuerySchema } from 'incident-core';
import { ProviderSignatures } from '../access/provider-signatures.ts';
import { Public } from '../platform/public.ts';
import { readParams } from '../platform/validate.ts';
import { Receipts } from './receipts.ts';
import { toReceipt } from './twilio-receipt.ts';

@Controller('v1/callbacks/twilio/status')
export class TwilioStatusController {
  constructor(
    private readonly signatures: ProviderSignatures,
    private readonly receipts: Receipts,
  ) {}

  /** Takes note of what became of an SMS or a call. */
  @Public()
  @Post()
  @HttpCode(204)
  async take(@Req() request: FastifyRequest, @Query() query: unknown): Promise<void> {
    const { fields } = this.signatures.twilio(request);
    const { delivery } = readParams(deliveryQuerySchema, query);
    const receipt = toReceipt(fields);
    if (receipt) await this.receipts.take(delivery, receipt);
  }
}
