import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { AccessModule } from './access/access.module.ts';
import { AuditorModule } from './auditor/auditor.module.ts';
import { DeliveryModule } from './delivery/delivery.module.ts';
import { EscalationModule } from './escalation/escalation.module.ts';
import { FiguresModule } from './figures/figures.module.ts';
import { IncidentModule } from './incident/incident.module.ts';
import { IngestionModule } from './ingestion/ingestion.module.ts';
import { MetricsModule } from './metrics/metrics.module.ts';
import { NotificationModule } from './notification/notification.module.ts';
import { PlatformModule, type Ground } from './platform/platform.module.ts';
import { ProblemFilter } from './platform/problem.filter.ts';
import { ReconcileModule } from './reconcile/reconcile.module.ts';
import { RulesModule } from './rules/rules.module.ts';
import { TeamModule } from './team/team.module.ts';
import { TimelineModule } from './timeline/timeline.module.ts';

/** The table of contents: the stages in the order in which an alert passes through them, then what they stand on. */
@Module({})
export class AppModule {
  static on(ground: Ground): DynamicModule {
    return {
      module: AppModule,
      imports: [
        AuditorModule,
        FiguresModule,
        IngestionModule,
        ReconcileModule,
        IncidentModule,
        EscalationModule,
        NotificationModule,
        DeliveryModule,
        TeamModule,
        RulesModule,
        AccessModule,
        TimelineModule,
        MetricsModule,
        PlatformModule.on(ground),
        ScheduleModule.forRoot(),
      ],
      providers: [{ provide: APP_FILTER, useClass: ProblemFilter }],
    };
  }
}
