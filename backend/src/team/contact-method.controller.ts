import { Body, Controller, Delete, HttpCode, Param, Patch, Post } from '@nestjs/common';
import {
  contactMethodChangeSchema,
  idParamsSchema,
  newContactMethodSchema,
  type ContactMethodAnswer,
} from 'incident-core';
import { readBody, readParams } from '../platform/validate.ts';
import { toContactMethodAnswer } from './contact-method-answer.ts';
import { ContactMethodService } from './contact-method.service.ts';

@Controller('v1')
export class ContactMethodController {
  constructor(private readonly contactMethods: ContactMethodService) {}

  /** Gives a responder a contact method. */
  @Post('users/:id/contact-methods')
  async create(@Param() params: unknown, @Body() body: unknown): Promise<ContactMethodAnswer> {
    const { id } = readParams(idParamsSchema, params);
    return toContactMethodAnswer(await this.contactMethods.create(id, readBody(newContactMethodSchema, body)));
  }

  /** Changes a contact method. */
  @Patch('contact-methods/:id')
  async change(@Param() params: unknown, @Body() body: unknown): Promise<ContactMethodAnswer> {
    const { id } = readParams(idParamsSchema, params);
    return toContactMethodAnswer(await this.contactMethods.change(id, readBody(contactMethodChangeSchema, body)));
  }

  /** Deletes a contact method. */
  @Delete('contact-methods/:id')
  @HttpCode(204)
  async delete(@Param() params: unknown): Promise<void> {
    await this.contactMethods.delete(readParams(idParamsSchema, params).id);
  }
}
