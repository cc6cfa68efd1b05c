import { QueryClient } from '@tanstack/react-query';
import type { CoreStart } from '../types/core-browser';
import type { PluginsStart } from '../types/plugins-browser';
import { createApi } from './api/api';
import { LiveUpdates } from './api/live-updates';
import { ApiProblem } from './api/problem';
import { createQuietHttp } from './api/quiet-http';
import { capabilitiesOf } from './hooks/capabilities';
import type { Services } from './hooks/services';

export interface Shared extends Services {
  readonly queries: QueryClient;
}

const shared = new WeakMap<object, Shared>();

/**
 * One cache and one stream for app, header and flyout, which are React trees of their own on the same page. Kibana may
 * hand each of them a core of its own, but there is one `http`. Only the app knows the other plugins, and the header may
 * well have come first.
 */
export function sharedServices(core: CoreStart, plugins: PluginsStart): Shared {
  const services = shared.get(core.http) ?? createServices(core, plugins);
  shared.set(core.http, services);
  return { ...services, plugins };
}

function createServices(core: CoreStart, plugins: PluginsStart): Shared {
  const quietApi = createApi(createQuietHttp(core.http));
  return {
    core,
    plugins,
    api: createApi(core.http),
    quietApi,
    live: new LiveUpdates(quietApi),
    may: capabilitiesOf(core),
    queries: createQueryClient(),
  };
}

/** The server part has repeated what is worth repeating, so a failure is shown at once. */
function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Kibana on this machine is reached without a network too.
        networkMode: 'always',
        retry: (count, error) => count < 1 && !(error instanceof ApiProblem),
        refetchOnWindowFocus: false,
        staleTime: 10_000,
      },
      mutations: { networkMode: 'always', retry: false },
    },
    // Failures are shown where they matter; the console is Kibana's.
    logger: { log: () => undefined, warn: () => undefined, error: () => undefined },
  });
}
