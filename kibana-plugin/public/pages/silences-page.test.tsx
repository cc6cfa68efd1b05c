import { expect, jest, test } from '@jest/globals';
import { configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import type { MaintenanceWindowAnswer, SilenceAnswer } from 'incident-core';
import { BACKEND_PROBLEMS } from '../../common/problems';
import { FakeCore } from '../fake-core.fixture';
import { SilencesPage } from './silences-page';

// A busy machine takes its time.
configure({ testIdAttribute: 'data-test-subj', asyncUtilTimeout: 15_000 });
jest.setTimeout(120_000);

const id = '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b31';
const team = '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b13';
const page = (...items: readonly unknown[]) => ({ body: { items, next_cursor: null } });
const preview = {
  count: 2,
  complete: true,
  next: null,
  incidents: [
    { id, number: 12, title: 'Failed transactions', severity: 'error', status: 'triggered' },
    { id: team, number: 11, title: 'Latency', severity: 'warning', status: 'acknowledged' },
  ],
};
const shared = {
  ...{ id, team_id: team, matchers: { service: ['checkout'], rule: ['Latency*'] }, reason: 'we deploy' },
  ...{ owner: { id: null, name: 'Ada' }, ended_at: null },
  ...{ created_at: '2027-01-05T03:00:00.000Z', updated_at: '2027-01-05T03:00:00.000Z' },
} as const;

function silence(given: Partial<SilenceAnswer> = {}): SilenceAnswer {
  const { matchers, ...rest } = shared;
  return {
    ...rest,
    matchers: { service: [...matchers.service], rule: [...matchers.rule] },
    ...{ state: 'active', starts_at: '2027-01-05T03:00:00.000Z', ends_at: '2027-01-05T04:00:00.000Z' },
    reminder_at: null,
    ...given,
  };
}

function sundays(): MaintenanceWindowAnswer {
  const { matchers: _, ...rest } = shared;
  return {
    ...{ ...rest, matchers: {}, state: 'planned', reason: 'database moves' },
    times: {
      ...{ type: 'recurring', starts_on: '2027-01-10', from: '02:00', minutes: 120, time_zone: 'Europe/Berlin' },
      ...{ recurrence: { unit: 'week', every: 1, weekdays: ['sunday'] }, last_on: null },
    },
    next: [
      { from: '2027-01-10T01:00:00.000Z', until: '2027-01-10T03:00:00.000Z' },
      { from: '2027-01-17T01:00:00.000Z', until: '2027-01-17T03:00:00.000Z' },
    ],
  };
}

function filled(may = { read: true, respond: true, manage: true }, ...silences: SilenceAnswer[]): FakeCore {
  const core = new FakeCore(may);
  // What holds and what is planned are two lists, of which the fake knows one.
  core.answers['GET /silences'] = page(...silences);
  for (const one of silences) core.answers[`GET /silences/${one.id}`] = { body: one, etag: '"1"' };
  core.answers['GET /maintenance-windows'] = page(sundays());
  core.answers[`GET /maintenance-windows/${id}`] = { body: sundays(), etag: '"1"' };
  core.answers['GET /teams'] = page({ id: team, name: 'Payments' });
  core.answers['GET /sources'] = page();
  core.answers['POST /silences/preview'] = { body: preview };
  core.show(<SilencesPage />);
  return core;
}

test('a silence says why, whose incidents and which, and a viewer is offered nothing to change', async () => {
  filled({ read: true, respond: false, manage: false }, silence());
  const [row] = await screen.findAllByTestId('incidentsSilence');
  if (!row) throw new Error('no silence is shown');
  await within(row).findByText('Payments');
  expect(row.textContent).toContain('we deploy');
  expect(row.textContent).toContain('Ada');
  expect(row.textContent).toContain('Holds now');
  expect(row.textContent).toMatch(/service\s*checkout/);
  expect(row.textContent).toMatch(/rule\s*Latency\*/);
  for (const subject of ['incidentsSilenceMake', 'incidentsSilenceEdit', 'incidentsSilenceEnd']) {
    expect(screen.queryByTestId(subject)).toBeNull();
  }
});

test('without any it says what a silence does', async () => {
  filled();
  await screen.findByText('Nothing is silenced');
});

test('a new one shows which open incidents it means, wants a reason, and is made for the time chosen', async () => {
  const core = filled();
  core.answers['POST /silences'] = { status: 201, body: silence() };
  fireEvent.click(await screen.findByTestId('incidentsSilenceMake'));
  const count = await screen.findByTestId('incidentsSuppressionCount');
  expect(count.textContent).toContain('Open incidents that it means now: 2');
  expect(count.textContent).toContain('Failed transactions');
  fireEvent.click(screen.getByTestId('incidentsSilenceSave'));
  await screen.findByText('It needs a reason');
  expect(core.asked).not.toContain('POST /silences');
  fireEvent.change(screen.getByTestId('incidentsSuppressionReason'), { target: { value: ' we deploy ' } });
  fireEvent.click(screen.getByTestId('incidentsSilenceFor-4'));
  fireEvent.click(screen.getByTestId('incidentsSilenceSave'));
  await waitFor(() => expect(screen.queryByTestId('incidentsSilenceFlyout')).toBeNull());
  const sent = core.sent['POST /silences'] as { readonly ends_at: string };
  expect(sent).toEqual({ team_id: null, matchers: {}, reason: 'we deploy', ends_at: sent.ends_at });
  const hours = (Date.parse(sent.ends_at) - Date.now()) / 3_600_000;
  expect(Math.round(hours * 10) / 10).toBe(4);
});

test('a refusal says why, and the form stays', async () => {
  const core = filled(undefined, silence());
  const errors = [{ path: '$.ends_at', found: 'x', expected: 'an instant within 24 hours' }];
  const attributes = { type: 'urn:incidents:problem:silence-too-long', title: 'Too long', status: 403, errors };
  core.answers[`PATCH /silences/${id}`] = { status: 403, body: { message: 'Too long', attributes } };
  const [edit] = await screen.findAllByTestId('incidentsSilenceEdit');
  if (edit) fireEvent.click(edit);
  fireEvent.click(await screen.findByTestId('incidentsSilenceSave'));
  const refusal = await screen.findByTestId('incidentsRefusal');
  expect(refusal.textContent).toContain('an instant within 24 hours');
  expect(core.sent[`PATCH /silences/${id}`]).not.toHaveProperty('team_id');
});

test('one that holds now is ended by a click', async () => {
  const core = filled(undefined, silence());
  core.answers[`POST /silences/${id}/end`] = { body: silence({ state: 'over' }) };
  const [end] = await screen.findAllByTestId('incidentsSilenceEnd');
  if (end) fireEvent.click(end);
  await waitFor(() => expect(core.asked).toContain(`POST /silences/${id}/end`));
});

test('a window that comes again says how often, and when next; a new one is planned by the clocks of a zone', async () => {
  const core = filled();
  core.answers['POST /maintenance-windows'] = { status: 201, body: sundays() };
  fireEvent.click(await screen.findByTestId('incidentsTab-windows'));
  const [row] = await screen.findAllByTestId('incidentsWindow');
  expect(row?.textContent).toContain('at 02:00, for 2 h (Europe/Berlin)');
  expect(row?.textContent).toContain('Planned');
  fireEvent.click(screen.getByTestId('incidentsWindowMake'));
  fireEvent.click(await screen.findByTestId('incidentsWindowRecurring'));
  fireEvent.change(screen.getByTestId('incidentsSuppressionReason'), { target: { value: 'patches' } });
  fireEvent.change(screen.getByTestId('incidentsWindowUnit'), { target: { value: 'month' } });
  fireEvent.change(screen.getByTestId('incidentsWindowAt'), { target: { value: '03:30' } });
  fireEvent.click(screen.getByTestId('incidentsWindowSave'));
  await waitFor(() => expect(screen.queryByTestId('incidentsWindowFlyout')).toBeNull());
  expect(core.sent['POST /maintenance-windows']).toMatchObject({
    reason: 'patches',
    times: { type: 'recurring', from: '03:30', minutes: 120, recurrence: { unit: 'month', every: 1 }, last_on: null },
  });
});

test.each([
  ['a silence', 'silences', 'incidentsSilence'],
  ['a maintenance window', 'windows', 'incidentsWindow'],
])('%s to which no answer came is made as the same once more', async (_, tab, subject) => {
  const core = filled();
  const call = tab === 'silences' ? 'POST /silences' : 'POST /maintenance-windows';
  core.answers[call] = { status: 503, body: { message: 'slow', attributes: BACKEND_PROBLEMS.slow } };
  if (tab === 'windows') fireEvent.click(await screen.findByTestId('incidentsTab-windows'));
  fireEvent.click(await screen.findByTestId(`${subject}Make`));
  fireEvent.change(await screen.findByTestId('incidentsSuppressionReason'), { target: { value: 'we deploy' } });
  const save = screen.getByTestId<HTMLButtonElement>(`${subject}Save`);
  for (const count of [1, 2]) {
    await waitFor(() => expect(save.disabled).toBe(false));
    fireEvent.click(save);
    await waitFor(() => expect(core.keys[call]).toHaveLength(count));
  }
  const [first, again] = core.keys[call] ?? [];
  expect(first).toBeTruthy();
  expect(again).toBe(first);
});
