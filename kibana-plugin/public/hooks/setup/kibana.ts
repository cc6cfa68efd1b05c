import { useMemo } from 'react';
import { createKibanaApi, type KibanaApi } from '../../api/kibana';
import { createSetupApi, type SetupApi } from '../../api/setup';
import { useServices } from '../services';

/** Who is asked: our own server part, and Kibana's public API. */
export interface SetupApis {
  readonly setup: SetupApi;
  readonly kibana: KibanaApi;
}

export function useSetupApis(): SetupApis {
  const { api, core } = useServices();
  return useMemo(() => ({ setup: createSetupApi(api.caller), kibana: createKibanaApi(core.http) }), [api, core]);
}

/** The id of the space that the page is in. */
export function useSpace(): string {
  const { core } = useServices();
  const { basePath } = core.http;
  const path = basePath.get().slice(basePath.serverBasePath.length);
  return /^\/s\/([^/]+)/.exec(path)?.[1] ?? 'default';
}
