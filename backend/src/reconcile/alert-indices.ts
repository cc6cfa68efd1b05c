import type { Client, errors, estypes } from '@elastic/elasticsearch';
import { PullFault, toFault } from './pull-fault.ts';

/** Where a pull looks, and with which key. */
export interface AlertPlace {
  readonly elasticsearchUrl: string;
  readonly apiKey: string;
  /** For each answer. */
  readonly timeoutMs: number;
  readonly spaces: readonly string[];
  /** In the place of the spaces' own; empty for those. */
  readonly indices: readonly string[];
}

/** Where a page ended: the document's `@timestamp` in milliseconds, and its `kibana.alert.uuid`. */
export type PagePlace = readonly [at: number, uuid: string];

/** An alert document as Elasticsearch holds it. */
export interface FoundDocument {
  readonly source: unknown;
  readonly place: PagePlace;
}

/** Observability's and the stack's; those of Security are for other people. */
const OF_A_SPACE = ['.alerts-observability.*.alerts-', '.alerts-stack.alerts-'];

const ORDER: estypes.Sort = [
  { '@timestamp': { order: 'asc', unmapped_type: 'date' } },
  // One document for each episode, so that no two are at the same place.
  { 'kibana.alert.uuid': { order: 'asc', unmapped_type: 'keyword' } },
];

/** Kibana's alert indices of one cluster. Everything throws a PullFault for what the world does wrong. */
export class AlertIndices {
  private readonly index: string[];

  private constructor(
    private readonly place: AlertPlace,
    private readonly signal: AbortSignal,
    private readonly client: Client,
    private readonly failures: typeof errors,
  ) {
    this.index =
      place.indices.length > 0
        ? [...place.indices]
        : place.spaces.flatMap((space) => OF_A_SPACE.map((pattern) => `${pattern}${space}`));
  }

  static async open(place: AlertPlace, signal: AbortSignal): Promise<AlertIndices> {
    const { Client, errors } = await import('@elastic/elasticsearch');
    const client = new Client({
      node: place.elasticsearchUrl,
      auth: { apiKey: place.apiKey },
      // Its own tries are off: the worker waits longer, and says why.
      maxRetries: 0,
      requestTimeout: place.timeoutMs,
      enableMetaHeader: false,
    });
    return new AlertIndices(place, signal, client, errors);
  }

  /**
   * Documents that a rule has written since then, the oldest first, from behind a place on. Without a point in time: each
   * run of a rule moves its documents to the end, so that none falls out between two pages.
   */
  async changedSince(from: Date, after: PagePlace | null, size: number): Promise<readonly FoundDocument[]> {
    const hits = await this.search('reading alerts', {
      size,
      query: { range: { '@timestamp': { gte: from.toISOString(), format: 'strict_date_optional_time' } } },
      sort: ORDER,
      ...(after && { search_after: [...after] }),
    });
    return hits.map(toDocument);
  }

  /** The documents of these episodes that are active no longer: that an alert is untracked does not move its document. */
  async ended(episodes: readonly string[]): Promise<readonly FoundDocument[]> {
    const hits = await this.search('reading the alerts of open incidents', {
      size: episodes.length,
      query: {
        bool: {
          filter: [{ terms: { 'kibana.alert.uuid': [...episodes] } }],
          must_not: [{ term: { 'kibana.alert.status': 'active' } }],
        },
      },
      sort: ORDER,
    });
    return hits.map(toDocument);
  }

  /** Sets the workflow status of alerts. False when somebody wrote to one of them meanwhile: it is to be done again. */
  async writeWorkflowStatus(episodes: readonly string[], status: string): Promise<boolean> {
    const answer = await this.call('writing acknowledgements back', () =>
      this.client.updateByQuery(
        {
          index: this.index,
          ...LENIENT,
          conflicts: 'proceed',
          query: {
            bool: {
              filter: [{ terms: { 'kibana.alert.uuid': [...episodes] } }],
              must_not: [{ term: { 'kibana.alert.workflow_status': status } }],
            },
          },
          script: { lang: 'painless', source: SET_STATUS, params: { status } },
        },
        { signal: this.signal },
      ),
    );
    const [failure] = answer.failures ?? [];
    if (failure) {
      const kind = failure.status === 403 ? 'forbidden' : 'write_back';
      throw new PullFault(kind, `An acknowledgement could not be written back (${failure.status}).`);
    }
    return (answer.version_conflicts ?? 0) === 0;
  }

  async close(): Promise<void> {
    await this.client.close();
  }

  private async search(doing: string, body: estypes.SearchRequest): Promise<readonly estypes.SearchHit[]> {
    const answer = await this.call(doing, () =>
      this.client.search(
        // What some shard cannot say must not pass for nothing.
        { ...body, ...LENIENT, index: this.index, track_total_hits: false, allow_partial_search_results: false },
        { signal: this.signal },
      ),
    );
    if (!Array.isArray(answer.hits?.hits)) {
      throw new PullFault('unreadable_answer', 'Elasticsearch gave a search result without hits.');
    }
    if (answer._shards?.total === 0) {
      throw new PullFault(
        'indices_missing',
        `Elasticsearch has none of the alert indices ${this.index.join(', ')}, or the API key may not see them.`,
      );
    }
    if (answer.timed_out) throw new PullFault('timeout', 'Elasticsearch broke a search off, for it took too long.');
    return answer.hits.hits;
  }

  private async call<Answer>(doing: string, call: () => Promise<Answer>): Promise<Answer> {
    try {
      return await call();
    } catch (error) {
      throw toFault(error, this.failures, this.place.elasticsearchUrl, doing) ?? error;
    }
  }
}

/** Kibana's indices are hidden, and not every kind of rule has some in every space. */
const LENIENT = {
  ignore_unavailable: true,
  allow_no_indices: true,
  expand_wildcards: ['open', 'hidden'] as estypes.ExpandWildcard[],
};

/** Kibana writes dotted keys; what others wrote may be nested. */
const SET_STATUS = `
  if (ctx._source.containsKey('kibana.alert.uuid')) { ctx._source['kibana.alert.workflow_status'] = params.status; }
  else { ctx._source.kibana.alert.workflow_status = params.status; }`;

function toDocument({ _source: source, sort = [] }: estypes.SearchHit): FoundDocument {
  const [at, uuid] = sort;
  if (typeof at !== 'number' || (typeof uuid !== 'string' && uuid !== null)) {
    throw new PullFault('unreadable_answer', 'Elasticsearch gave a document without its place in the order.');
  }
  return { source, place: [at, uuid ?? ''] };
}
