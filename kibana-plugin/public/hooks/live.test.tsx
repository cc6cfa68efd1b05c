import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { act, cleanup, render } from '@testing-library/react';
import type { ReactElement } from 'react';
import type { StreamLine } from '../../common/api';
import { Providers } from '../components/providers';
import { FakeCore } from '../fake-core.fixture';
import { sharedServices } from '../services';
import { useSummary } from './incidents';
import { useLive } from './live';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => {
  cleanup();
  jest.useRealTimers();
});

/** Longer than it is calm. */
const SLOW_MS = 2_500;
const pass = (milliseconds: number) => act(() => jest.advanceTimersByTimeAsync(milliseconds));

function Follower(): ReactElement {
  useLive();
  const { data } = useSummary();
  return <p>{data?.open.total}</p>;
}

/** So many over one cache, whose every answer takes its time. */
function showFollowers(count: number) {
  const { start } = new FakeCore();
  const seen = { asked: 0, answered: 0, givenUp: 0 };
  const fetch = (_: string, { signal }: { readonly signal: AbortSignal }) =>
    new Promise((resolve, reject) => {
      seen.asked += 1;
      const timer = setTimeout(() => resolve({ open: { total: (seen.answered += 1) } }), SLOW_MS);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        seen.givenUp += 1;
        reject(new Error('given up'));
      });
    });
  const listeners = new Set<(line: StreamLine) => void>();
  const live = {
    listen: (listener: (line: StreamLine) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const services = sharedServices({ ...start, http: { ...start.http, fetch: fetch as never } }, {});
  const { unmount } = render(
    <Providers services={{ ...services, live: live as never }}>
      {Array.from({ length: count }, (_, number) => (
        <Follower key={number} />
      ))}
    </Providers>,
  );
  const tell = (id: string) => {
    for (const listener of listeners) listener({ event: 'incident', data: { id } });
  };
  return { seen, tell, listeners, unmount };
}

test.each([
  ['a page', 1],
  ['a page and the sidebar over it', 2],
])('while updates come and answers take long, %s is refreshed all the same', async (_, count) => {
  const { seen, tell } = showFollowers(count);
  await pass(SLOW_MS);
  expect(seen).toEqual({ asked: 1, answered: 1, givenUp: 0 });
  for (let number = 0; number < 75; number += 1) {
    tell(String(number));
    await pass(200);
  }
  expect(seen.answered).toBeGreaterThanOrEqual(4);
  expect(seen.givenUp).toBe(0);
});

test('what comes while it is asked is asked for when the answer is there, and then it is calm', async () => {
  const { seen, tell } = showFollowers(1);
  await pass(SLOW_MS);
  tell('first');
  await pass(2_000);
  tell('second');
  await pass(10_000);
  expect(seen).toEqual({ asked: 3, answered: 3, givenUp: 0 });
});

test('nothing is asked for when nobody follows any more', async () => {
  const { seen, tell, listeners, unmount } = showFollowers(2);
  await pass(SLOW_MS);
  tell('first');
  unmount();
  await pass(10_000);
  expect(listeners.size).toBe(0);
  expect(seen.asked).toBe(1);
});
