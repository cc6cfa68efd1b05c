import { Module } from '@nestjs/common';
import { DirectoryRepository } from './directory.repository.ts';
import { DirectoryService } from './directory.service.ts';
import { WebhookRepository } from './webhook.repository.ts';

@Module({
  providers: [DirectoryRepository, DirectoryService, WebhookRepository],
  exports: [DirectoryService],
})
export class TeamModule {}
