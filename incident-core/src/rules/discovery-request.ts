import type { JsonObject } from '../model/alert.ts';
import {
  DEFAULT_DISCOVERY_INDICES,
  DEFAULT_LABEL_FIELDS,
  type DiscoveryIndices,
  type DiscoverySource,
} from '../model/discovery-source.ts';

/** What is looked for: from when on, in which indices, and which fields are read along. */
export interface DiscoveryScope {
  readonly from: Date;
  readonly until: Date;
  readonly indices: DiscoveryIndices;
  readonly labelFields: readonly string[];
}

/** A day back from `now`, in Kibana's own indices. */
export function defaultScope(now: Date): DiscoveryScope {
  const from = new Date(now.getTime() - 86_400_000);
  return { from, until: now, indices: DEFAULT_DISCOVERY_INDICES, labelFields: DEFAULT_LABEL_FIELDS };
}

/** One page of a search, to be posted to `/<index>/_search`. */
export interface DiscoveryRequest {
  readonly index: string;
  /** Indices that are not there are no error: not every cluster has each source. */
  readonly query: { readonly ignore_unavailable: true; readonly allow_no_indices: true };
  readonly body: JsonObject;
}

/** Services in one page; a composite aggregation takes up to 10,000, of which small pages spare the cluster's memory. */
export const DISCOVERY_PAGE = 1_000;

/** The body of a page: from the beginning, or after the place that the page before named. */
export function discoveryRequest(
  source: DiscoverySource,
  scope: DiscoveryScope,
  after: JsonObject | null,
): DiscoveryRequest {
  const range = { range: { '@timestamp': { gte: scope.from.toISOString(), lt: scope.until.toISOString() } } };
  const keys = [
    { service: { terms: { field: 'service.name' } } },
    { environment: missing('service.environment') },
    { agent: missing('agent.name') },
    ...(SOURCES[source].hasTypes ? [{ transaction_type: missing('transaction.type') }] : []),
  ];
  return {
    index: scope.indices[source],
    query: { ignore_unavailable: true, allow_no_indices: true },
    body: {
      size: 0,
      track_total_hits: false,
      timeout: '20s',
      query: { bool: { filter: [range, ...SOURCES[source].filter] } },
      aggs: {
        services: {
          composite: { size: DISCOVERY_PAGE, sources: keys, ...(after && { after }) },
          aggs: {
            last_seen: { max: { field: '@timestamp' } },
            ...SOURCES[source].count,
            ...Object.fromEntries(scope.labelFields.map((field) => [`label:${field}`, { terms: { field, size: 5 } }])),
          },
        },
      },
    },
  };
}

/** Whether a source counts transactions, so that the throughput can be told. */
export function countsTransactions(source: DiscoverySource): boolean {
  return SOURCES[source].count !== undefined;
}

/**
 * Whether a source is worth asking after those before it in `DISCOVERY_SOURCES`: traces are read only where no metrics
 * of the APM Server (8.7 or later) are found, for they are many more documents; the others always.
 */
export function isSourceNeeded(source: DiscoverySource, found: ReadonlySet<DiscoverySource>): boolean {
  return source !== 'traces' || !(found.has('service_metrics') && found.has('transaction_metrics'));
}

interface SourceQuery {
  readonly filter: readonly JsonObject[];
  readonly hasTypes: boolean;
  readonly count?: JsonObject;
}

const missing = (field: string) => ({ terms: { field, missing_bucket: true } });
const metrics = (name: string): readonly JsonObject[] => [
  { term: { 'metricset.name': name } },
  { term: { 'metricset.interval': '1m' } },
];

const SOURCES: Readonly<Record<DiscoverySource, SourceQuery>> = {
  service_metrics: { filter: metrics('service_summary'), hasTypes: false },
  transaction_metrics: {
    filter: metrics('service_transaction'),
    hasTypes: true,
    // A document stands for many transactions, and its summary knows how many.
    count: { transactions: { value_count: { field: 'transaction.duration.summary' } } },
  },
  traces: {
    filter: [{ terms: { 'processor.event': ['transaction', 'error', 'metric'] } }],
    hasTypes: true,
    count: { transactions: { filter: { term: { 'processor.event': 'transaction' } } } },
  },
  // Spans are not transactions unless a processor of Elastic's makes them so: what they count is not known.
  otel: { filter: [{ exists: { field: 'service.name' } }], hasTypes: true },
};
