import { expect, jest, test } from '@jest/globals';
import { configure, fireEvent, screen, waitFor } from '@testing-library/react';
import { FakeCore } from '../../fake-core.fixture';
import { TeamFlyout } from './team-flyout';

// A busy machine takes its time.
configure({ testIdAttribute: 'data-test-subj', asyncUtilTimeout: 15_000 });
jest.setTimeout(120_000);

const id = '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b41';
const team = {
  ...{ id, name: 'Payments', support_hours: [], grouping_window_seconds: null, auto_pause_seconds: null },
  urgencies: { info: 'low', warning: 'low', error: 'high', critical: 'high' },
};

async function open(): Promise<FakeCore> {
  const core = new FakeCore();
  core.answers[`GET /teams/${id}`] = { body: team, etag: '"1"' };
  core.answers['GET /teams'] = { body: { items: [], next_cursor: null } };
  core.answers[`PATCH /teams/${id}`] = { body: team };
  core.show(<TeamFlyout id={id} onClose={() => undefined} />);
  await screen.findByTestId('incidentsTeamFlyout');
  return core;
}
const said = (subject: string) => screen.getByTestId(subject).textContent ?? '';
const change = (subject: string, value: string) => fireEvent.change(screen.getByTestId(subject), { target: { value } });

test('grouping and waiting are switched on, with what comes of them said beside, and saved', async () => {
  const core = await open();
  expect(said('incidentsTeamGroupingOutlook')).toContain('an incident of its own');
  fireEvent.click(screen.getByTestId('incidentsTeamGrouping'));
  expect(said('incidentsTeamGroupingOutlook')).toContain('within 10 min of the first');
  change('incidentsTeamGroupingTime', '5');
  expect(said('incidentsTeamGroupingOutlook')).toContain('within 5 min of the first');
  fireEvent.click(screen.getByTestId('incidentsTeamPause'));
  expect(said('incidentsTeamPauseOutlook')).toContain('within 2 min');
  change('incidentsTeamUrgency-error', 'low');
  expect(said('incidentsTeamUrgencyOutlook')).toContain('at any hour');
  fireEvent.click(screen.getByTestId('incidentsTeamSave'));
  await waitFor(() =>
    expect(core.sent[`PATCH /teams/${id}`]).toEqual({
      grouping_window_seconds: 300,
      auto_pause_seconds: 120,
      urgencies: { ...team.urgencies, error: 'low' },
      support_hours: [],
    }),
  );
});

test('a window that the backend would not take is not sent', async () => {
  const core = await open();
  fireEvent.click(screen.getByTestId('incidentsTeamGrouping'));
  change('incidentsTeamGroupingTimeUnit', 'seconds');
  change('incidentsTeamGroupingTime', '30');
  screen.getByText('A minute at least');
  fireEvent.click(screen.getByTestId('incidentsTeamSave'));
  expect(core.asked.some((call) => call.startsWith('PATCH'))).toBe(false);
});
