import { randomUUID } from 'node:crypto';
import { FakeWebhook, type WebhookAnswer, type WebhookRequest } from './fake-webhook.ts';

export const KIBANA_API_KEY = 'a2liYW5hOm9mLXRoZS10ZXN0cw==';

export type KibanaLicense = 'basic' | 'gold' | 'trial';

/** A rule as Kibana keeps and shows it. */
export interface KibanaRule extends Record<string, unknown> {
  readonly id: string;
  name: string;
  tags: readonly string[];
  readonly rule_type_id: string;
  readonly consumer: string;
  enabled: boolean;
  schedule: { readonly interval: string };
  params: Readonly<Record<string, unknown>>;
  actions: readonly Readonly<Record<string, unknown>>[];
  revision: number;
}

/** A connector as Kibana keeps it; its secrets are never shown. */
export interface KibanaConnector {
  readonly id: string;
  name: string;
  readonly connector_type_id: string;
  config: Readonly<Record<string, unknown>>;
  secrets: Readonly<Record<string, unknown>>;
}

interface KibanaOptions {
  readonly version?: string;
  readonly license?: KibanaLicense;
}

/** What a call without its right is refused with; null lets it through. */
export type KibanaGate = (call: { readonly method: string; readonly path: string }) => WebhookAnswer | null;

/**
 * Kibana's alerting and connector API, as far as we use it: closed schemas by version, 409 for an id that is taken,
 * licences, spaces. Written from Kibana's documentation and its 8.12.2 answers, and not from our callers.
 */
export class FakeKibana {
  /** By space, then by id. */
  readonly rules = new Map<string, Map<string, KibanaRule>>();
  readonly connectors = new Map<string, Map<string, KibanaConnector>>();
  readonly calls: { readonly method: string; readonly path: string }[] = [];
  readonly version: string;
  license: KibanaLicense;
  /** Asked before each call. */
  gate: KibanaGate = () => null;
  /** How many calls were answered at the same time at most. */
  mostAtOnce = 0;
  private underWay = 0;
  private server!: FakeWebhook;

  private constructor({ version = '8.12.2', license = 'trial' }: KibanaOptions) {
    this.version = version;
    this.license = license;
  }

  static async start(options: KibanaOptions = {}): Promise<FakeKibana> {
    const kibana = new FakeKibana(options);
    await kibana.open();
    return kibana;
  }

  get url(): string {
    return `http://127.0.0.1:${this.server.port}`;
  }

  get requests(): readonly WebhookRequest[] {
    return this.server.requests;
  }

  async open(port = 0): Promise<void> {
    this.server = await FakeWebhook.start(port, (request) => this.take(request));
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }

  misbehaves(answer: WebhookAnswer | null): void {
    this.server.answers(answer);
  }

  misbehavesOnce(answer: WebhookAnswer): void {
    this.server.answersOnce(answer);
  }

  rulesOf(space = 'default'): readonly KibanaRule[] {
    return [...(this.rules.get(space) ?? new Map<string, KibanaRule>()).values()];
  }

  connectorsOf(space = 'default'): readonly KibanaConnector[] {
    return [...(this.connectors.get(space) ?? new Map<string, KibanaConnector>()).values()];
  }

  /** Somebody changes a rule by hand. */
  edits(id: string, change: Partial<KibanaRule>, space = 'default'): void {
    const rule = this.rules.get(space)?.get(id);
    if (!rule) throw new Error(`Kibana has no rule ${id} in ${space}`);
    Object.assign(rule, change, { revision: rule.revision + 1 });
  }

