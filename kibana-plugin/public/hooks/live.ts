import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { queryKeys } from '../api/query-keys';
import { useServices } from './services';

/** A storm of updates asks for the same lists once in this time. */
const CALM_MS = 2_000;

/** While this component stands, what the backend says has changed is asked for again. */
export function useLive(): void {
  const { live } = useServices();
  const queries = useQueryClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      timer = undefined;
      void queries.invalidateQueries({ queryKey: queryKeys.incidents });
      void queries.invalidateQueries({ queryKey: queryKeys.summary });
    };
    const stop = live.listen(() => (timer ??= setTimeout(refresh, CALM_MS)));
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [live, queries]);
}
