import { describe, expect, test } from '@jest/globals';
import { configure, fireEvent, screen, waitFor } from '@testing-library/react';
import { BACKEND_PROBLEMS } from '../../common/problems';
import { FakeCore } from '../fake-core.fixture';
import { incident } from '../incident.fixture';
import { IncidentActions } from './incident-actions';

// A busy machine takes its time.
configure({ asyncUtilTimeout: 15_000 });

const { id } = incident();
const acknowledge = `POST /incidents/${id}/acknowledge`;
const grace = { id: '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b99', name: 'Grace' };
const held = incident({
  status: 'acknowledged',
  assignee: grace,
  assignee_id: grace.id,
  acknowledged_at: new Date(Date.now() - 130_000).toISOString(),
});

const names = () => screen.queryAllByRole('button').map(({ textContent }) => textContent);
const find = (subject: string) =>
  waitFor(() => screen.getAllByText(() => true, { selector: `[data-test-subj="${subject}"]` })[0]);
const plain = (text: string | null | undefined) => (text ?? '').replaceAll(/[\u2068\u2069]/g, '');

/** The backend has `now`, whatever the page shows. */
function backendHas(now: ReturnType<typeof incident>) {
  const core = new FakeCore();
  core.answers[`GET /incidents/${id}`] = { body: now };
  core.answers[acknowledge] = { body: incident({ status: 'acknowledged' }) };
  core.answers[`POST /incidents/${id}/resolve`] = { body: incident({ status: 'resolved' }) };
  return core;
}

test.each([
  ['triggered', ['Acknowledge', 'Start work', 'Resolve', 'More']],
  ['acknowledged', ['Start work', 'Resolve', 'More']],
  ['in_progress', ['Resolve', 'More']],
  ['resolved', ['More']],
] as const)('of a %s incident can be done: %j', (status, expected) => {
  new FakeCore().show(<IncidentActions incident={incident({ status })} />);
  expect(names()).toEqual(expected);
});

test('what somebody else holds can be taken over', () => {
  new FakeCore().show(<IncidentActions incident={held} />);
  expect(names()).toEqual(['Take over', 'Resolve', 'More']);
});

test('what somebody holds waits until it is known whether that is the reader; what nobody holds does not', async () => {
  let answer = (): void => undefined;
  const after = new Promise<void>((resolve) => (answer = resolve));
  const core = new FakeCore();
  core.answers['GET /status'] = { body: { acting_as: { name: 'grace', role: 'responder' } }, after };
  core.answers['GET /users'] = { body: { items: [{ ...grace, username: 'Grace' }], next_cursor: null } };
  const areDisabled = (of: HTMLElement[]) => of.map((button) => (button as HTMLButtonElement).disabled);
  core.show(
    <>
      <IncidentActions incident={held} />
      <IncidentActions incident={incident({ id: grace.id })} />
    </>,
  );
  const buttons = () => screen.getAllByRole('button').filter(({ textContent }) => textContent !== 'More');
  expect(areDisabled(buttons())).toEqual([true, true, false, false, false]);
  answer();
  await waitFor(() => expect(names().slice(0, 3)).toEqual(['Start work', 'Resolve', 'More']));
  expect(areDisabled(buttons())).toEqual([false, false, false, false, false]);
});

test.each([
  ['must be confirmed', { confirm_due_at: '2027-01-05T04:12:00.000Z' }, 'Confirm'],
  ['sleeps', { snoozed_until: '2027-01-05T04:12:00.000Z' }, 'End the snooze'],
])('what %s can be acknowledged once more', (_, over, expected) => {
  new FakeCore().show(<IncidentActions incident={incident({ status: 'acknowledged', ...over })} />);
  expect(names()).toEqual([expected, 'Start work', 'Resolve', 'More']);
});

test('who may only read is offered nothing', () => {
  new FakeCore({ read: true }).show(<IncidentActions incident={incident()} />);
  expect(names()).toEqual([]);
});

test('a double click asks once', async () => {
  const core = backendHas(incident());
  core.show(<IncidentActions incident={incident()} />);
  fireEvent.click(screen.getByText('Acknowledge'));
  fireEvent.click(screen.getByText('Acknowledge'));
  await waitFor(() => expect(core.asked).toContain(acknowledge));
  expect(core.asked.filter((asked) => asked === acknowledge)).toHaveLength(1);
});

