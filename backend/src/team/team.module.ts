import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.ts';
import { ActedForUsers } from './acted-for-users.ts';
import { ContactMethodController } from './contact-method.controller.ts';
import { ContactMethodRepository } from './contact-method.repository.ts';
import { ContactMethodService } from './contact-method.service.ts';
import { DirectoryRepository } from './directory.repository.ts';
import { DirectoryService } from './directory.service.ts';
import { RoutingRuleController } from './routing-rule.controller.ts';
import { RoutingRuleRepository } from './routing-rule.repository.ts';
import { RoutingRuleService } from './routing-rule.service.ts';
import { TargetDeletion } from './target-deletion.ts';
import { TeamController } from './team.controller.ts';
import { TeamRepository } from './team.repository.ts';
import { TeamService } from './team.service.ts';
import { UserController } from './user.controller.ts';
import { UserRepository } from './user.repository.ts';
import { UserService } from './user.service.ts';
import { WebhookController } from './webhook.controller.ts';
import { WebhookRepository } from './webhook.repository.ts';
import { WebhookService } from './webhook.service.ts';

/** Who there is: teams, responders and the ways to reach them, webhooks, and the rules that pick the team. */
@Module({
  imports: [AccessModule],
  controllers: [TeamController, UserController, ContactMethodController, WebhookController, RoutingRuleController],
  providers: [
    ActedForUsers,
    ContactMethodRepository,
    ContactMethodService,
    DirectoryRepository,
    DirectoryService,
    RoutingRuleRepository,
    RoutingRuleService,
    TargetDeletion,
    TeamRepository,
    TeamService,
    UserRepository,
    UserService,
    WebhookRepository,
    WebhookService,
  ],
  exports: [DirectoryService],
})
export class TeamModule {}
