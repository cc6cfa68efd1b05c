import type { Readable } from 'node:stream';
import type { Observable } from 'rxjs';

// Kibana's server core, as far as we use it. Sources: the distribution of 8.12.2, and src/core/packages/* of main (9.x).

export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

export interface PluginInitializerContext<Config> {
  readonly logger: { get(...context: string[]): Logger };
  readonly config: { get(): Config };
  readonly env: { readonly packageInfo: { readonly version: string } };
}

export interface CoreSetup<Plugins> {
  readonly http: { createRouter(): Router };
  /** `elasticsearch.hosts` of kibana.yml; called legacy in all versions, 8.12 to 9.x. */
  readonly elasticsearch: { readonly legacy?: { readonly config$: Observable<{ readonly hosts: readonly string[] }> } };
  readonly savedObjects: { registerType(type: SavedObjectType): void };
  getStartServices(): Promise<readonly [CoreStart, Plugins, unknown]>;
}

export interface CoreStart {
  readonly capabilities: {
    /** 8.12 knows no second argument; later versions require one that says which capabilities are asked for. */
    resolveCapabilities(
      request: KibanaRequest,
      options?: { readonly capabilityPath: string },
    ): Promise<Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>>;
  };
  /** Since 8.14; before, the security plugin's own contract. */
  readonly security?: { readonly authc: Authc };
}

export interface Authc {
  /** Null while Elasticsearch's security is off. */
  getCurrentUser(request: KibanaRequest): { readonly username: string } | null;
}

export interface SavedObjectType {
  readonly name: string;
  readonly hidden: boolean;
  readonly namespaceType: 'agnostic';
  readonly mappings: { readonly dynamic: false; readonly properties: Readonly<Record<string, never>> };
}

export interface KibanaRequest<Params = unknown, Query = unknown, Body = unknown> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** Names are in small letters. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly events: { readonly aborted$: Observable<void>; readonly completed$: Observable<void> };
}

type Answer = object;

/** `attributes` is the one part of an error's body that is ours to fill. */
interface ErrorBody {
  readonly message: string;
  readonly attributes?: object;
}

export interface ResponseFactory {
  ok(options?: { readonly body?: object | Readable; readonly headers?: Readonly<Record<string, string>> }): Answer;
  noContent(): Answer;
  custom(options: {
    readonly statusCode: number;
    readonly body?: object;
    readonly headers?: Readonly<Record<string, string>>;
  }): Answer;
  customError(options: {
    readonly statusCode: number;
    readonly body: ErrorBody;
    readonly headers?: Readonly<Record<string, string>>;
  }): Answer;
}

export interface ValidationResult {
  ok(value: unknown): unknown;
  badRequest(error: Error, path?: string[]): unknown;
}

/** Kibana 8.12 to 9.x take functions as validators; the schemas that they take differ. */
export type Validator = (value: unknown, result: ValidationResult) => unknown;

export interface RouteConfig {
  readonly path: string;
  readonly validate: false | { readonly params?: Validator; readonly query?: Validator; readonly body?: Validator };
  /** Kibana before 8.16 knows only the tag, 9.1 and later only this. */
  readonly security: { readonly authz: { readonly requiredPrivileges: readonly string[] } };
  readonly options: {
    readonly access: 'internal';
    readonly tags: readonly string[];
    readonly body?: { readonly maxBytes: number };
  };
}

export interface RequestContext {
  readonly core: Promise<{
    readonly savedObjects: {
      /** With the caller's own rights. */
      readonly client: object;
      getClient(options: { readonly includedHiddenTypes: readonly string[] }): SavedObjectsClient;
    };
    readonly elasticsearch: { readonly client: { readonly asCurrentUser: ElasticsearchClient } };
  }>;
}

/** Elastic's own client, 8.x and 9.x, as far as both agree: what is sent as it is, and answered as it came. */
export interface ElasticsearchClient {
  readonly transport: {
    request(
      call: {
        readonly method: string;
        readonly path: string;
        readonly querystring?: Readonly<Record<string, string | boolean>>;
        readonly body?: object;
      },
      options?: { readonly requestTimeout?: number; readonly maxRetries?: number },
    ): Promise<unknown>;
  };
}

export interface SavedObjectsClient {
  create(
    type: string,
    attributes: object,
    options: { readonly id: string; readonly overwrite: boolean },
  ): Promise<unknown>;
}

export type RequestListener = (
  context: RequestContext,
  request: KibanaRequest,
  response: ResponseFactory,
) => Promise<Answer>;

export interface Router {
  get(config: RouteConfig, listener: RequestListener): void;
  post(config: RouteConfig, listener: RequestListener): void;
  put(config: RouteConfig, listener: RequestListener): void;
  patch(config: RouteConfig, listener: RequestListener): void;
  delete(config: RouteConfig, listener: RequestListener): void;
}
