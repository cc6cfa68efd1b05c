/** Where services are looked for: metrics of the APM Server (the cheapest), traces and errors, OpenTelemetry's own documents. */
export const DISCOVERY_SOURCES = ['service_metrics', 'transaction_metrics', 'traces', 'otel'] as const;
export type DiscoverySource = (typeof DISCOVERY_SOURCES)[number];

/** The index patterns of each source, as Elasticsearch takes them; several with commas. */
export type DiscoveryIndices = Readonly<Record<DiscoverySource, string>>;

/** Kibana's own patterns; what is called otherwise is configured. */
export const DEFAULT_DISCOVERY_INDICES: DiscoveryIndices = {
  service_metrics: 'metrics-apm.service_summary.1m-*',
  transaction_metrics: 'metrics-apm.service_transaction.1m-*',
  traces: 'traces-apm*,logs-apm*,metrics-apm*,apm-*',
  otel: 'traces-*.otel-*,metrics-*.otel-*,logs-*.otel-*',
};

/** The fields that mappings may go by, read along with the services. */
export const DEFAULT_LABEL_FIELDS: readonly string[] = ['labels.team', 'labels.owner', 'service.namespace'];
