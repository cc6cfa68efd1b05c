import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { queryKeys } from '../api/query-keys';
import { useServices } from './services';

/** A storm of updates asks for the same things once in this time. */
const CALM_MS = 2_000;

/** While this component stands, what the backend says has changed is asked for again. */
export function useLive(): void {
  const { live } = useServices();
  const queries = useQueryClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let ids = new Set<string>();
    let isAll = false;
    const refresh = () => {
      const changed = isAll ? [queryKeys.incidents] : [...ids].map(queryKeys.incident);
      [timer, ids, isAll] = [undefined, new Set(), false];
      for (const queryKey of [queryKeys.freshLists, queryKeys.summary, ...changed]) {
        // A request that is under way may have been answered before the change.
        void queries.invalidateQueries({ queryKey }, { cancelRefetch: true });
      }
    };
    const stop = live.listen(({ data }) => {
      const id = idOf(data);
      if (id === undefined) isAll = true;
      else ids.add(id);
      timer ??= setTimeout(refresh, CALM_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [live, queries]);
}

/** Undefined for what does not say which incident has changed: then any may have. */
function idOf(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { id, incident_id } = data as { readonly id?: unknown; readonly incident_id?: unknown };
  return [incident_id, id].find((each): each is string => typeof each === 'string');
}
