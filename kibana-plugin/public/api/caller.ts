import type { Page } from '../../common/api';
import { INTERNAL_PATH } from '../../common/ids';
import type { HttpStart } from '../../types/core-browser';
import { toProblem } from './problem';

const MOST_PAGES = 25;

export type Query = Readonly<Record<string, string | number | undefined>>;

/** How our server part is called, whatever it is asked. */
export function createCaller(http: HttpStart) {
  const call = async <Answer>(
    method: string,
    path: string,
    rest: {
      query?: Query;
      body?: unknown;
      signal?: AbortSignal | undefined;
      headers?: Readonly<Record<string, string>>;
    },
  ) => {
    try {
      return await http.fetch<Answer>(`${INTERNAL_PATH}${path}`, {
        method,
        ...(rest.query ? { query: rest.query } : {}),
        ...(rest.body === undefined ? {} : { body: JSON.stringify(rest.body) }),
        ...(rest.signal ? { signal: rest.signal } : {}),
        ...(rest.headers ? { headers: rest.headers } : {}),
      });
    } catch (error) {
      throw toProblem(error);
    }
  };
  const get = <Answer>(path: string, signal?: AbortSignal, query?: Query) =>
    call<Answer>('GET', path, { signal, ...(query ? { query } : {}) });
  /** All pages of a list that people write by hand; of one that goes on and on, the beginning. */
  const getAll = async <Item>(path: string, signal?: AbortSignal, query: Query = {}): Promise<readonly Item[]> => {
    const items: Item[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const answer = await get<Page<Item>>(path, signal, { ...query, limit: 200, cursor });
      items.push(...answer.items);
      if (answer.next_cursor === null) break;
      cursor = answer.next_cursor;
    }
    return items;
  };
  const post = <Answer>(path: string, body: unknown = {}) => call<Answer>('POST', path, { body });
  const put = <Answer>(path: string, body: unknown) => call<Answer>('PUT', path, { body });
  const patch = <Answer>(path: string, body: unknown) => call<Answer>('PATCH', path, { body });
  const remove = (path: string) => call<undefined>('DELETE', path, {});

  return { call, get, getAll, post, put, patch, remove } as const;
}

export type Caller = ReturnType<typeof createCaller>;
