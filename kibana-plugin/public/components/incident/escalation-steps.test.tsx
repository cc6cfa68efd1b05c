import { expect, test } from '@jest/globals';
import { configure, screen, waitFor } from '@testing-library/react';
import { FakeCore } from '../../fake-core.fixture';
import { incident } from '../../incident.fixture';
import { EscalationSteps } from './escalation-steps';

// A busy machine takes its time.
configure({ testIdAttribute: 'data-test-subj', asyncUtilTimeout: 15_000 });

const at = '2027-01-05T12:00:00.000Z';
const run = (number: number, values: object) => ({
  ...{ id: `run-${number}`, run: number, policy: null, because: 'opened', urgency: 'high', status: 'resolved' },
  ...{ round: 1, step: 1, steps: null, rounds: null, due_at: null, created_at: at, ended_at: at },
  ...{ end_reason: 'exhausted', passages: [], ahead: [] },
  ...values,
});
const first = run(1, { policy: { id: 'policy', name: 'Payments on call' } });

async function shown(...items: readonly unknown[]): Promise<string> {
  const core = new FakeCore();
  core.answers[`GET /incidents/${incident().id}/escalations`] = { body: { items, next_cursor: null } };
  core.answers[`GET /incidents/${incident().id}/notifications`] = { body: { items: [], next_cursor: null } };
  core.show(<EscalationSteps id={incident().id} />);
  await waitFor(() => expect(screen.getByTestId('incidentsEscalation')).toBeTruthy());
  return screen.getByTestId('incidentsEscalation').textContent ?? '';
}

test('a run that was over before it began says so, and hides none that told somebody', async () => {
  const text = await shown(run(2, { because: 'exhausted', end_reason: 'acknowledged' }), first);
  expect(text).toContain('Run 2 did not begin: somebody acknowledged.');
  expect(text).toMatch(/Run 1, by the policy .*Payments on call.*It ran out: nobody has answered/);
  expect(text).not.toMatch(/no escalation policy fits|Earlier runs/);
});

test('a run that no policy fits says that nobody is told', async () => {
  const text = await shown(run(1, { end_reason: 'no_policy' }));
  expect(text).toContain('Run 1: no escalation policy fits, so nobody is told.');
});
