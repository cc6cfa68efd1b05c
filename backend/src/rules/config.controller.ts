import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { givenConfigSchema, type ConfigAnswer, type ConfigDiffAnswer } from 'incident-core';
import { CurrentCaller, type Caller } from '../access/caller.ts';
import { readBody } from '../platform/validate.ts';
import { ConfigService } from './config.service.ts';

@Controller('v1/config')
export class ConfigController {
  constructor(private readonly config: ConfigService) {}

  /** Thresholds, team mappings and policies as files. */
  @Get()
  export(): Promise<ConfigAnswer> {
    return this.config.export();
  }

  /** What applying files would change. */
  @Post('diff')
  @HttpCode(200)
  diff(@Body() body: unknown): Promise<ConfigDiffAnswer> {
    return this.config.diff(readBody(givenConfigSchema, body));
  }

  /** Applies files. */
  @Post('apply')
  @HttpCode(200)
  apply(@Body() body: unknown, @CurrentCaller() { actor }: Caller): Promise<ConfigDiffAnswer> {
    return this.config.apply(readBody(givenConfigSchema, body), actor);
  }
}
