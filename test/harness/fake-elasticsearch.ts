import { FakeWebhook, type WebhookAnswer, type WebhookRequest } from './fake-webhook.ts';

export const ELASTIC_KEY = 'a2V5LW9mLXRoZS10ZXN0czpzZWNyZXQ=';

export type AlertDocument = Readonly<Record<string, unknown>>;

interface StoredDocument {
  readonly index: string;
  readonly fields: Record<string, unknown>;
}

type Query = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

interface SearchBody {
  readonly size?: number;
  readonly query?: Query;
  readonly sort?: readonly Readonly<Record<string, unknown>>[];
  readonly search_after?: readonly [number, string];
  readonly script?: { readonly params: { readonly status: string } };
  readonly conflicts?: string;
}

const APM_INDEX = '.internal.alerts-observability.apm.alerts-default-000001';

const PRODUCT = {
  'x-elastic-product': 'Elasticsearch',
  'content-type': 'application/vnd.elasticsearch+json;compatible-with=8',
};

/** Elasticsearch's HTTP, as far as we use it, with alert documents that a Kibana has written. Asserts what it is asked. */
export class FakeElasticsearch {
  readonly documents = new Map<string, StoredDocument>();
  /** How many documents each search gave away, the oldest first. */
  readonly searches: number[] = [];
  /** Called before a search is answered, and waited for. */
  beforeSearch: (body: SearchBody) => void | Promise<void> = () => undefined;
  private indices = new Set([APM_INDEX]);
  private key = ELASTIC_KEY;
  private mayWrite = true;
  private conflicts = 0;
  private server!: FakeWebhook;

  static async start(): Promise<FakeElasticsearch> {
    const elasticsearch = new FakeElasticsearch();
    elasticsearch.server = await FakeWebhook.start(0, (request) => elasticsearch.respond(request));
    return elasticsearch;
  }

  get url(): string {
    return `http://127.0.0.1:${this.server.port}`;
  }
  get requests(): readonly WebhookRequest[] {
    return this.server.requests;
  }
  async stop(): Promise<void> {
    await this.server.stop();
  }

  /** From now on, or well again. */
  answers(answer: WebhookAnswer | null): void {
    this.server.answers(answer);
  }
  answersOnce(answer: WebhookAnswer): void {
    this.server.answersOnce(answer);
  }
  revokesKey(): void {
    this.key = 'another';
  }
  acceptsKey(): void {
    this.key = ELASTIC_KEY;
  }
  hasNoIndices(): void {
    this.indices = new Set();
  }
  hasIndices(): void {
    this.indices = new Set([APM_INDEX]);
  }
  forbidsWriting(): void {
    this.mayWrite = false;
  }
  /** Somebody else writes to the documents while the next so many updates are made. */
  conflictsWith(updates: number): void {
    this.conflicts = updates;
  }

  /**
   * Writes the document of an alert as a run of its rule does: one for each episode, changed in place. `posted` is what
   * Kibana posts for the same alert.
   */
  shows(posted: Record<string, unknown>, over: AlertDocument = {}): AlertDocument {
    const {
      rule,
      alert,
      service,
      status,
      timestamp,
      reason,
      alert_url: url,
      value,
      threshold,
      kibana,
    } = posted as unknown as Posted;
    const before = this.documents.get(alert.uuid)?.fields;
    const recovered = status === 'recovered';
    const fields: Record<string, unknown> = {
      '@timestamp': timestamp,
      'event.action': recovered ? 'close' : 'active',
      'event.kind': 'signal',
      'kibana.alert.uuid': alert.uuid,
      'kibana.alert.instance.id': alert.id,
      'kibana.alert.status': status,
      'kibana.alert.start': before?.['kibana.alert.start'] ?? timestamp,
      ...(recovered && { 'kibana.alert.end': timestamp }),
      'kibana.alert.action_group': recovered ? 'recovered' : alert.action_group,
      'kibana.alert.flapping': false,
      'kibana.alert.reason': reason,
      'kibana.alert.url': url,
      'kibana.alert.workflow_status': before?.['kibana.alert.workflow_status'] ?? 'open',
      'kibana.alert.maintenance_window_ids': [],
      'kibana.alert.evaluation.value': value,
      'kibana.alert.evaluation.threshold': threshold,
      'kibana.alert.rule.uuid': rule.id,
      'kibana.alert.rule.name': rule.name,
      'kibana.alert.rule.rule_type_id': rule.type,
      'kibana.alert.rule.tags': rule.tags,
      'kibana.alert.rule.parameters': {},
      'kibana.space_ids': [kibana.space_id],
      'kibana.version': '8.19.2',
      'service.name': service.name,
      'service.environment': service.environment,
      ...over,
    };
    this.documents.set(alert.uuid, {
      index: `.internal.alerts-observability.apm.alerts-${kibana.space_id}-000001`,
      fields,
    });
    return fields;
  }

  /** As when a rule is disabled: the document stays where it is in the order of time. */
  untracks(uuid: string, at: Date): void {
    this.field(uuid, 'kibana.alert.status', 'untracked');
    this.field(uuid, 'kibana.alert.end', at.toISOString());
  }
  field(uuid: string, name: string, value: unknown): void {
    const stored = this.documents.get(uuid);
    if (!stored) throw new Error(`there is no document of ${uuid}`);
    stored.fields[name] = value;
  }
  workflowStatus(uuid: string): unknown {
    return this.documents.get(uuid)?.fields['kibana.alert.workflow_status'];
  }

