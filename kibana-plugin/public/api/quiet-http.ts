import type { HttpFetchOptions, HttpStart } from '../../types/core-browser';

/** For what the page asks by itself: a session of Kibana that nobody uses ends in its time all the same. */
export function createQuietHttp(http: Pick<HttpStart, 'fetch'>): Pick<HttpStart, 'fetch'> {
  const fetch = (path: string, options: HttpFetchOptions = {}) =>
    http.fetch(path, { ...options, asSystemRequest: true });
  return { fetch: fetch as HttpStart['fetch'] };
}
