import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.ts';
import { DAY_MS, Pruning } from '../platform/pruning.ts';
import { Resealing } from '../platform/resealing.ts';
import { ConfigParts } from '../rules/config-parts.ts';
import { RulesModule } from '../rules/rules.module.ts';
import { ActedForUsers } from './acted-for-users.ts';
import { CalendarService } from './calendar.service.ts';
import { ContactMethodController } from './contact-method.controller.ts';
import { ContactMethodRepository } from './contact-method.repository.ts';
import { ContactMethodService } from './contact-method.service.ts';
import { ContactVerificationRepository } from './contact-verification.repository.ts';
import { ContactVerifications } from './contact-verifications.ts';
import { DirectoryRepository } from './directory.repository.ts';
import { DirectoryService } from './directory.service.ts';
import { Departures } from './departures.ts';
import { Forecast } from './forecast.ts';
import { MappingRows } from './mapping-rows.ts';
import { MappingStore } from './mapping-store.ts';
import { OnCallController } from './on-call.controller.ts';
import { OnCallService } from './on-call.service.ts';
import { OnCall } from './on-call.ts';
import { OverrideController } from './override.controller.ts';
import { OverrideRepository } from './override.repository.ts';
import { OverrideService } from './override.service.ts';
import { PeopleImport } from './people-import.ts';
import { PreferencesController } from './preferences.controller.ts';
import { PreferencesRepository } from './preferences.repository.ts';
import { PreferencesService } from './preferences.service.ts';
import { PreferredReaches } from './preferred-reach.ts';
import { RoutingRuleController } from './routing-rule.controller.ts';
import { RoutingRuleRepository } from './routing-rule.repository.ts';
import { RoutingRuleService } from './routing-rule.service.ts';
import { ScheduleController } from './schedule.controller.ts';
import { ScheduleReadiness } from './schedule-readiness.ts';
import { ScheduleRepository } from './schedule.repository.ts';
import { ScheduleService } from './schedule.service.ts';
import { SlackChannelController } from './slack-channel.controller.ts';
import { SlackChannelRepository } from './slack-channel.repository.ts';
import { SlackChannelService } from './slack-channel.service.ts';
import { TargetDeletion } from './target-deletion.ts';
import { TeamMappingConfig } from './team-mapping-config.ts';
import { TeamMappingController } from './team-mapping.controller.ts';
import { TeamMappingRepository } from './team-mapping.repository.ts';
import { TeamMappingService } from './team-mapping.service.ts';
import { TeamController } from './team.controller.ts';
import { TeamRepository } from './team.repository.ts';
import { TeamService } from './team.service.ts';
import { UserController } from './user.controller.ts';
import { UserRepository } from './user.repository.ts';
import { UserService } from './user.service.ts';
import { WebhookController } from './webhook.controller.ts';
import { WebhookRepository } from './webhook.repository.ts';
import { WebhookService } from './webhook.service.ts';

/** Who there is: teams, responders and the ways to reach them, webhooks, the rules that pick the team, and the schedules that say who is on call. */
@Module({
  imports: [AccessModule, RulesModule],
  controllers: [
    TeamController,
    UserController,
    ContactMethodController,
    PreferencesController,
    WebhookController,
    RoutingRuleController,
    ScheduleController,
    OverrideController,
    OnCallController,
    SlackChannelController,
    TeamMappingController,
  ],
  providers: [
    ActedForUsers,
    CalendarService,
    ContactMethodRepository,
    ContactMethodService,
    ContactVerificationRepository,
    ContactVerifications,
    DirectoryRepository,
    DirectoryService,
    Departures,
    Forecast,
    MappingRows,
    MappingStore,
    OnCall,
    OnCallService,
    OverrideRepository,
    OverrideService,
    PeopleImport,
    PreferencesRepository,
    PreferencesService,
    PreferredReaches,
    RoutingRuleRepository,
    RoutingRuleService,
    ScheduleReadiness,
    ScheduleRepository,
    ScheduleService,
    SlackChannelRepository,
    SlackChannelService,
    TargetDeletion,
    TeamMappingConfig,
    TeamMappingRepository,
    TeamMappingService,
    TeamRepository,
    TeamService,
    UserRepository,
    UserService,
    WebhookRepository,
    WebhookService,
  ],
  exports: [ContactVerifications, Departures, DirectoryService, Forecast, ScheduleReadiness],
})
export class TeamModule {
  constructor(
    pruning: Pruning,
    resealing: Resealing,
    codes: ContactVerificationRepository,
    parts: ConfigParts,
    mappings: TeamMappingConfig,
  ) {
    resealing.register({ table: 'webhooks', column: 'sealed_secrets', isList: true });
    parts.register(mappings);
    // What was sent of a code goes with it.
    pruning.register({
      name: 'contact_verifications',
      keptMs: 30 * DAY_MS,
      prune: (...batch) => codes.forget(...batch),
    });
  }
}
