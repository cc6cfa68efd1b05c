import { expect, test } from '@jest/globals';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { BACKEND_PROBLEMS, CALLER_PROBLEMS } from '../../common/problems';
import { incident } from '../incident.fixture';
import { FakeCore } from '../fake-core.fixture';
import { IncidentsPage } from './incidents-page';

const list = 'GET /incidents';
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

test('a person opens an incident by hand: once, with what they wrote, and stands before it', async () => {
  const core = new FakeCore();
  core.answers[list] = page();
  core.answers['POST /incidents'] = { status: 201, body: incident({ title: 'Customers cannot pay' }) };
  core.show(<IncidentsPage />);
  fireEvent.click(await screen.findByTestId('incidentsOpen'));
  const save = await screen.findByTestId('incidentsOpenSave');
  fireEvent.click(save);
  expect(await screen.findByText('Say it in a few words')).toBeTruthy();
  fireEvent.change(screen.getByTestId('incidentsOpenTitle'), { target: { value: 'Customers cannot pay' } });
  fireEvent.change(screen.getByTestId('incidentsOpenService'), { target: { value: 'checkout' } });
  fireEvent.click(save);
  fireEvent.click(save);
  await waitFor(() => expect(screen.queryByTestId('incidentsOpenSave')).toBeNull());
  expect(core.asked.filter((call) => call === 'POST /incidents')).toHaveLength(1);
  expect(core.sent['POST /incidents']).toMatchObject({ title: 'Customers cannot pay', service: 'checkout' });
});

test('what is refused is said beside what was written, which stays', async () => {
  const core = new FakeCore();
  core.answers[list] = page();
  core.answers['POST /incidents'] = refusal({ status: 403, title: 'This needs the role responder' });
  core.show(<IncidentsPage />);
  fireEvent.click(await screen.findByTestId('incidentsOpen'));
  fireEvent.change(await screen.findByTestId('incidentsOpenTitle'), { target: { value: 'Customers cannot pay' } });
  fireEvent.click(screen.getByTestId('incidentsOpenSave'));
  expect(await screen.findByText('No incident was opened')).toBeTruthy();
  expect(screen.getByDisplayValue('Customers cannot pay')).toBeTruthy();
});

test('who may only read is not offered to open an incident', async () => {
  const core = new FakeCore({ read: true });
  core.answers[list] = page();
  core.show(<IncidentsPage />);
  await screen.findByText('No open incident');
  expect(screen.queryByTestId('incidentsOpen')).toBeNull();
});
