import { describe, expect, test } from '@jest/globals';
import { act, configure, fireEvent, screen, waitFor } from '@testing-library/react';
import { BACKEND_PROBLEMS, CALLER_PROBLEMS } from '../../common/problems';
import { incident } from '../incident.fixture';
import { FakeCore } from '../fake-core.fixture';
import { sharedServices } from '../services';
import { IncidentsPage } from './incidents-page';

// A busy machine takes its time.
configure({ asyncUtilTimeout: 15_000 });

const list = 'GET /incidents';
const subject = (name: string): Element => {
  const found = document.querySelector(`[data-test-subj="${name}"]`);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
};
const page = (...items: readonly unknown[]) => ({ body: { items, next_cursor: null } });

test('an incident is shown with its status, severity, title, service and team', async () => {
  const core = new FakeCore();
  core.answers[list] = page(incident({ title: '<b>disk</b> full', status: 'acknowledged', severity: 'critical' }));
  core.show(<IncidentsPage />);
  const title = await screen.findByText('<b>disk</b> full');
  const link = title.closest('a');
  expect(link?.textContent).toContain('#7');
  expect(link?.getAttribute('href')).toBe(`/app/incidents/${incident().id}`);
  for (const text of ['Acknowledged', 'Critical', 'checkout', 'Payments'])
    expect(screen.getAllByText(text)[0]).toBeTruthy();
});

