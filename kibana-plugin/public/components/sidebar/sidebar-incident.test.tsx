import { expect, test } from '@jest/globals';
import { act, configure, fireEvent, screen, waitFor } from '@testing-library/react';
import { BACKEND_PROBLEMS } from '../../../common/problems';
import { FakeCore } from '../../fake-core.fixture';
import { incident } from '../../incident.fixture';
import { sharedServices } from '../../services';
import { SidebarIncident } from './sidebar-incident';

// A busy machine takes its time.
configure({ asyncUtilTimeout: 15_000 });

test('an incident that cannot be read any more says that it is as it was, and can be tried again', async () => {
  const core = new FakeCore();
  const path = `GET /incidents/${incident().id}`;
  core.answers[path] = { body: incident() };
  core.answers[`${path}/escalations`] = { body: { items: [], next_cursor: null } };
  core.show(<SidebarIncident id={incident().id} onBack={() => undefined} onLeave={() => undefined} />);
  await screen.findByText(/^#7/);
  core.answers[path] = { status: 503, body: { message: 'slow', attributes: BACKEND_PROBLEMS.slow } };
  await act(() => sharedServices(core.start, {}).queries.invalidateQueries({ queryKey: ['incidents'] }));
  await screen.findByText('The backend does not answer. What you see is as it was before.');
  expect(screen.getByText(/^#7/)).toBeTruthy();
  core.answers[path] = { body: incident() };
  fireEvent.click(screen.getByText('Try again'));
  await waitFor(() => expect(screen.queryByText('Try again')).toBeNull());
});
