import { useCallback, useMemo } from 'react';
import { useHistory, useLocation } from 'react-router-dom';

/** What is chosen on a page stands in its address: null takes a name out of it. `push` makes it a way back. */
export function useUrlParams() {
  const history = useHistory();
  const { search, pathname } = useLocation();
  const params = useMemo(() => new URLSearchParams(search), [search]);
  const change = useCallback(
    (given: Readonly<Record<string, string | null>>, how: 'replace' | 'push' = 'replace') => {
      const next = new URLSearchParams(history.location.search);
      for (const [name, value] of Object.entries(given)) {
        if (value === null) next.delete(name);
        else next.set(name, value);
      }
      history[how]({ pathname, search: next.toString() });
    },
    [history, pathname],
  );
  return { params, change } as const;
}
