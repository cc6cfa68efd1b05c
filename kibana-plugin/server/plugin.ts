import { readFileSync } from 'node:fs';
import { CONNECTION_TYPE, PLUGIN_ID } from '../common/ids';
import type { Capabilities } from '../common/privileges';
import type { CoreSetup, CoreStart, KibanaRequest, Logger, PluginInitializerContext } from '../types/core-server';
import type { PluginsSetup, PluginsStart } from '../types/plugins-server';
import { Backend } from './backend/backend';
import type { Config } from './config';
import { Connection } from './connection';
import { featureOf } from './feature';
import { addConnectionRoute } from './routes/connection';
import { addForwardRoutes } from './routes/forward';
import { addSetupRoutes } from './routes/setup';
import { addStatusRoute } from './routes/status';
import { addStreamRoute } from './routes/stream';
import { readApmIndices, toDiscoveryIndices } from './setup/discovery-indices';

/** Nothing here may throw: an error in `setup` or `start` would take all of Kibana down. */
export class IncidentsPlugin {
  readonly #config: Config;
  readonly #logger: Logger;
  readonly #connection: Connection;
  readonly #version: string;
  #backend: Backend | undefined;

  constructor(context: PluginInitializerContext<Config>) {
    this.#config = context.config.get();
    this.#logger = context.logger.get();
    this.#version = context.env.packageInfo.version;
    this.#connection = new Connection(this.#config.backend.token, () => Date.now());
  }

  setup(core: CoreSetup<PluginsStart>, plugins: PluginsSetup): void {
    this.#quietly('feature', () => plugins.features.registerKibanaFeature(featureOf()));
    this.#quietly('saved object', () => {
      core.savedObjects.registerType({
        name: CONNECTION_TYPE,
        hidden: true,
        namespaceType: 'agnostic',
        mappings: { dynamic: false, properties: {} },
      });
      plugins.encryptedSavedObjects?.registerType({ type: CONNECTION_TYPE, attributesToEncrypt: new Set(['token']) });
    });
    this.#quietly('routes', () => {
      const { url, requestTimeout } = this.#config.backend;
      const authorities = this.#readAuthorities();
      this.#backend = new Backend({
        url,
        ...(authorities ? { authorities } : {}),
        timeout: requestTimeout.asMilliseconds(),
        token: () => this.#connection.token(),
      });
      const surroundings = {
        router: core.http.createRouter(),
        logger: this.#logger,
        backend: this.#backend,
        connection: this.#connection,
        manageWithoutSecurity: this.#config.manageWithoutSecurity,
        identify: async (request: KibanaRequest) => {
          const [start, started] = await core.getStartServices();
          return identify(request, start, started);
        },
      };
      addForwardRoutes(surroundings);
      addStatusRoute(surroundings);
      addConnectionRoute(surroundings);
      addStreamRoute(surroundings);
      addSetupRoutes({
        ...surroundings,
        version: this.#version,
        now: () => new Date(),
        indices: async (client) => {
          const [, started] = await core.getStartServices();
          const access = [plugins, started].flatMap((each) => [each.apmDataAccess, each.apmSourcesAccess]);
          return toDiscoveryIndices(this.#config.discovery.indices, await readApmIndices(access, client));
        },
        elasticsearchHost: () => this.#elasticsearchHost,
      });
    });
    this.#quietly('suggestions', () => {
      core.elasticsearch.legacy?.config$.subscribe(({ hosts }) => (this.#elasticsearchHost = hosts[0] ?? null));
    });
    this.#canEncrypt = plugins.encryptedSavedObjects?.canEncrypt === true;
  }

  #canEncrypt = false;
  #elasticsearchHost: string | null = null;

  start(_core: CoreStart, plugins: PluginsStart): void {
    if (this.#canEncrypt && plugins.encryptedSavedObjects) {
      this.#connection.useSavedObjects(plugins.encryptedSavedObjects);
    } else if (!this.#config.backend.token) {
      this.#logger.warn(
        `Set ${PLUGIN_ID}.backend.token in kibana.yml or in the keystore: nothing can be shown without.`,
      );
    }
  }

  stop(): void {
    this.#backend?.close();
  }

  #readAuthorities(): string[] | undefined {
    const files = this.#config.backend.certificateAuthorities;
    return files === undefined ? undefined : [files].flat().map((file) => readFileSync(file, 'utf8'));
  }

  #quietly(what: string, run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#logger.error(
        `Incidents go without their ${what}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
}

async function identify(request: KibanaRequest, core: CoreStart, plugins: PluginsStart) {
  const authc = core.security?.authc ?? plugins.security?.authc;
  const capabilities = await core.capabilities.resolveCapabilities(request, { capabilityPath: `${PLUGIN_ID}.*` });
  return {
    name: authc?.getCurrentUser(request)?.username,
    capabilities: (capabilities[PLUGIN_ID] ?? {}) as Capabilities,
  };
}
