import { Global, Module } from '@nestjs/common';
import { MetricsController } from './metrics.controller.ts';
import { Metrics } from './metrics.ts';
import { PruningFigures } from './pruning-figures.ts';
import { RedisFigures } from './redis-figures.ts';
import { ResealingFigures } from './resealing-figures.ts';

@Global()
@Module({
  controllers: [MetricsController],
  providers: [Metrics, PruningFigures, RedisFigures, ResealingFigures],
  exports: [Metrics],
})
export class MetricsModule {}
