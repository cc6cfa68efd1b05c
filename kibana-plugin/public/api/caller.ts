import type { Page } from '../../common/api';
import { INTERNAL_PATH } from '../../common/ids';
import type { HttpStart } from '../../types/core-browser';
import { ofChange, toProblem } from './problem';

const MOST_PAGES = 25;

/** What was read, and the name of its state; undefined where it has none. */
export interface Tagged<Item> {
  readonly item: Item;
  readonly tag: string | undefined;
}

export type Query = Readonly<Record<string, string | number | undefined>>;

type Edited = 'PUT' | 'PATCH' | 'DELETE';

type Sent = {
  readonly query?: Query;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  readonly headers?: Readonly<Record<string, string>>;
};

/** How our server part is called, whatever it is asked. */
export function createCaller(http: Pick<HttpStart, 'fetch'>) {
  const send = async <Answer>(method: string, path: string, rest: Sent) => {
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
    send<Answer>('GET', path, { signal, ...(query ? { query } : {}) });
  /** What is too long for an address; nothing is changed by it. */
  const ask = <Answer>(path: string, body: unknown, signal?: AbortSignal) =>
    send<Answer>('POST', path, { body, signal });
  /** With the name of the state that it is in, for an edit to say of which it speaks. */
  const getTagged = async <Answer>(path: string, signal?: AbortSignal, query: Query = {}): Promise<Tagged<Answer>> => {
    try {
      const { response, body } = await http.fetch<Answer>(`${INTERNAL_PATH}${path}`, {
        method: 'GET',
        query,
        asResponse: true,
        ...(signal ? { signal } : {}),
      });
      return { item: body as Answer, tag: toTag(response?.headers?.get('etag')) };
    } catch (error) {
      throw toProblem(error);
    }
  };
  /** A change: what came in place of an answer to it leaves open whether it was made. */
  const call = async <Answer>(method: string, path: string, rest: Omit<Sent, 'signal'>) => {
    try {
      return await send<Answer>(method, path, rest);
    } catch (error) {
      throw ofChange(error);
    }
  };
  /** An edit of the state that the tag names: refused when it has changed since. */
  const edit = <Answer>(method: Edited, path: string, body: unknown, tag: string | undefined, query?: Query) =>
    call<Answer>(method, path, {
      body,
      ...(query ? { query } : {}),
      ...(tag === undefined ? {} : { headers: { 'if-match': tag } }),
    });
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
  /** What comes again with the same key takes effect once. */
  const post = <Answer>(path: string, body: unknown = {}, key?: string, query?: Query) =>
    call<Answer>('POST', path, {
      body,
      ...(query ? { query } : {}),
      ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
    });
  const patch = <Answer>(path: string, body: unknown) => call<Answer>('PATCH', path, { body });
  /** As an edit of the state that the tag names. */
  const remove = (path: string, tag?: string) =>
    call<undefined>('DELETE', path, tag === undefined ? {} : { headers: { 'if-match': tag } });

  return { ask, call, get, getAll, getTagged, edit, post, patch, remove } as const;
}

/** Whether it is saved although it is not ready. */
export function forced(isForced: boolean): Query | undefined {
  return isForced ? { force: 'true' } : undefined;
}

/** Kibana puts a tag that has its quotes into quotes once more, and what stands before it may weaken it. */
function toTag(given: string | null | undefined): string | undefined {
  const [, name] = /"+([^"]+)"+/.exec(given ?? '') ?? [];
  return name === undefined ? undefined : `"${name}"`;
}

export type Caller = ReturnType<typeof createCaller>;
