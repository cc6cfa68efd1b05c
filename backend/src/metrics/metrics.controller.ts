import { Controller, Get, Header } from '@nestjs/common';
import { Public } from '../platform/public.ts';
import { Metrics } from './metrics.ts';

@Controller()
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  /** All figures in Prometheus' text format. */
  @Public()
  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  async read(): Promise<string> {
    return this.metrics.registry.metrics();
  }
}
