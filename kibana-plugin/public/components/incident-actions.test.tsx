import { expect, test } from '@jest/globals';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { FakeCore } from '../fake-core.fixture';
import { incident } from '../incident.fixture';
import { IncidentActions } from './incident-actions';

const names = () => screen.queryAllByRole('button').map(({ textContent }) => textContent);

test.each([
  ['triggered', ['Acknowledge', 'Start work', 'Resolve']],
  ['acknowledged', ['Start work', 'Resolve']],
  ['in_progress', ['Resolve']],
  ['resolved', []],
] as const)('of a %s incident can be done: %j', (status, expected) => {
  new FakeCore().show(<IncidentActions incident={incident({ status })} />);
  expect(names()).toEqual(expected);
});

test('who may only read is offered nothing', () => {
  new FakeCore({ read: true }).show(<IncidentActions incident={incident()} />);
  expect(names()).toEqual([]);
});

test('a double click asks once', async () => {
  const core = new FakeCore();
  const call = `POST /incidents/${incident().id}/acknowledge`;
  core.answers[call] = { body: incident({ status: 'acknowledged' }) };
  core.show(<IncidentActions incident={incident()} />);
  fireEvent.click(screen.getByText('Acknowledge'));
  fireEvent.click(screen.getByText('Acknowledge'));
  await waitFor(() => expect(core.asked).toContain(call));
  expect(core.asked.filter((asked) => asked === call)).toHaveLength(1);
});

test('what was refused is said', async () => {
  const core = new FakeCore();
  const problem = { type: 'urn:incidents:problem:conflict', title: 'It is resolved already', status: 409 };
  core.answers[`POST /incidents/${incident().id}/resolve`] = {
    status: 409,
    body: { message: problem.title, attributes: problem },
  };
  core.show(<IncidentActions incident={incident()} />);
  fireEvent.click(screen.getByText('Resolve'));
  await waitFor(() => expect(core.toasts).toEqual(['That did not work: It is resolved already']));
});