  private async take(request: WebhookRequest): Promise<WebhookAnswer> {
    this.underWay += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.underWay);
    try {
      // A turn of the loop, in which calls that come together are seen to be under way together.
      await new Promise((resolve) => setImmediate(resolve));
      return await this.respond(request);
    } finally {
      this.underWay -= 1;
    }
  }

  private async respond(request: WebhookRequest): Promise<WebhookAnswer> {
    const { method, headers } = request;
    const url = new URL(request.path, 'http://kibana');
    const [, space = 'default', path = '/'] = /^(?:\/s\/([^/]+))?(\/.*)$/.exec(url.pathname) ?? [];
    this.calls.push({ method, path });
    const gated = this.gate({ method, path });
    if (gated) return gated;
    if (headers.authorization !== `ApiKey ${KIBANA_API_KEY}`) {
      return refusal(401, 'Unauthorized', '[security_exception]: unable to authenticate');
    }
    if (method !== 'GET' && headers['kbn-xsrf'] === undefined) {
      return refusal(400, 'Bad Request', 'Request must contain a kbn-xsrf header.');
    }
    if (path === '/api/status')
      return json({ version: { number: this.version }, status: { overall: { level: 'available' } } });
    if (path === '/api/alerting/rule_types') return json(RULE_TYPES);
    if (path === '/api/alerting/rules/_find') return this.find(space, url.searchParams);
    if (path === '/api/actions/connector_types') return json(this.connectorTypes());
    if (path === '/api/actions/connectors') return json(this.connectorsOf(space).map(shown));
    const body = request.body === '' ? {} : (JSON.parse(request.body) as Record<string, unknown>);
    const [, enabled] = /^\/api\/alerting\/rule\/([^/]+)\/_enable$/.exec(path) ?? [];
    if (enabled !== undefined) return this.enable(space, enabled);
    const [, rule] = /^\/api\/alerting\/rule(?:\/([^/]+))?$/.exec(path) ?? [];
    if (path.startsWith('/api/alerting/rule')) return this.rule(method, space, rule, body);
    const [, connector, verb] = /^\/api\/actions\/connector(?:\/([^/]+))?(?:\/(_execute))?$/.exec(path) ?? [];
    if (verb === '_execute') return this.execute(space, connector ?? '', body);
    if (path.startsWith('/api/actions/connector')) return this.connector(method, space, connector, body);
    return refusal(404, 'Not Found', 'Not Found');
  }

  private rule(method: string, space: string, id: string | undefined, body: Record<string, unknown>): WebhookAnswer {
    const rules = this.rules.get(space) ?? new Map<string, KibanaRule>();
    this.rules.set(space, rules);
    const found = id === undefined ? undefined : rules.get(id);
    if (method === 'POST') {
      if (found) return refusal(409, 'Conflict', `Saved object [alert/${id ?? ''}] conflict`);
      const fault = this.faultOf(body, CREATE_KEYS, ['name', 'rule_type_id', 'consumer', 'schedule']);
      if (fault) return refusal(400, 'Bad Request', `[request body.${fault}`);
      const made = { enabled: true, tags: [], params: {}, actions: [], ...body, id: id ?? randomUUID(), revision: 0 };
      rules.set(made.id, made as unknown as KibanaRule);
      return json(made);
    }
    if (!found) return refusal(404, 'Not Found', `Saved object [alert/${id ?? ''}] not found`);
    if (method === 'GET') return json(found);
    if (method === 'DELETE') {
      rules.delete(found.id);
      return { kind: 'status', status: 204 };
    }
    const fault = this.faultOf(body, UPDATE_KEYS, ['name', 'schedule']);
    if (fault) return refusal(400, 'Bad Request', `[request body.${fault}`);
    Object.assign(found, body, { revision: found.revision + 1 });
    return json(found);
  }

  private enable(space: string, id: string): WebhookAnswer {
    const rule = this.rules.get(space)?.get(id);
    if (!rule) return refusal(404, 'Not Found', `Saved object [alert/${id}] not found`);
    rule.enabled = true;
    return { kind: 'status', status: 204 };
  }

  private faultOf(body: Record<string, unknown>, keys: readonly string[], wanted: readonly string[]): string | null {
    const known = [...keys, ...NEWER_KEYS.filter(({ since }) => isAtLeast(this.version, since)).map(({ key }) => key)];
    const unknown = Object.keys(body).find((key) => !known.includes(key));
    if (unknown !== undefined) return `${unknown}]: definition for this key is missing`;
    const missing = wanted.find((key) => body[key] === undefined);
    return missing === undefined ? null : `${missing}]: expected value of type [string] but got [undefined]`;
  }

  /** Of Kibana's query language it reads `alert.attributes.tags:"…"`, and refuses the rest. */
  private find(space: string, query: URLSearchParams): WebhookAnswer {
    const filter = query.get('filter');
    const [, tag] = /^alert\.attributes\.tags:\s*"([^"]+)"$/.exec(filter ?? '') ?? [];
    if (filter !== null && tag === undefined) return refusal(400, 'Bad Request', `Error: unknown filter ${filter}`);
    const perPage = Number(query.get('per_page') ?? 10);
    const page = Number(query.get('page') ?? 1);
    if (perPage * page > 10_000) return refusal(400, 'Bad Request', 'Result window is too large');
    const all = this.rulesOf(space).filter(({ tags }) => tag === undefined || tags.includes(tag));
    const sorted = [...all].sort((one, other) => (one.id < other.id ? -1 : 1));
    const data = sorted.slice((page - 1) * perPage, page * perPage);
    return json({ page, total: all.length, per_page: perPage, data });
  }

  private connectorTypes(): readonly object[] {
    const isAllowed = this.license !== 'basic';
    const common = { enabled: true, enabled_in_config: true, supported_feature_ids: ['alerting'] };
    return [
      { ...common, id: '.index', name: 'Index', enabled_in_license: true, minimum_license_required: 'basic' },
      {
        ...common,
        id: '.webhook',
        name: 'Webhook',
        enabled_in_license: isAllowed,
        minimum_license_required: 'gold',
        enabled: isAllowed,
      },
    ];
  }

  private connector(
    method: string,
    space: string,
    id: string | undefined,
    body: Record<string, unknown>,
  ): WebhookAnswer {
    const connectors = this.connectors.get(space) ?? new Map<string, KibanaConnector>();
    this.connectors.set(space, connectors);
    const found = id === undefined ? undefined : connectors.get(id);
    const writes = method === 'POST' || method === 'PUT';
    if (writes && this.license === 'basic') {
      return refusal(
        403,
        'Forbidden',
        'Action type .webhook is disabled because your basic license does not support it. Please upgrade your license.',
      );
    }
    const fault = writes ? this.connectorFault(method, body) : null;
    if (fault) return refusal(400, 'Bad Request', fault);
    if (method === 'POST') {
      if (found) return refusal(409, 'Conflict', `Saved object [action/${id ?? ''}] conflict`);
      const made = { ...body, id: id ?? randomUUID() } as unknown as KibanaConnector;
      connectors.set(made.id, made);
      return json(shown(made));
    }
    if (!found) return refusal(404, 'Not Found', `Saved object [action/${id ?? ''}] not found`);
    if (method === 'DELETE') {
      connectors.delete(found.id);
      return { kind: 'status', status: 204 };
    }
    if (method === 'PUT') Object.assign(found, body);
    return json(shown(found));
  }

  private connectorFault(method: string, body: Record<string, unknown>): string | null {
    const known =
      method === 'POST' ? ['name', 'connector_type_id', 'config', 'secrets'] : ['name', 'config', 'secrets'];
    const unknown = Object.keys(body).find((key) => !known.includes(key));
    if (unknown !== undefined) return `[request body.${unknown}]: definition for this key is missing`;
    const { config = {}, secrets = {} } = body as {
      config?: Record<string, unknown>;
      secrets?: Record<string, unknown>;
    };
    const badConfig = Object.keys(config).find((key) => !CONNECTOR_CONFIG.includes(key));
    if (badConfig !== undefined)
      return `error validating action type config: [${badConfig}]: definition for this key is missing`;
    const secretKeys = isAtLeast(this.version, '9.2.0') ? [...CONNECTOR_SECRETS, 'secretHeaders'] : CONNECTOR_SECRETS;
    const badSecret = Object.keys(secrets).find((key) => !secretKeys.includes(key));
    if (badSecret !== undefined)
      return `error validating action type secrets: [${badSecret}]: definition for this key is missing`;
    return null;
  }

  /** Posts for real, with the connector's own credentials. */
  private async execute(space: string, id: string, body: Record<string, unknown>): Promise<WebhookAnswer> {
    const connector = this.connectors.get(space)?.get(id);
    if (!connector) return refusal(404, 'Not Found', `Saved object [action/${id}] not found`);
    const { params } = body as { params?: { body?: string } };
    const { config, secrets } = connector;
    const basic = Buffer.from(`${String(secrets['user'] ?? '')}:${String(secrets['password'] ?? '')}`).toString(
      'base64',
    );
    const headers = {
      ...(config['headers'] as Record<string, string> | undefined),
      ...(secrets['secretHeaders'] as Record<string, string> | undefined),
      ...(config['hasAuth'] === false ? {} : { authorization: `Basic ${basic}` }),
    };
    const answer = await fetch(String(config['url']), { method: 'POST', headers, body: params?.body ?? '' }).catch(
      () => null,
    );
    const told = answer?.ok
      ? { status: 'ok', connector_id: id, data: await answer.text() }
      : {
          status: 'error',
          connector_id: id,
          message: 'error calling webhook',
          service_message: `[${answer?.status ?? 'ECONNREFUSED'}]`,
        };
    return json(told);
  }
}

