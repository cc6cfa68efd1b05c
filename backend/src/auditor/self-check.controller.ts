import { Controller, Get } from '@nestjs/common';
import type { SelfCheckAnswer } from 'incident-core';
import { SelfCheck } from './self-check.ts';

@Controller('v1/self-check')
export class SelfCheckController {
  constructor(private readonly selfCheck: SelfCheck) {}

  /** What the auditor last found, and what is still wrong. */
  @Get()
  read(): Promise<SelfCheckAnswer> {
    return this.selfCheck.read();
  }
}
