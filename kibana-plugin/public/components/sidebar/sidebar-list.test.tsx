import { expect, test } from '@jest/globals';
import { act, configure, fireEvent, screen, waitFor } from '@testing-library/react';
import { BACKEND_PROBLEMS } from '../../../common/problems';
import { FakeCore } from '../../fake-core.fixture';
import { incident } from '../../incident.fixture';
import { sharedServices } from '../../services';
import { SidebarList } from './sidebar-list';

// A busy machine takes its time.
configure({ asyncUtilTimeout: 15_000 });

const LIST = 'GET /incidents';
const team = incident().team_id;
const ada = { id: '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b21', name: 'Ada', username: 'ada', contact_methods: [] };
const grace = { id: '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b22', name: 'Grace' };
const idOf = (place: number) => `01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4c0${place}`;
const [free, hers, adas] = [
  incident({ id: idOf(1) }),
  incident({ id: idOf(2), status: 'acknowledged', assignee: grace, assignee_id: grace.id }),
  incident({ id: idOf(3), status: 'acknowledged', assignee: ada, assignee_id: ada.id }),
];
const page = (...items: readonly unknown[]) => ({ body: { items, next_cursor: null } });
const status = { backend: { state: 'ok', version: '1', address: null }, acting_as: { name: 'Ada', role: 'responder' } };

const shown = () => [...document.querySelectorAll('[data-incident]')].map((row) => row.getAttribute('data-incident'));
const groups = () => screen.queryAllByRole('region').map((region) => region.getAttribute('aria-label'));

function showList(users: FakeCore['answers'][string]): FakeCore {
  const core = new FakeCore();
  core.answers[LIST] = page(free, hers, adas);
  core.answers['GET /status'] = { body: status };
  core.answers['GET /users'] = users;
  core.show(<SidebarList onChoose={() => undefined} from={undefined} />);
  return core;
}

test('no row is shown before it is known whose it is: none moves away from under a finger', async () => {
  let answer = (): void => undefined;
  const after = new Promise<void>((resolve) => (answer = resolve));
  const seen = new Set<string>();
  const watch = new MutationObserver(() => seen.add(shown().join()));
  watch.observe(document.body, { childList: true, subtree: true });
  const core = showList({ ...page({ ...ada, team_ids: [team] }), after });
  await waitFor(() => expect(core.asked).toContain(LIST));
  await act(() => new Promise((resolve) => setTimeout(resolve, 50)));
  expect(shown()).toEqual([]);
  answer();
  await waitFor(() => expect(groups()).toEqual(['Yours (2)', 'Others (1)']));
  watch.disconnect();
  expect([...seen].filter((order) => order !== '')).toEqual([[free.id, adas.id, hers.id].join()]);
});

test('where nobody can say who the reader is, all of them are shown', async () => {
  showList({ status: 503, body: { message: 'not now' } });
  await waitFor(() => expect(groups()).toEqual(['Open (3)']));
  expect(shown()).toEqual([free.id, hers.id, adas.id]);
});

test('when it cannot be compared any more it says that it is as it was, and can be tried again', async () => {
  const core = showList(page());
  await waitFor(() => expect(groups()).toEqual(['Open (3)']));
  core.answers[LIST] = { status: 503, body: { message: 'slow', attributes: BACKEND_PROBLEMS.slow } };
  await act(() => sharedServices(core.start, {}).queries.invalidateQueries({ queryKey: ['fresh'] }));
  await screen.findByText('The backend does not answer. What you see is as it was before.');
  expect(groups()).toEqual(['Open (3)']);
  core.answers[LIST] = page(free, hers, adas);
  fireEvent.click(screen.getByText('Try again'));
  await waitFor(() => expect(screen.queryByText('Try again')).toBeNull());
});
