import { AsyncLocalStorage } from 'node:async_hooks';
import type * as api from '@opentelemetry/api';
import type { Attributes, Context, Span, SpanContext, Tracer as Spans } from '@opentelemetry/api';
import type { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { Config } from './config.ts';
import type { Noting, SpanAttributes, SpanPlan } from './span-plan.ts';
import { VERSION } from './version.ts';

/** Makes spans and sends them. */
export interface Tracer {
  within<Result>(plan: SpanPlan, run: (note: Noting) => Promise<Result>): Promise<Result>;
  withinEach<Result>(plans: readonly SpanPlan[], run: () => Promise<Result>): Promise<Result>;
  current(): string | null;
  /** Sends what is left, as far as it can be within a moment. */
  end(): Promise<void>;
}

const SENT_WITHIN_MS = 2_000;
/** The flag of a span that is kept. */
const SAMPLED = 1;
const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;

type Api = typeof api;

/**
 * Loads what is needed for it. Of the standard's variables the SDK reads those that we do not, as OTEL_TRACES_SAMPLER,
 * by itself.
 */
export async function startTracer(config: Config): Promise<Tracer> {
  const [loaded, { OTLPTraceExporter }, { resourceFromAttributes }, sdk] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/sdk-trace-node'),
  ]);
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint = '', OTEL_EXPORTER_OTLP_HEADERS: headers = '' } = config;
  const exporter = new OTLPTraceExporter({
    url: `${endpoint}/v1/traces`,
    headers: readHeaders(headers),
    timeoutMillis: SENT_WITHIN_MS,
  });
  const provider = new sdk.NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': config.OTEL_SERVICE_NAME, 'service.version': VERSION }),
    spanProcessors: [new sdk.BatchSpanProcessor(exporter)],
  });
  return new SdkTracer(loaded, provider);
}

class SdkTracer implements Tracer {
  private readonly active = new AsyncLocalStorage<Span>();
  private readonly spans: Spans;

  constructor(
    private readonly api: Api,
    private readonly provider: NodeTracerProvider,
  ) {
    this.spans = provider.getTracer('incidents-backend', VERSION);
  }

  async within<Result>(plan: SpanPlan, run: (note: Noting) => Promise<Result>): Promise<Result> {
    const span = this.begin(plan);
    const note: Noting = (attributes, incidentIds = []) => {
      span.setAttributes(toAttributes(attributes));
      for (const id of incidentIds) span.addLink({ context: contextOf(id) });
    };
    return this.ending([span], () => this.active.run(span, () => run(note)));
  }

  async withinEach<Result>(plans: readonly SpanPlan[], run: () => Promise<Result>): Promise<Result> {
    return this.ending(
      plans.map((plan) => this.begin(plan)),
      run,
    );
  }

  current(): string | null {
    const context = this.active.getStore()?.spanContext();
    if (context === undefined) return null;
    return `00-${context.traceId}-${context.spanId}-${context.traceFlags.toString(16).padStart(2, '0')}`;
  }

  async end(): Promise<void> {
    // Whoever took no spans while we ran takes none now.
    await this.provider.shutdown().catch(() => undefined);
  }

  private begin({ name, kind, attributes, parent, links = [] }: SpanPlan): Span {
    const options = {
      ...(kind === undefined ? {} : { kind: this.api.SpanKind[kind === 'server' ? 'SERVER' : 'CLIENT'] }),
      attributes: toAttributes(attributes),
      links: links.flatMap((traceparent) => readTraceparent(traceparent) ?? []).map((context) => ({ context })),
    };
    return this.spans.startSpan(name, options, this.parentOf(parent));
  }

  private parentOf(parent: SpanPlan['parent']): Context {
    const { ROOT_CONTEXT, trace } = this.api;
    if (parent === undefined) return ROOT_CONTEXT;
    const context = 'incidentId' in parent ? contextOf(parent.incidentId) : readTraceparent(parent.traceparent);
    return context === null ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, context);
  }

  private async ending<Result>(spans: readonly Span[], run: () => Promise<Result>): Promise<Result> {
    try {
      return await run();
    } catch (error) {
      // Its words may hold what is secret: its name will do.
      const message = error instanceof Error ? error.name : 'failed';
      for (const span of spans) span.setStatus({ code: this.api.SpanStatusCode.ERROR, message });
      throw error;
    } finally {
      for (const span of spans) span.end();
    }
  }
}

/** All that is done about an incident is one trace, which has the incident's id. */
function contextOf(incidentId: string): SpanContext {
  const traceId = incidentId.replaceAll('-', '');
  return { traceId, spanId: traceId.slice(16), traceFlags: SAMPLED, isRemote: true };
}

function readTraceparent(text: string): SpanContext | null {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(text) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return null;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
}

/** `name=value,name=value`, percent-encoded, as the standard's variable has them. */
function readHeaders(text: string): Record<string, string> {
  const pairs = text.split(',').flatMap((pair) => {
    const [, name, value] = /^\s*([^=\s]+)\s*=\s*(.*?)\s*$/.exec(pair) ?? [];
    return name === undefined || value === undefined ? [] : [[name, decodeURIComponent(value)] as const];
  });
  return Object.fromEntries(pairs);
}

function toAttributes(attributes: SpanAttributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, typeof value === 'object' ? [...value] : value]),
  );
}