describe('when it is not any more what the page shows', () => {
  test('the second of two responders sees whose it is, and may leave it there', async () => {
    const core = backendHas(held);
    core.show(<IncidentActions incident={incident()} />);
    fireEvent.click(screen.getByText('Acknowledge'));
    expect(plain((await find('confirmModalTitleText'))?.textContent)).toBe('Grace holds #7 since 2 min');
    fireEvent.click(screen.getByText(/Leave it with/));
    await waitFor(() => expect(screen.queryByText('Take over')).toBeNull());
    expect(core.asked).not.toContain(acknowledge);
  });

  test('or takes it over', async () => {
    const core = backendHas(held);
    core.show(<IncidentActions incident={incident()} />);
    fireEvent.click(screen.getByText('Acknowledge'));
    fireEvent.click(await screen.findByText('Take over'));
    await waitFor(() => expect(core.asked).toContain(acknowledge));
  });

  test('one that has recovered says so', async () => {
    const resolved_at = new Date(Date.now() - 125_000).toISOString();
    const core = backendHas(incident({ status: 'resolved', resolution: 'recovery', resolved_at }));
    core.show(<IncidentActions incident={incident()} />);
    fireEvent.click(screen.getByText('Acknowledge'));
    await waitFor(() => expect(core.toasts.join()).toMatch(/#7 recovered 2 min ago/));
    expect(core.asked).not.toContain(acknowledge);
  });
});

test('what was refused is said', async () => {
  const core = backendHas(incident());
  const problem = { type: 'urn:incidents:problem:forbidden', title: 'Not for your team', status: 403 };
  core.answers[acknowledge] = { status: 403, body: { message: problem.title, attributes: problem } };
  core.show(<IncidentActions incident={incident()} />);
  fireEvent.click(screen.getByText('Acknowledge'));
  await waitFor(() => expect(core.toasts).toEqual(['#7 is as it was: Not for your team']));
});

describe('when no answer comes in time', () => {
  const slow = { status: 503, body: { message: 'slow', attributes: BACKEND_PROBLEMS.slow } };
  const look = `GET /incidents/${id}`;
  const graces = { body: { acting_as: { name: 'grace', role: 'responder' } } };

  /** The reader is Grace; what she asks for takes so long that `then` is what a look finds. */
  async function acknowledged(then: FakeCore['answers'][string]): Promise<FakeCore> {
    const core = backendHas(incident());
    core.answers['GET /status'] = graces;
    core.answers['GET /users'] = { body: { items: [{ ...grace, username: 'grace' }], next_cursor: null } };
    let end = (): void => undefined;
    core.answers[acknowledge] = { ...slow, after: new Promise<void>((resolve) => (end = resolve)) };
    core.show(
      <>
        <IncidentActions incident={incident()} />
        <IncidentActions incident={{ ...held, id: grace.id }} />
      </>,
    );
    await waitFor(() => expect(screen.queryByText('Take over')).toBeNull());
    fireEvent.click(screen.getByText('Acknowledge'));
    await waitFor(() => expect(core.asked).toContain(acknowledge));
    core.answers[look] = then;
    end();
    await waitFor(() => expect(core.toasts).toHaveLength(1));
    return core;
  }

  test('and a look shows that it was done, it says so', async () => {
    const { toasts } = await acknowledged({ body: held });
    expect(plain(toasts[0])).toBe('#7 is yours: A look at it shows that it was done, although no answer said so.');
  });

  test.each([
    ['nothing of it', { body: incident() }],
    ['somebody else’s', { body: incident({ ...held, assignee: { id, name: 'Ada' }, assignee_id: id }) }],
    ['nothing at all', slow],
  ])('and a look shows %s, nobody knows: to look comes before another try', async (_, then) => {
    const { toasts } = await acknowledged(then);
    expect(toasts[0]).toBe(
      `#7: it is not known whether it was done. Look before you try again: ${BACKEND_PROBLEMS.slow.title}`,
    );
  });

  test('to the look before it, nothing was done', async () => {
    const core = backendHas(incident());
    core.answers[look] = slow;
    core.show(<IncidentActions incident={incident()} />);
    fireEvent.click(screen.getByText('Acknowledge'));
    await waitFor(() => expect(core.toasts).toEqual([`#7 is as it was: ${BACKEND_PROBLEMS.slow.title}`]));
    expect(core.asked).not.toContain(acknowledge);
  });
});
