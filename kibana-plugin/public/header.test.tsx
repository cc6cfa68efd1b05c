import { expect, test } from '@jest/globals';
import { act, configure, waitFor } from '@testing-library/react';
import { BACKEND_PROBLEMS } from '../common/problems';
import { FakeCore } from './fake-core.fixture';
import { mountHeaderControl } from './header';
import { sharedServices } from './services';

// A busy machine takes its time.
configure({ asyncUtilTimeout: 15_000 });

const SUMMARY = 'GET /incidents/summary';
const summary = (mine: number, open: number) => ({
  body: { mine: { total: mine }, open: { total: open }, newest_critical_at: null },
});
const away = { status: 503, body: { message: 'slow', attributes: BACKEND_PROBLEMS.slow } };

test('the control says how many there are, and when that is as it was before', async () => {
  const core = new FakeCore();
  core.answers[SUMMARY] = summary(2, 5);
  const element = document.body.appendChild(document.createElement('div'));
  const unmount = mountHeaderControl(core.start, element);
  const label = () => element.querySelector('button')?.getAttribute('aria-label');
  const badge = () => element.querySelector('[class*="euiNotificationBadge"]')?.textContent;
  const ask = () => act(() => sharedServices(core.start, {}).queries.invalidateQueries({ queryKey: ['summary'] }));
  await waitFor(() => expect(label()).toBe('Incidents: 2 yours, 5 open'));
  core.answers[SUMMARY] = away;
  await ask();
  await waitFor(() =>
    expect(label()).toBe('Incidents: 2 yours, 5 open. The backend does not answer: this is as it was before.'),
  );
  expect(badge()).toBe('2');
  core.answers[SUMMARY] = summary(0, 4);
  await ask();
  await waitFor(() => expect(label()).toBe('Incidents: 0 yours, 4 open'));
  unmount();
});
