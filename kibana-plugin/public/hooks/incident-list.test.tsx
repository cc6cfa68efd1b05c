import { afterEach, expect, test } from '@jest/globals';
import { act, cleanup, configure, render, waitFor } from '@testing-library/react';
import type { ReactElement } from 'react';
import { Providers } from '../components/providers';
import { FakeCore } from '../fake-core.fixture';
import { incident } from '../incident.fixture';
import { sharedServices } from '../services';
import { replaceRows, useIncidentList } from './incident-list';

// A busy machine takes its time.
configure({ asyncUtilTimeout: 15_000 });
afterEach(cleanup);

const PAGE = { limit: 50 } as const;
const SIDEBAR = { limit: 100 } as const;
const [before, now] = [incident(), incident({ status: 'acknowledged' })];
const never = new Promise<never>(() => undefined);
const page = (...items: readonly unknown[]) => Promise.resolve({ items, next_cursor: null });
/** Long enough for what follows from one another: each `act` draws once. */
const rest = async () => {
  for (let times = 0; times < 10; times += 1) await act(() => new Promise((resolve) => setTimeout(resolve, 10)));
};
const statusIn = ({ limit }: { readonly limit: number }) =>
  document.querySelector(`[data-limit="${limit}"]`)?.textContent;

function Rows({ query }: { readonly query: typeof PAGE | typeof SIDEBAR }): ReactElement {
  const { data } = useIncidentList(query);
  return <p data-limit={query.limit}>{data?.items.map(({ status }) => status).join()}</p>;
}

/** Lists over one cache, with one incident in each; `answer` may be changed. */
function showLists(...shown: readonly (typeof PAGE | typeof SIDEBAR)[]) {
  const { start } = new FakeCore();
  const asked: number[] = [];
  const lists = { answer: (_limit: number): Promise<unknown> => page(before) };
  const fetch = (_path: string, { query }: { readonly query: { readonly limit: number } }) => {
    asked.push(query.limit);
    return lists.answer(query.limit);
  };
  const services = sharedServices({ ...start, http: { ...start.http, fetch: fetch as never } }, {});
  const show = () =>
    render(
      <Providers services={services}>
        {shown.map((query) => (
          <Rows key={query.limit} query={query} />
        ))}
      </Providers>,
    );
  const { queries } = services;
  return Object.assign(lists, {
    asked,
    queries,
    show,
    compare: () => queries.invalidateQueries({ queryKey: ['fresh'] }),
  });
}

test('what came with the page itself is not asked for once more', async () => {
  const { asked, show } = showLists(PAGE);
  show();
  await waitFor(() => expect(statusIn(PAGE)).toBe('triggered'));
  await rest();
  expect(asked).toEqual([PAGE.limit]);
});

test('what was done stands in its row before anything is compared anew', async () => {
  const { queries, show } = showLists(PAGE);
  show();
  await waitFor(() => expect(statusIn(PAGE)).toBe('triggered'));
  await rest();
  act(() => replaceRows(queries, [now]));
  await rest();
  expect(statusIn(PAGE)).toBe('acknowledged');
});

test('an answer that was under way when it was done does not undo it', async () => {
  const lists = showLists(PAGE);
  lists.show();
  await waitFor(() => expect(statusIn(PAGE)).toBe('triggered'));
  await rest();
  let comes: (() => void) | undefined;
  lists.answer = () => new Promise<void>((resolve) => (comes = resolve)).then(() => page(before));
  void lists.compare();
  await waitFor(() => expect(comes).toBeDefined());
  lists.answer = () => page(now);
  act(() => replaceRows(lists.queries, [now]));
  comes?.();
  await rest();
  expect(statusIn(PAGE)).toBe('acknowledged');
});

test('a page that is read anew does not go back to what was compared before', async () => {
  const lists = showLists(PAGE);
  const { unmount } = lists.show();
  await waitFor(() => expect(statusIn(PAGE)).toBe('triggered'));
  await rest();
  unmount();
  lists.answer = () => page(now);
  lists.show();
  await rest();
  expect(statusIn(PAGE)).toBe('acknowledged');
});

test('of two lists each is as it was told itself: they do not undo each other', async () => {
  const lists = showLists(PAGE, SIDEBAR);
  lists.show();
  await waitFor(() => expect([statusIn(PAGE), statusIn(SIDEBAR)]).toEqual(['triggered', 'triggered']));
  let changes = 0;
  const watch = lists.queries.getQueryCache().subscribe(({ type, query }) => {
    if (type === 'updated' && query.queryKey[0] === 'lists') changes += 1;
  });
  lists.answer = (limit) => (limit === PAGE.limit ? never : page(now));
  void lists.compare();
  await waitFor(() => expect(statusIn(SIDEBAR)).toBe('acknowledged'));
  await rest();
  watch();
  expect(statusIn(SIDEBAR)).toBe('acknowledged');
  expect(changes).toBe(1);
});