test('a click on an incident goes there without loading the page anew; with a key held the browser decides', async () => {
  const core = new FakeCore();
  core.answers[list] = page(incident());
  core.show(<IncidentsPage />);
  const link = await screen.findByText(/^#7/);
  link.addEventListener('click', (event) => event.preventDefault());
  fireEvent.click(link, { ctrlKey: true });
  expect(core.visited).toEqual([]);
  fireEvent.click(link);
  expect(core.visited).toEqual([`/app/incidents/${incident().id}`]);
});

test('without incidents it says so', async () => {
  const core = new FakeCore();
  core.answers[list] = page();
  core.show(<IncidentsPage />);
  expect(await screen.findByText('No open incident')).toBeTruthy();
});

const refusal = (problem: { readonly status: number; readonly title: string }) => ({
  status: problem.status,
  body: { message: problem.title, attributes: problem },
});

test.each([
  ['the backend is away', refusal(BACKEND_PROBLEMS.unreachable), 'The incidents backend cannot be reached'],
  ['the privilege is missing', refusal(CALLER_PROBLEMS.forbidden), 'You may not see this'],
  ['Kibana itself refuses', { status: 500, body: { message: 'Something broke' } }, 'Something broke'],
])('when %s it says so', async (_, answer, text) => {
  const core = new FakeCore();
  core.answers[list] = answer;
  core.show(<IncidentsPage />);
  expect(await screen.findByText(text)).toBeTruthy();
});

test('after a failure it can be tried again', async () => {
  const core = new FakeCore();
  core.answers[list] = refusal(BACKEND_PROBLEMS.slow);
  core.show(<IncidentsPage />);
  const again = await screen.findByText('Try again');
  core.answers[list] = page(incident());
  fireEvent.click(again);
  await waitFor(() => expect(screen.getByText(/^#7/)).toBeTruthy());
});

describe('"mine"', () => {
  const status = { backend: { state: 'ok', version: '1', address: null }, acting_as: { name: 'Ada', role: 'viewer' } };
  const ada = { id: incident().id, name: 'Ada', username: 'ada', contact_methods: [], team_ids: [] };

  test.each(['GET /users', 'GET /status'])('when %s fails it is not empty but says so', async (failing) => {
    const core = new FakeCore();
    const answers = { [list]: page(incident()), 'GET /status': { body: status }, 'GET /users': page(ada) };
    Object.assign(core.answers, answers, { [failing]: refusal(BACKEND_PROBLEMS.slow) });
    core.show(<IncidentsPage />, '/?mine=true');
    const again = await screen.findByText('Try again');
    expect(screen.getByText(BACKEND_PROBLEMS.slow.title)).toBeTruthy();
    expect(core.asked).not.toContain(list);
    Object.assign(core.answers, answers);
    fireEvent.click(again);
    expect(await screen.findByText(/^#7/)).toBeTruthy();
  });

  test('all incidents are shown although nobody can say who looks', async () => {
    const core = new FakeCore();
    core.answers[list] = page(incident());
    core.answers['GET /users'] = refusal(BACKEND_PROBLEMS.slow);
    core.show(<IncidentsPage />);
    expect(await screen.findByText(/^#7/)).toBeTruthy();
  });

  test('of somebody whom the backend has not met nothing fits', async () => {
    const core = new FakeCore();
    Object.assign(core.answers, { [list]: page(), 'GET /status': { body: status }, 'GET /users': page() });
    core.show(<IncidentsPage />, '/?mine=true');
    expect(await screen.findByText('No incident fits')).toBeTruthy();
  });
});

test('when it cannot be compared any more it says that it is as it was, and can be tried again', async () => {
  const core = new FakeCore();
  core.answers[list] = page(incident());
  core.show(<IncidentsPage />);
  await screen.findByText(/^#7/);
  core.answers[list] = refusal(BACKEND_PROBLEMS.slow);
  await act(() => sharedServices(core.start, {}).queries.invalidateQueries({ queryKey: ['fresh'] }));
  const notice = await waitFor(() => subject('incidentsStale'));
  expect(notice.textContent).toContain('What you see is as it was before.');
  expect(screen.getByText(/^#7/)).toBeTruthy();
  core.answers[list] = page(incident({ status: 'acknowledged' }));
  fireEvent.click(screen.getByText('Try again'));
  await waitFor(() => expect(document.querySelector('[data-test-subj="incidentsStale"]')).toBeNull());
  await waitFor(() => expect(subject('incidentsRow').textContent).toContain('Acknowledged'));
});

test('a person opens an incident by hand: once, with what they wrote, and stands before it', async () => {
  const core = new FakeCore();
  core.answers[list] = page();
  core.answers['POST /incidents'] = { status: 201, body: incident({ title: 'Customers cannot pay' }) };
  core.show(<IncidentsPage />);
  fireEvent.click(await waitFor(() => subject('incidentsOpen')));
  const save = await waitFor(() => subject('incidentsOpenSave'));
  fireEvent.click(save);
  expect(await screen.findByText('Say it in a few words')).toBeTruthy();
  fireEvent.change(subject('incidentsOpenTitle'), { target: { value: 'Customers cannot pay' } });
  fireEvent.change(subject('incidentsOpenService'), { target: { value: 'checkout' } });
  fireEvent.click(save);
  fireEvent.click(save);
  await waitFor(() => expect(document.querySelector('[data-test-subj="incidentsOpenSave"]')).toBeNull());
  expect(core.asked.filter((call) => call === 'POST /incidents')).toHaveLength(1);
  expect(core.sent['POST /incidents']).toMatchObject({ title: 'Customers cannot pay', service: 'checkout' });
});

test('what is refused is said beside what was written, which stays', async () => {
  const core = new FakeCore();
  core.answers[list] = page();
  core.answers['POST /incidents'] = refusal({ status: 403, title: 'This needs the role responder' });
  core.show(<IncidentsPage />);
  fireEvent.click(await waitFor(() => subject('incidentsOpen')));
  fireEvent.change(await waitFor(() => subject('incidentsOpenTitle')), { target: { value: 'Customers cannot pay' } });
  fireEvent.click(subject('incidentsOpenSave'));
  expect(await screen.findByText('No incident was opened')).toBeTruthy();
  expect(screen.getByDisplayValue('Customers cannot pay')).toBeTruthy();
});

test('what no answer came to may have been opened: as it stands it is sent as the same once more', async () => {
  const core = new FakeCore();
  core.answers[list] = page();
  const call = 'POST /incidents';
  core.answers[call] = refusal(BACKEND_PROBLEMS.slow);
  core.show(<IncidentsPage />);
  fireEvent.click(await waitFor(() => subject('incidentsOpen')));
  const save = async (title: string, count: number) => {
    fireEvent.change(await waitFor(() => subject('incidentsOpenTitle')), { target: { value: title } });
    fireEvent.click(subject('incidentsOpenSave'));
    await waitFor(() => expect(core.keys[call]).toHaveLength(count));
    await waitFor(() => expect((subject('incidentsOpenSave') as HTMLButtonElement).disabled).toBe(false));
  };
  await save('Customers cannot pay', 1);
  expect(await screen.findByText(/^It is not known whether it was done/)).toBeTruthy();
  expect(screen.queryByText('No incident was opened')).toBeNull();
  await save('Customers cannot pay', 2);
  await save('Customers cannot pay at all', 3);
  const [first, again, changed] = core.keys[call] ?? [];
  expect(first).toBeTruthy();
  expect(again).toBe(first);
  expect(changed).not.toBe(first);
});

test('that nothing could be opened is said even when the form was closed meanwhile', async () => {
  const core = new FakeCore();
  core.answers[list] = page();
  let end = (): void => undefined;
  const after = new Promise<void>((resolve) => (end = resolve));
  core.answers['POST /incidents'] = { ...refusal(CALLER_PROBLEMS.forbidden), after };
  core.show(<IncidentsPage />);
  fireEvent.click(await waitFor(() => subject('incidentsOpen')));
  fireEvent.change(await waitFor(() => subject('incidentsOpenTitle')), { target: { value: 'Customers cannot pay' } });
  fireEvent.click(subject('incidentsOpenSave'));
  await waitFor(() => expect(core.asked).toContain('POST /incidents'));
  fireEvent.click(screen.getByText('Cancel'));
  await waitFor(() => expect(document.querySelector('[data-test-subj="incidentsOpenSave"]')).toBeNull());
  end();
  await waitFor(() => expect(core.toasts).toEqual([`Nothing was changed: ${CALLER_PROBLEMS.forbidden.title}`]));
});

test('who may only read is not offered to open an incident', async () => {
  const core = new FakeCore({ read: true });
  core.answers[list] = page();
  core.show(<IncidentsPage />);
  await screen.findByText('No open incident');
  expect(document.querySelector('[data-test-subj="incidentsOpen"]')).toBeNull();
});

test('of several that are selected the first stays, and the others are merged into it; what is refused is named', async () => {
  const core = new FakeCore();
  const [first, second, third] = [1, 2, 3].map((number) =>
    incident({ id: `01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b1${number}`, number, title: `trouble ${number}` }),
  );
  core.answers[list] = page(third, second, first);
  core.answers[`POST /incidents/${second?.id}/merge`] = { body: { ...second, status: 'resolved' } };
  core.answers[`POST /incidents/${third?.id}/merge`] = refusal({ status: 409, title: 'The incident is resolved' });
  core.show(<IncidentsPage />);
  await screen.findByText('trouble 3');
  for (const box of screen.getAllByRole('checkbox').slice(-3)) fireEvent.click(box);
  fireEvent.click(await waitFor(() => subject('incidentsBulk-merge')));
  await screen.findByText('Merge 3 incidents into one?');
  fireEvent.click(subject('confirmModalConfirmButton'));
  await waitFor(() => expect(core.toasts).toEqual(['Merged into #1: 1: #3: The incident is resolved']));
  expect(core.sent[`POST /incidents/${second?.id}/merge`]).toEqual({ into: first?.id });
});

test('what collects a storm, or comes and goes, says so beside its status', async () => {
  const core = new FakeCore();
  const [storm, flapping] = [incident({ title: 'much', storm: true }), incident({ title: 'often', flapping: true })];
  core.answers[list] = page({ ...storm, id: storm.id.replace('01', '02') }, flapping);
  core.show(<IncidentsPage />);
  expect(await screen.findByText('Storm')).toBeTruthy();
  expect(screen.getByText('Flapping')).toBeTruthy();
});
