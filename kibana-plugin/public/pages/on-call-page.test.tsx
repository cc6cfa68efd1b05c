import { beforeEach, expect, jest, test } from '@jest/globals';
import { act, configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { BACKEND_PROBLEMS } from '../../common/problems';
import { at, ada, grace, schedule, shifts, team } from '../components/on-call/schedule.fixture';
import { FakeCore } from '../fake-core.fixture';
import { sharedServices } from '../services';
import { OnCallPage } from './on-call-page';

// A busy machine takes its time.
configure({ testIdAttribute: 'data-test-subj', asyncUtilTimeout: 15_000 });
jest.setTimeout(120_000);

const page = (...items: readonly unknown[]) => ({ body: { items, next_cursor: null } });
const person = (id: string, name: string) => ({
  id,
  name,
  username: name.toLowerCase(),
  team_ids: [],
  contact_methods: [],
});
const status = { backend: { state: 'ok', version: '1', address: null }, acting_as: { name: 'grace', role: 'manager' } };
const shiftsCall = `GET /schedules/${schedule().id}/shifts`;
const overridesCall = `/schedules/${schedule().id}/overrides`;

beforeEach(() => {
  jest.useFakeTimers({
    now: Date.parse(at('05T12')),
    doNotFake: ['setTimeout', 'setInterval', 'queueMicrotask', 'nextTick', 'setImmediate', 'performance'],
  });
});

function fill(core: FakeCore, now: unknown = shifts().final[0]): void {
  core.answers['GET /teams'] = page({ ...team, member_ids: [], is_catch_all: false });
  core.answers['GET /users'] = page(person(ada, 'Ada'), person(grace, 'Grace'));
  core.answers['GET /status'] = { body: status };
  core.answers['GET /schedules'] = page(schedule());
  const of = { schedule: { id: schedule().id, name: schedule().name }, team, time_zone: 'Europe/Berlin' };
  core.answers['GET /on-call'] = page({ ...of, now, next: null });
  core.answers[shiftsCall] = { body: shifts() };
  core.answers[`GET ${overridesCall}`] = page();
  core.answers[`POST ${overridesCall}`] = { status: 201, body: {} };
}

test('who is on call is named, with until when', async () => {
  const core = new FakeCore();
  fill(core);
  core.show(<OnCallPage />);
  const now = await screen.findByTestId('incidentsOnCallNow');
  expect(now.textContent).toContain('until Fri, Jan 8');
  expect(within(now).getByText('Payments primary')).toBeTruthy();
  expect(screen.queryByTestId('incidentsOnCallGap')).toBeNull();
});

test('when the backend goes, who is on call is what it was, and the page says so until it is back', async () => {
  const core = new FakeCore();
  fill(core);
  core.show(<OnCallPage />);
  await screen.findByTestId('incidentsOnCallNow');
  const answer = core.answers['GET /on-call'];
  core.answers['GET /on-call'] = { status: 503, body: { message: 'slow', attributes: BACKEND_PROBLEMS.slow } };
  await act(() => sharedServices(core.start, {}).queries.refetchQueries({ type: 'active' }));
  const notice = await screen.findByTestId('incidentsStale');
  expect(screen.getByTestId('incidentsOnCallNow')).toBeTruthy();
  core.answers['GET /on-call'] = answer ?? { body: {} };
  fireEvent.click(within(notice).getByText('Try again'));
  await waitFor(() => expect(screen.queryByTestId('incidentsStale')).toBeNull());
});

test("the calendar of the reader's team is shown, and none before it is known whose that is", async () => {
  let answer = (): void => undefined;
  const after = new Promise<void>((resolve) => (answer = resolve));
  const core = new FakeCore();
  fill(core);
  const others = schedule({ id: '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b29', name: 'Of strangers', team_id: ada });
  core.answers['GET /schedules'] = page(others, schedule());
  core.answers['GET /users'] = { ...page({ ...person(grace, 'Grace'), team_ids: [team.id] }), after };
  core.show(<OnCallPage />);
  await screen.findByTestId('incidentsOnCallNow');
  expect(screen.queryByTestId('incidentsSchedule')).toBeNull();
  answer();
  await screen.findByTestId('incidentsLane-final');
  expect(core.asked.filter((asked) => asked.endsWith('/shifts'))).toEqual([shiftsCall]);
});

test('where nobody is, it is said loudly', async () => {
  const core = new FakeCore();
  fill(core, shifts().final[1]);
  core.show(<OnCallPage />);
  expect((await screen.findByTestId('incidentsOnCallGap')).textContent).toContain('Payments primary');
  expect(screen.getByTestId('incidentsOnCallNow').textContent).toContain('all layers have ended');
});

test('a shift is taken with one click: from now until its end, for who clicks', async () => {
  const core = new FakeCore({ read: true, respond: true });
  fill(core);
  core.show(<OnCallPage />);
  const lane = await screen.findByTestId('incidentsLane-final');
  fireEvent.click(within(lane).getAllByRole('button')[0] as HTMLElement);
  fireEvent.click(await screen.findByTestId('incidentsShiftTake'));
  await waitFor(() =>
    expect(core.sent[`POST ${overridesCall}`]).toEqual({ user_id: grace, from: at('05T12'), until: at('08T00') }),
  );
  expect(screen.queryByTestId('incidentsShiftGive')).toBeNull();
});

test('a shift whose taking got no answer is taken as the same once more, later and from a popover opened anew', async () => {
  const core = new FakeCore();
  fill(core);
  const call = `POST ${overridesCall}`;
  core.answers[call] = { status: 503, body: { message: 'slow', attributes: BACKEND_PROBLEMS.slow } };
  core.show(<OnCallPage />);
  const piece = async () =>
    within(await screen.findByTestId('incidentsLane-final')).getAllByRole('button')[0] as HTMLElement;
  const take = async (count: number) => {
    fireEvent.click(await piece());
    fireEvent.click(await screen.findByTestId('incidentsShiftTake'));
    await waitFor(() => expect(core.toasts).toHaveLength(count));
    return core.sent[call];
  };
  const sent = await take(1);
  fireEvent.click(await piece());
  await waitFor(() => expect(screen.queryByTestId('incidentsShiftTake')).toBeNull());
  jest.setSystemTime(Date.parse(at('05T13')));
  expect(await take(2)).toEqual(sent);
  const [first, again] = core.keys[call] ?? [];
  expect(first).toBeTruthy();
  expect(again).toBe(first);
});

test('an override to which no answer came may have been made: it is sent as the same once more', async () => {
  const core = new FakeCore();
  fill(core);
  const call = `POST ${overridesCall}`;
  core.answers[call] = { status: 503, body: { message: 'slow', attributes: BACKEND_PROBLEMS.slow } };
  core.show(<OnCallPage />);
  fireEvent.click(await screen.findByTestId('incidentsOverrideMake'));
  const save = await screen.findByTestId<HTMLButtonElement>('incidentsOverrideSave');
  for (const count of [1, 2]) {
    await waitFor(() => expect(save.disabled).toBe(false));
    fireEvent.click(save);
    await waitFor(() => expect(core.keys[call]).toHaveLength(count));
  }
  await screen.findByText(/^It is not known whether it was done/);
  const [first, again] = core.keys[call] ?? [];
  expect(first).toBeTruthy();
  expect(again).toBe(first);
});

test('who only reads is offered nothing to change', async () => {
  const core = new FakeCore({ read: true });
  fill(core);
  core.show(<OnCallPage />);
  const lane = await screen.findByTestId('incidentsLane-final');
  fireEvent.click(within(lane).getAllByRole('button')[0] as HTMLElement);
  await screen.findByTestId('incidentsPiecePopover');
  for (const subject of [
    'incidentsShiftTake',
    'incidentsScheduleMake',
    'incidentsScheduleEdit',
    'incidentsOverrideMake',
  ])
    expect(screen.queryByTestId(subject)).toBeNull();
});
