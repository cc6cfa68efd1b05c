import { Controller, Get, Query } from '@nestjs/common';
import { auditQuerySchema, type AuditVerification } from 'incident-core';
import { readParams } from '../platform/validate.ts';
import { AuditTrail } from './audit-trail.ts';

@Controller('v1/audit')
export class AuditTrailController {
  constructor(private readonly trail: AuditTrail) {}

  /** Changes of configuration and access, the latest first. */
  @Get()
  list(@Query() query: unknown) {
    return this.trail.page(readParams(auditQuerySchema, query));
  }

  /** Whether the audit trail is as it was written. */
  @Get('verify')
  verify(): Promise<AuditVerification> {
    return this.trail.verify();
  }
}
