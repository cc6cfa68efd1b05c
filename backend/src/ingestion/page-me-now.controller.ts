import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { givenPageTestSchema, idParamsSchema, type BegunPageTest, type PageTestAnswer } from 'incident-core';
import { CurrentCaller, type Caller } from '../access/caller.ts';
import { readBody, readParams } from '../platform/validate.ts';
import { PageTestReader } from './page-test-reader.ts';
import { PageMeNow } from './page-me-now.ts';

@Controller('v1/page-me-now')
export class PageMeNowController {
  constructor(
    private readonly tests: PageMeNow,
    private readonly reader: PageTestReader,
  ) {}

  /** Tries with a real message whether people are reached. */
  @Post()
  @HttpCode(202)
  async ask(@Body() body: unknown, @CurrentCaller() caller: Caller): Promise<BegunPageTest> {
    const { id, payload } = await this.tests.ask(readBody(givenPageTestSchema, body), caller);
    return { ...(await this.reader.get(id, caller)), payload };
  }

  /** What has become of a test. */
  @Get(':id')
  async get(@Param() params: unknown, @CurrentCaller() caller: Caller): Promise<PageTestAnswer> {
    return this.reader.get(readParams(idParamsSchema, params).id, caller);
  }
}
