import { DEFAULT_DISCOVERY_INDICES, type DiscoveryIndices } from 'incident-core';
import type { ApmAccess, ApmIndices } from '../../types/plugins-server';
import type { Config } from '../config';

type Configured = Config['discovery']['indices'];

/**
 * Where services are looked for: where kibana.yml says, else where Kibana's APM looks (its settings, `Settings, Indices`),
 * else in the usual places. Of the usual patterns the narrower ones stay, for they are the cheaper to ask.
 */
export function toDiscoveryIndices(configured: Configured, apm: ApmIndices | null): DiscoveryIndices {
  const usual = DEFAULT_DISCOVERY_INDICES;
  const metrics = listed(apm?.metric).filter((name) => !USUAL_METRICS.has(name) && !isOtel(name));
  const traces = listed([apm?.transaction, apm?.span, apm?.error, apm?.metric].join(',')).filter(
    (name) => !isOtel(name),
  );
  const isUsual = listed(apm?.metric).includes('metrics-apm*') || metrics.length === 0;
  const metricsOf = (own: string) => [...(isUsual ? [own] : []), ...metrics].join(',');
  return {
    service_metrics: configured.service_metrics ?? metricsOf(usual.service_metrics),
    transaction_metrics: configured.transaction_metrics ?? metricsOf(usual.transaction_metrics),
    traces: configured.traces ?? (traces.length === 0 ? usual.traces : traces.join(',')),
    otel: configured.otel ?? usual.otel,
  };
}

/** What Kibana's APM is set to; null where none of its plugins says. */
export async function readApmIndices(
  plugins: readonly (ApmAccess | undefined)[],
  savedObjectsClient: object,
): Promise<ApmIndices | null> {
  const access = plugins.find((plugin) => typeof plugin?.getApmIndices === 'function');
  return (await access?.getApmIndices?.(savedObjectsClient)) ?? null;
}

const USUAL_METRICS: ReadonlySet<string> = new Set(['metrics-apm*', 'apm-*']);

function isOtel(name: string): boolean {
  return name.includes('.otel-');
}

function listed(text = ''): readonly string[] {
  return [...new Set(text.split(',').flatMap((name) => name.trim() || []))];
}
