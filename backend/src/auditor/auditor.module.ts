import { Module } from '@nestjs/common';
import { TimelineModule } from '../timeline/timeline.module.ts';
import { AuditRepository } from './audit.repository.ts';
import { Auditor } from './auditor.ts';
import { Heartbeat } from './heartbeat.ts';
import { PatrolWalk } from './patrol-walk.ts';
import { SelfCheckController } from './self-check.controller.ts';
import { SelfCheck } from './self-check.ts';

@Module({
  imports: [TimelineModule],
  controllers: [SelfCheckController],
  providers: [AuditRepository, Auditor, Heartbeat, PatrolWalk, SelfCheck],
})
export class AuditorModule {}
