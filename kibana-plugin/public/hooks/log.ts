import type { Query } from '../api/caller';
import { useUrlParams } from './url-params';

const PAGE = 50;

/** The page that an address names, of a list that goes on and on. The backend refuses what makes no sense, in words. */
export function readPage(params: URLSearchParams, filters: readonly string[]): Query {
  const given = [...filters, 'cursor'].flatMap((name) => {
    const value = params.get(name);
    return value === null || value === '' ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(given), limit: PAGE };
}

/** What such a list is narrowed to; all of it stands in the address. Each of another list begins at its beginning. */
export function useLogFilters<Filter extends string>(filters: readonly Filter[]) {
  const { params, change } = useUrlParams();
  return {
    query: readPage(params, filters),
    chosen: (name: Filter) => (params.get(name) ?? '').split(',').filter(Boolean),
    narrow: (name: Filter) => (values: readonly string[]) => change({ [name]: values.join(',') || null, cursor: null }),
    clear: () => change(Object.fromEntries([...filters, 'cursor'].map((name) => [name, null]))),
  } as const;
}
