import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.ts';
import { ConfigController } from './config.controller.ts';
import { ConfigParts } from './config-parts.ts';
import { ConfigService } from './config.service.ts';
import { ThresholdConfig } from './threshold-config.ts';
import { ThresholdController } from './threshold.controller.ts';
import { ThresholdRepository } from './threshold.repository.ts';
import { ThresholdService } from './threshold.service.ts';

/** Thresholds of alert rules, and configuration that files look after. */
@Module({
  imports: [AccessModule],
  controllers: [ThresholdController, ConfigController],
  providers: [ConfigParts, ConfigService, ThresholdConfig, ThresholdRepository, ThresholdService],
  exports: [ConfigParts],
})
export class RulesModule {
  constructor(parts: ConfigParts, thresholds: ThresholdConfig) {
    parts.register(thresholds);
  }
}
