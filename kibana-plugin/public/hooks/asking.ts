import { useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { Api } from '../api/api';
import { useServices } from './services';

/**
 * By what a query asks that is asked again and again, by the time or since something has changed: who opens it asks first,
 * from then on the page asks by itself. Who comes back to it meanwhile moves and clicks, which Kibana counts too.
 */
export function useApiFor(): (queryKey: QueryKey) => Api {
  const { api, quietApi } = useServices();
  const queries = useQueryClient();
  return useCallback(
    (queryKey) => {
      const { dataUpdateCount = 0, errorUpdateCount = 0 } = queries.getQueryState(queryKey) ?? {};
      return dataUpdateCount + errorUpdateCount === 0 ? api : quietApi;
    },
    [api, quietApi, queries],
  );
}
