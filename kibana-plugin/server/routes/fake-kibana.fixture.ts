import { DEFAULT_DISCOVERY_INDICES } from 'incident-core';
import { Subject } from 'rxjs';
import { highestPrivilege, type Capabilities } from '../../common/privileges';
import type {
  ElasticsearchClient,
  KibanaRequest,
  RequestContext,
  RequestListener,
  ResponseFactory,
  RouteConfig,
  Router,
} from '../../types/core-server';
import { Backend } from '../backend/backend';
import { Connection } from '../connection';
import type { KeptObjects } from '../kept-objects.fixture';
import { addConnectionRoute } from './connection';
import { addForwardRoutes } from './forward';
import type { Surroundings } from './route';
import { addSetupRoutes } from './setup';
import { addStatusRoute } from './status';
import { addStreamRoute } from './stream';

export const TOKEN = 'ika_a-token-that-nobody-may-see';

export interface KibanaAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Given {
  readonly params?: object;
  readonly query?: object;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Settings {
  readonly token?: string;
  readonly timeout?: number;
  readonly manageWithoutSecurity?: boolean;
  /** Of a Kibana that can encrypt. */
  readonly store?: KeptObjects;
}

export type ElasticsearchCall = Parameters<ElasticsearchClient['transport']['request']>[0];

/** Kibana around our routes, as its versions agree on it. */
export class FakeKibana {
  readonly routes = new Map<string, { readonly config: RouteConfig; readonly listener: RequestListener }>();
  readonly logged: string[] = [];
  /** What Elasticsearch was asked as the user, and what it answers. */
  readonly searched: ElasticsearchCall[] = [];
  elasticsearch: (call: ElasticsearchCall) => unknown = () => ({});
  readonly aborted$ = new Subject<void>();
  name: string | undefined = 'ada';
  capabilities: Capabilities = { read: true, respond: true, manage: true };
  readonly backend: Backend;

  readonly #store: KeptObjects | undefined;

  constructor(url: string, { token = TOKEN, timeout = 10_000, manageWithoutSecurity = false, store }: Settings = {}) {
    const connection = new Connection(token, () => 0);
    this.#store = store;
    if (store) connection.useSavedObjects(store);
    this.backend = new Backend({ url, timeout, token: () => connection.token() });
    const say = (message: string) => void this.logged.push(message);
    const surroundings: Surroundings = {
      router: this.#router(),
      logger: { debug: say, info: say, warn: say, error: say },
      backend: this.backend,
      connection,
      manageWithoutSecurity,
      identify: () => Promise.resolve({ name: this.name, capabilities: this.capabilities }),
    };
    for (const add of [addForwardRoutes, addStatusRoute, addConnectionRoute, addStreamRoute]) add(surroundings);
    addSetupRoutes({
      ...surroundings,
      version: '8.12.2',
      now: () => new Date('2027-01-05T03:20:00Z'),
      indices: () => Promise.resolve(DEFAULT_DISCOVERY_INDICES),
      elasticsearchHost: () => 'https://ada:secret@elasticsearch:9200/',
    });
  }

  /** Who holds the privilege and what it includes. */
  as(privilege: 'read' | 'respond' | 'manage'): this {
    const all = { read: true, respond: privilege !== 'read', manage: privilege === 'manage' };
    this.capabilities = highestPrivilege(all) ? all : {};
    return this;
  }

  async call(route: string, given: Given = {}): Promise<KibanaAnswer> {
    const found = this.routes.get(route);
    if (!found) throw new Error(`no route ${route}`);
    const parts: Record<string, unknown> = {
      params: given.params ?? {},
      query: given.query ?? {},
      body: given.body ?? null,
    };
    for (const [part, validate] of Object.entries(found.config.validate || {})) {
      const result = validate(parts[part], {
        ok: (value: unknown) => ({ value }),
        badRequest: (error: Error, path?: string[]) => ({ error, path }),
      }) as { readonly value?: unknown; readonly error?: Error; readonly path?: string[] };
      if (result.error) return { status: 400, body: { message: result.error.message, path: result.path } };
      parts[part] = result.value;
    }
    const events = { aborted$: this.aborted$, completed$: new Subject<void>() };
    const { headers = {} } = given;
    const request: KibanaRequest = {
      params: parts['params'],
      query: parts['query'],
      body: parts['body'],
      headers,
      events,
    };
    return (await found.listener(this.#context(), request, responses)) as KibanaAnswer;
  }

  #context(): RequestContext {
    const getClient = () => {
      if (!this.#store) throw new Error('this Kibana keeps nothing');
      return this.#store;
    };
    const request = async (call: ElasticsearchCall) => {
      this.searched.push(call);
      return this.elasticsearch(call);
    };
    const asCurrentUser = { transport: { request } };
    return {
      core: Promise.resolve({ savedObjects: { client: {}, getClient }, elasticsearch: { client: { asCurrentUser } } }),
    };
  }

  #router(): Router {
    const add = (method: string) => (config: RouteConfig, listener: RequestListener) =>
      void this.routes.set(`${method} ${config.path.slice('/internal/incidents'.length)}`, { config, listener });
    return { get: add('GET'), post: add('POST'), put: add('PUT'), patch: add('PATCH'), delete: add('DELETE') };
  }
}

const responses: ResponseFactory = {
  ok: (options = {}) => ({ status: 200, ...options }),
  noContent: () => ({ status: 204 }),
  custom: ({ statusCode, ...rest }) => ({ status: statusCode, ...rest }),
  customError: ({ statusCode, ...rest }) => ({ status: statusCode, ...rest }),
};
