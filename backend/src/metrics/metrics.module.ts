import { Global, Module } from '@nestjs/common';
import { MetricsController } from './metrics.controller.ts';
import { Metrics } from './metrics.ts';
import { RedisFigures } from './redis-figures.ts';

@Global()
@Module({ controllers: [MetricsController], providers: [Metrics, RedisFigures], exports: [Metrics] })
export class MetricsModule {}
