import { FakeWebhook, type WebhookAnswer, type WebhookRequest } from './fake-webhook.ts';

export const ELASTICSEARCH_API_KEY = 'ZWxhc3RpYzpvZi10aGUtdGVzdHM=';

/** A service as its metrics and traces know it. */
export interface KnownService {
  readonly name: string;
  readonly environment: string | null;
  readonly agent?: string;
  readonly transactionTypes?: readonly string[];
  readonly transactions?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly lastSeen?: Date;
}

interface CompositeSource {
  readonly [name: string]: { readonly terms: { readonly field: string; readonly missing_bucket?: boolean } };
}
interface SearchBody {
  readonly aggs: {
    readonly services: {
      readonly composite: {
        readonly size: number;
        readonly sources: readonly CompositeSource[];
        readonly after?: Readonly<Record<string, string | null>>;
      };
      readonly aggs: Readonly<Record<string, { readonly terms?: { readonly field: string } }>>;
    };
  };
}

/**
 * Elasticsearch as far as services are looked for: composite aggregations over the metrics and traces of the services
 * that it is given, page by page, in the order that it promises (missing values first).
 */
export class FakeServices {
  services: readonly KnownService[] = [];
  /** The patterns that hold something; others are empty, as on a cluster that has no such index. */
  indices: readonly RegExp[] = [/^metrics-apm\.service_(summary|transaction)/];
  /** Privileges that the key lacks, as `read traces-apm*`. */
  lacks: readonly string[] = [];
  /** Why it looks at nothing of what it has, and answers all the same. */
  overlooks: 'timed_out' | 'shards_failed' | null = null;
  product: string | null = 'Elasticsearch';
  readonly searches: { readonly index: string; readonly body: SearchBody }[] = [];
  private server!: FakeWebhook;

  private constructor() {}

  static async start(): Promise<FakeServices> {
    const elasticsearch = new FakeServices();
    elasticsearch.server = await FakeWebhook.start(0, (request) => elasticsearch.respond(request));
    return elasticsearch;
  }

  get url(): string {
    return `http://127.0.0.1:${this.server.port}`;
  }

  misbehaves(answer: WebhookAnswer | null): void {
    this.server.answers(answer);
  }

  misbehavesOnce(answer: WebhookAnswer): void {
    this.server.answersOnce(answer);
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }

  private respond({ method, path, headers, body }: WebhookRequest): WebhookAnswer {
    if (headers.authorization !== `ApiKey ${ELASTICSEARCH_API_KEY}`) {
      return this.json(401, { error: { type: 'security_exception', reason: 'unable to authenticate' }, status: 401 });
    }
    const { pathname } = new URL(path, 'http://elasticsearch');
    if (method === 'GET' && pathname === '/') return this.json(200, { version: { number: '8.12.2' } });
    if (pathname === '/_security/user/_has_privileges') return this.hasPrivileges(body);
    const [, index] = /^\/([^/]+)\/_search$/.exec(pathname) ?? [];
    if (index === undefined) return this.json(400, { error: { type: 'illegal_argument_exception' }, status: 400 });
    return this.search(decodeURIComponent(index), JSON.parse(body) as SearchBody);
  }

  private hasPrivileges(body: string): WebhookAnswer {
    const { index } = JSON.parse(body) as {
      index: readonly { names: readonly string[]; privileges: readonly string[] }[];
    };
    const has = (name: string, privilege: string) => !this.lacks.includes(`${privilege} ${name}`);
    const entries = index.flatMap(({ names, privileges }) =>
      names.map((name) => [name, Object.fromEntries(privileges.map((each) => [each, has(name, each)]))] as const),
    );
    const all = entries.every(([, privileges]) => Object.values(privileges).every(Boolean));
    return this.json(200, { username: 'key', has_all_requested: all, index: Object.fromEntries(entries) });
  }

  private search(index: string, body: SearchBody): WebhookAnswer {
    this.searches.push({ index, body });
    const holds = index.split(',').some((pattern) => this.indices.some((known) => known.test(pattern)));
    // Where no index fits the pattern, Elasticsearch leaves the aggregations out.
    if (!holds) return this.json(200, { timed_out: false, _shards: { total: 0, failed: 0 }, hits: { hits: [] } });
    const { composite, aggs } = body.aggs.services;
    const known = this.overlooks === null ? this.services : [];
    const keys = composite.sources.flatMap((source) =>
      Object.entries(source).map(([name, { terms }]) => ({ name, ...terms })),
    );
    const buckets = known
      .flatMap((service) => {
        const types = keys.some(({ field }) => field === 'transaction.type')
          ? (service.transactionTypes ?? ['request'])
          : [null];
        return types.map((type) => ({
          service,
          type,
          key: Object.fromEntries(keys.map(({ name, field }) => [name, valueOf(service, type, field)])),
        }));
      })
      .map((bucket) => ({ ...bucket, order: keys.map(({ name }) => bucket.key[name] ?? '').join('\0') }))
      .sort((one, other) => (one.order < other.order ? -1 : 1));
    const after = composite.after && keys.map(({ name }) => composite.after?.[name] ?? '').join('\0');
    const page = buckets.filter(({ order }) => after === undefined || order > after).slice(0, composite.size);
    return this.json(200, {
      timed_out: this.overlooks === 'timed_out',
      _shards: { total: 1, failed: this.overlooks === 'shards_failed' ? 1 : 0 },
      hits: { hits: [] },
      aggregations: {
        services: {
          ...(page.length > 0 && { after_key: page.at(-1)?.key }),
          buckets: page.map(({ key, service }) => ({
            key,
            doc_count: 10,
            last_seen: { value: (service.lastSeen ?? new Date('2027-01-05T02:59:00Z')).getTime() },
            transactions: { value: service.transactions ?? 100 },
            ...Object.fromEntries(
              Object.entries(aggs).flatMap(([name, { terms }]) => {
                if (terms === undefined) return [];
                const value = service.labels?.[terms.field];
                return [[name, { buckets: value === undefined ? [] : [{ key: value, doc_count: 10 }] }]];
              }),
            ),
          })),
        },
      },
    });
  }

  private json(status: number, value: object): WebhookAnswer {
    const product = this.product === null ? {} : { 'x-elastic-product': this.product };
    return {
      kind: 'status',
      status,
      headers: { 'content-type': 'application/json', ...product },
      body: JSON.stringify(value),
    };
  }
}

function valueOf(service: KnownService, type: string | null, field: string): string | null {
  switch (field) {
    case 'service.name':
      return service.name;
    case 'service.environment':
      return service.environment;
    case 'agent.name':
      return service.agent ?? 'nodejs';
    default:
      return type;
  }
}
