import { Body, Controller, Delete, HttpCode, Param, Patch, Post } from '@nestjs/common';
import {
  contactMethodChangeSchema,
  idParamsSchema,
  newContactMethodSchema,
  type ContactMethodAnswer,
} from 'incident-core';
import { CurrentCaller, may, type Caller } from '../access/caller.ts';
import { forbidden } from '../access/route-rules.ts';
import { readBody, readParams } from '../platform/validate.ts';
import { toContactMethodAnswer } from './contact-method-answer.ts';
import { ContactMethodService } from './contact-method.service.ts';

@Controller('v1')
export class ContactMethodController {
  constructor(private readonly contactMethods: ContactMethodService) {}

  /** Gives a responder a contact method. */
  @Post('users/:id/contact-methods')
  async create(
    @Param() params: unknown,
    @Body() body: unknown,
    @CurrentCaller() caller: Caller,
  ): Promise<ContactMethodAnswer> {
    const { id } = readParams(idParamsSchema, params);
    const given = readBody(newContactMethodSchema, body);
    if (given.verified) refuseToVouch(caller);
    return toContactMethodAnswer(await this.contactMethods.create(id, given));
  }

  /** Changes a contact method. */
  @Patch('contact-methods/:id')
  async change(
    @Param() params: unknown,
    @Body() body: unknown,
    @CurrentCaller() caller: Caller,
  ): Promise<ContactMethodAnswer> {
    const { id } = readParams(idParamsSchema, params);
    const given = readBody(contactMethodChangeSchema, body);
    if (given.verified) refuseToVouch(caller);
    return toContactMethodAnswer(await this.contactMethods.change(id, given));
  }

  /** Deletes a contact method. */
  @Delete('contact-methods/:id')
  @HttpCode(204)
  async delete(@Param() params: unknown): Promise<void> {
    await this.contactMethods.delete(readParams(idParamsSchema, params).id);
  }
}

/** Others are told there, and whoever answers from there acts as its owner: the owner's own word is not enough. */
function refuseToVouch(caller: Caller): void {
  if (!may(caller, 'manage', 'all')) throw forbidden('manage', { teams: 'all' });
}