  private async respond({ method, path, headers, body }: WebhookRequest): Promise<WebhookAnswer> {
    if (headers.authorization !== `ApiKey ${this.key}`) return refusal(401, 'security_exception');
    const { pathname } = new URL(path, this.url);
    const [, target = '', verb] = /^\/([^/]+)\/(_search|_update_by_query)$/.exec(decodeURIComponent(pathname)) ?? [];
    if (method !== 'POST' || verb === undefined) return refusal(400, `not made for ${method} ${path}`);
    const asked = JSON.parse(body) as SearchBody;
    const patterns = target.split(',');
    const shards = [...this.indices].filter((index) => patterns.some((pattern) => isOf(index, pattern))).length;
    if (verb === '_search') {
      await this.beforeSearch(asked);
      return this.search(asked, patterns, shards);
    }
    return this.mayWrite ? this.update(asked, patterns) : refusal(403, 'security_exception');
  }

  private search(asked: SearchBody, patterns: readonly string[], shards: number): WebhookAnswer {
    const all = shards === 0 ? [] : this.find(asked.query ?? {}, patterns);
    const behind = asked.search_after;
    const hits = all
      .map(({ index, fields }) => ({ index, fields, place: placeOf(fields) }))
      .sort((a, b) => compare(a.place, b.place))
      .filter(({ place }) => behind === undefined || compare(place, behind) > 0)
      .slice(0, asked.size ?? 10);
    this.searches.push(hits.length);
    return json({
      took: 1,
      timed_out: false,
      _shards: { total: shards, successful: shards, skipped: 0, failed: 0 },
      hits: {
        max_score: null,
        hits: hits.map(({ index, fields, place }) => ({
          _index: index,
          _id: place[1],
          _score: null,
          _source: fields,
          sort: place,
        })),
      },
    });
  }

  private update(asked: SearchBody, patterns: readonly string[]): WebhookAnswer {
    if (asked.conflicts !== 'proceed') return refusal(409, 'version_conflict_engine_exception');
    const found = this.find(asked.query ?? {}, patterns);
    if (this.conflicts > 0) {
      this.conflicts -= 1;
      return json({ total: found.length, updated: 0, version_conflicts: found.length, failures: [] });
    }
    for (const { fields } of found) fields['kibana.alert.workflow_status'] = asked.script?.params.status;
    return json({ total: found.length, updated: found.length, version_conflicts: 0, failures: [] });
  }

  private find(query: Query, patterns: readonly string[]): readonly StoredDocument[] {
    return [...this.documents.values()].filter(
      ({ index, fields }) => patterns.some((pattern) => isOf(index, pattern)) && matches(query, fields),
    );
  }
}

interface Posted {
  readonly rule: {
    readonly id: string;
    readonly name: string;
    readonly type: string;
    readonly tags: readonly string[];
  };
  readonly alert: { readonly id: string; readonly uuid: string; readonly action_group: string };
  readonly service: { readonly name: string; readonly environment: string };
  readonly kibana: { readonly space_id: string };
  readonly status: string;
  readonly timestamp: string;
  readonly reason: string;
  readonly alert_url: string;
  readonly value: string;
  readonly threshold: string;
}

function json(body: object): WebhookAnswer {
  return { kind: 'status', status: 200, headers: PRODUCT, body: JSON.stringify(body) };
}

export function refusal(status: number, type: string, headers: Readonly<Record<string, string>> = {}): WebhookAnswer {
  return {
    kind: 'status',
    status,
    headers: { ...PRODUCT, ...headers },
    body: JSON.stringify({ error: { type }, status }),
  };
}

/** An alias has the name of its index, without the beginning and the number. */
function isOf(index: string, pattern: string): boolean {
  const alias = index.replace(/^\.internal/, '').replace(/-\d{6}$/, '');
  const regex = new RegExp(`^${pattern.replace(/[.]/g, '\\.').replace(/\*/g, '.*')}$`);
  return regex.test(alias) || regex.test(index);
}

function placeOf(fields: Readonly<Record<string, unknown>>): readonly [number, string] {
  return [Date.parse(String(fields['@timestamp'])), String(fields['kibana.alert.uuid'])];
}

function compare(a: readonly [number, string], b: readonly [number, string]): number {
  return a[0] === b[0] ? (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0) : a[0] - b[0];
}

function matches(query: Query, fields: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(query).every(([kind, about]) => {
    const [name = '', wanted] = Object.entries(about)[0] ?? [];
    switch (kind) {
      case 'bool': {
        const { filter = [], must_not = [] } = about as { filter?: readonly Query[]; must_not?: readonly Query[] };
        return filter.every((one) => matches(one, fields)) && !must_not.some((one) => matches(one, fields));
      }
      case 'range':
        return Date.parse(String(fields[name])) >= Date.parse((wanted as { gte: string }).gte);
      case 'terms':
        return (wanted as readonly unknown[]).includes(fields[name]);
      case 'term':
        return fields[name] === wanted;
      default:
        throw new Error(`this Elasticsearch does not know the query ${kind}`);
    }
  });
}
