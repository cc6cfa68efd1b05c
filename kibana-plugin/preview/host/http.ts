import type { HttpFetchError, HttpFetchOptions, HttpStart } from '../../types/core-browser';

const KIBANA_HEADERS = { 'kbn-xsrf': 'preview', 'x-elastic-internal-origin': 'preview' } as const;

type Options = HttpFetchOptions & { readonly asResponse?: true; readonly rawResponse?: true };

/** Kibana's `http`, as far as the plugin uses it. */
export function createHttp(): HttpStart {
  const request = async (
    path: string,
    { query = {}, method = 'GET', body, headers = {}, signal, asSystemRequest, asResponse, rawResponse }: Options = {},
  ) => {
    const given = Object.entries(query).filter(([, value]) => value !== undefined);
    const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
    const response = await fetch(search ? `${path}?${search}` : path, {
      method,
      headers: {
        'content-type': 'application/json',
        ...KIBANA_HEADERS,
        ...(asSystemRequest ? { 'kbn-system-request': 'true' } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
      ...(signal ? { signal } : {}),
    });
    if (!response.ok) throw await failureOf(response);
    if (rawResponse) return { response };
    const answer = response.status === 204 ? undefined : ((await response.json()) as unknown);
    return asResponse ? { response, body: answer } : answer;
  };
  return {
    basePath: { prepend: (path) => path, get: () => '', serverBasePath: '' },
    fetch: request as HttpStart['fetch'],
  };
}

async function failureOf(response: Response): Promise<HttpFetchError> {
  const body: unknown = await response.json().catch(() => undefined);
  return Object.assign(new Error(response.statusText), { response, body });
}
