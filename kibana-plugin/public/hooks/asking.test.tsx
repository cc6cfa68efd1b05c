import { afterEach, expect, test } from '@jest/globals';
import { act, cleanup, configure, render, waitFor } from '@testing-library/react';
import type { ReactElement } from 'react';
import { Providers } from '../components/providers';
import { FakeCore } from '../fake-core.fixture';
import { incident } from '../incident.fixture';
import { sharedServices } from '../services';
import { useIncidentList } from './incident-list';
import { useEscalations, useIncident, useNotifications, useSummary, useTimeline } from './incidents';
import { useUnreadable, useUnrouted } from './loud';
import { useOnCall, useShifts } from './on-call';
import { usePageTest } from './page-test';
import { useSilences, useWindows } from './suppressions';

// A busy machine takes its time.
configure({ asyncUtilTimeout: 15_000 });
afterEach(cleanup);

interface Asked {
  readonly path: string;
  readonly asSystemRequest?: boolean;
}

function showAsker(Asker: () => ReactElement | null, answer: () => Promise<unknown>) {
  const { start } = new FakeCore();
  const asked: Asked[] = [];
  const fetch = (path: string, options: object) => {
    asked.push({ path: path.replace('/internal/incidents', ''), ...options });
    return answer();
  };
  const services = sharedServices({ ...start, http: { ...start.http, fetch: fetch as never } }, {});
  render(
    <Providers services={services}>
      <Asker />
    </Providers>,
  );
  const settle = () => waitFor(() => expect(services.queries.isFetching()).toBe(0));
  return { asked, services, settle };
}

const page = () => Promise.resolve({ ...incident(), ended_at: null, items: [], next_cursor: null });
const pathsOf = (asked: readonly Asked[]) => [...new Set(asked.map(({ path }) => path))].sort();

test('what is asked again and again is asked for by who opens it, and from then on by the page itself', async () => {
  const { id } = incident();
  const { asked, services, settle } = showAsker(() => {
    useSummary();
    useIncident(id);
    useTimeline(id);
    useEscalations(id);
    useNotifications(id);
    useUnreadable();
    useUnrouted();
    useOnCall();
    useShifts(id, 0, 1);
    useSilences('current');
    useWindows('current');
    usePageTest(id);
    return null;
  }, page);
  await settle();
  const first = asked.splice(0);
  expect(first.filter(({ asSystemRequest }) => asSystemRequest)).toEqual([]);
  await act(() => services.queries.refetchQueries());
  expect(pathsOf(asked)).toEqual(pathsOf(first));
  expect(asked.filter(({ asSystemRequest }) => !asSystemRequest)).toEqual([]);
});

test('what has never been answered is asked for by the page itself all the same', async () => {
  const { asked, services, settle } = showAsker(
    () => {
      useSummary();
      return null;
    },
    () => Promise.reject(Object.assign(new Error('away'), { response: { status: 503 }, body: { message: 'away' } })),
  );
  await settle();
  await act(() => services.queries.refetchQueries());
  expect(asked.map(({ asSystemRequest = false }) => asSystemRequest)).toEqual([false, true]);
});

test('a page of the list is asked for by its reader; what it is compared with, and the stream, by the page itself', async () => {
  const query = { limit: 50 };
  const { asked, services, settle } = showAsker(() => {
    useIncidentList(query);
    return null;
  }, page);
  await settle();
  await act(() => services.queries.refetchQueries({ queryKey: ['fresh'] }));
  services.live.listen(() => undefined)();
  await act(() => services.queries.refetchQueries({ queryKey: ['lists'] }));
  await services.api.note(incident().id, 'looked', 'key');
  expect(asked.map(({ path, asSystemRequest = false }) => [path, asSystemRequest])).toEqual([
    ['/incidents', false],
    ['/incidents', true],
    ['/stream', true],
    ['/incidents', false],
    [`/incidents/${incident().id}/notes`, false],
  ]);
});
