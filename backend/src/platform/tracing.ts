import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from './config.ts';
import type { Noting, SpanPlan } from './span-plan.ts';
import { startTracer, type Tracer } from './tracer.ts';

const NOTHING: Noting = () => undefined;

/**
 * Traces of our own work, sent where OTEL_EXPORTER_OTLP_ENDPOINT says. Without that nothing of it is even loaded, and
 * whoever is traced just runs.
 */
@Injectable()
export class Tracing implements OnModuleInit, OnApplicationShutdown {
  private tracer: Tracer | null = null;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  async onModuleInit(): Promise<void> {
    if (this.config.OTEL_EXPORTER_OTLP_ENDPOINT === undefined) return;
    this.tracer = await startTracer(this.config);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.tracer?.end();
  }

  within<Result>(plan: () => SpanPlan, run: (note: Noting) => Promise<Result>): Promise<Result> {
    return this.tracer === null ? run(NOTHING) : this.tracer.within(plan(), run);
  }

  /** For what is done for many at once: a span for each. */
  withinEach<Result>(plans: () => readonly SpanPlan[], run: () => Promise<Result>): Promise<Result> {
    return this.tracer === null ? run() : this.tracer.withinEach(plans(), run);
  }

  /** The `traceparent` of the span that we are in; null when we are in none. */
  get current(): string | null {
    return this.tracer?.current() ?? null;
  }
}