const CREATE_KEYS = [
  'name',
  'rule_type_id',
  'consumer',
  'schedule',
  'enabled',
  'tags',
  'params',
  'actions',
  'throttle',
  'notify_when',
];
const UPDATE_KEYS = ['name', 'tags', 'schedule', 'throttle', 'params', 'actions', 'notify_when'];
const NEWER_KEYS = [
  { key: 'alert_delay', since: '8.13.0' },
  { key: 'flapping', since: '8.16.0' },
  { key: 'artifacts', since: '9.1.0' },
];
const CONNECTOR_CONFIG = ['url', 'method', 'headers', 'hasAuth', 'authType', 'certType', 'ca', 'verificationMode'];
const CONNECTOR_SECRETS = ['user', 'password', 'crt', 'key', 'pfx'];

const RULE_TYPES = ['apm.transaction_error_rate', 'apm.transaction_duration', 'apm.error_rate', 'apm.anomaly'].map(
  (id) => ({
    id,
    name: id,
    category: 'observability',
    producer: 'apm',
    action_groups: [
      { id: 'threshold_met', name: 'Threshold met' },
      { id: 'recovered', name: 'Recovered' },
    ],
    default_action_group_id: 'threshold_met',
    recovery_action_group: { id: 'recovered', name: 'Recovered' },
    authorized_consumers: { apm: { read: true, all: true }, alerts: { read: true, all: true } },
    enabled_in_license: true,
    minimum_license_required: 'basic',
    does_set_recovery_context: false,
  }),
);

function shown({ secrets: _, ...rest }: KibanaConnector): object {
  return { ...rest, is_preconfigured: false, is_deprecated: false, is_missing_secrets: false, is_system_action: false };
}

function json(value: object): WebhookAnswer {
  return {
    kind: 'status',
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(value),
  };
}

function refusal(statusCode: number, error: string, message: string): WebhookAnswer {
  const body = JSON.stringify({ statusCode, error, message });
  return { kind: 'status', status: statusCode, headers: { 'content-type': 'application/json; charset=utf-8' }, body };
}

function isAtLeast(version: string, since: string): boolean {
  const [one = [], other = []] = [version, since].map((each) => each.split('.').map(Number));
  const at = one.findIndex((part, index) => part !== other[index]);
  return at === -1 || (one[at] ?? 0) > (other[at] ?? 0);
}
