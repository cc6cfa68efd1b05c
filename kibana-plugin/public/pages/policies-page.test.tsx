import { expect, jest, test } from '@jest/globals';
import { configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import type { PolicyAnswer } from 'incident-core';
import { simulation } from '../components/policies/simulation.fixture';
import { FakeCore } from '../fake-core.fixture';
import { PoliciesPage } from './policies-page';

// A busy machine takes its time.
configure({ testIdAttribute: 'data-test-subj', asyncUtilTimeout: 15_000 });
jest.setTimeout(120_000);

const id = '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b31';
const linus = '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b13';
const page = (...items: readonly unknown[]) => ({ body: { items, next_cursor: null } });
const problem = {
  code: 'no_verified_contact_method',
  severity: 'blocking',
  path: '$.steps[0].targets[0]',
  found: 'Linus, without a verified contact method',
  expected: 'somebody with a verified contact method',
} as const;

function policy(given: Partial<PolicyAnswer> = {}): PolicyAnswer {
  return {
    ...{ id, name: 'Payments, production', team_id: null, matchers: {}, position: 0, is_default: true, repeat: 1 },
    steps: [{ delay_seconds: 60, timeout_seconds: 600, targets: [{ type: 'user', id: linus }] }],
    ...{ ready: true, problems: [], managed_by: 'ui', file: null, file_hash: null },
    ...{ created_at: '2027-01-05T03:00:00.000Z', updated_at: '2027-01-05T03:00:00.000Z' },
    ...given,
  };
}

function filled(may = { read: true, respond: true, manage: true }, ...policies: PolicyAnswer[]): FakeCore {
  const core = new FakeCore(may);
  core.answers['GET /escalation-policies'] = page(...policies);
  for (const one of policies) core.answers[`GET /escalation-policies/${one.id}`] = { body: one };
  core.answers['GET /users'] = page({ id: linus, name: 'Linus', username: 'linus', team_ids: [], contact_methods: [] });
  for (const list of ['teams', 'schedules', 'webhooks', 'slack-channels', 'sources'])
    core.answers[`GET /${list}`] = page();
  core.show(<PoliciesPage />);
  return core;
}

test('a policy is told in words, with what keeps it from reaching anybody', async () => {
  filled({ read: true, respond: false, manage: false }, policy({ ready: false, problems: [problem] }));
  const row = await screen.findByTestId('incidentsPolicy');
  await within(row).findByText('Linus');
  expect(row.textContent).toContain('after 1 min, then waits 10 min');
  expect(row.textContent).toContain('Not ready');
  expect(row.textContent).toContain('without a verified contact method');
  expect(screen.queryByTestId('incidentsPolicyEdit')).toBeNull();
});

test('a policy of a file names the file, and is not edited here', async () => {
  filled(undefined, policy({ managed_by: 'file', file: 'config/policies.json', file_hash: 'a'.repeat(64) }));
  const row = await screen.findByTestId('incidentsPolicy');
  expect(within(row).getByTestId('incidentsFileBadge').textContent).toContain('config/policies.json');
  expect(screen.queryByTestId('incidentsPolicyEdit')).toBeNull();
  expect(screen.queryByTestId('incidentsPolicyTest')).not.toBeNull();
});

test('a refused save says why beside the target, and can be insisted on', async () => {
  const core = filled(undefined, policy());
  const refusal = { type: 'urn:incidents:problem:not-ready', title: 'Not ready', status: 422, problems: [problem] };
  core.answers[`PUT /escalation-policies/${id}`] = { status: 422, body: { message: 'Not ready', attributes: refusal } };
  fireEvent.click(await screen.findByTestId('incidentsPolicyEdit'));
  fireEvent.click(await screen.findByTestId('incidentsPolicySave'));
  const target = await screen.findByTestId('incidentsTarget');
  await within(target).findByTestId('incidentsProblem');
  expect(core.toasts).toEqual([]);
  core.answers[`PUT /escalation-policies/${id}`] = { body: policy({ ready: false, problems: [problem] }) };
  fireEvent.click(screen.getByTestId('incidentsPolicyForce'));
  await waitFor(() => expect(screen.queryByTestId('incidentsPolicyFlyout')).toBeNull());
  expect(core.asked.filter((call) => call.startsWith('PUT'))).toHaveLength(2);
  expect(core.sent[`PUT /escalation-policies/${id}`]).toMatchObject({
    name: 'Payments, production',
    steps: [{ delay_seconds: 60, timeout_seconds: 600, targets: [{ type: 'user', id: linus }] }],
  });
});

test('what somebody else changed meanwhile is named, what was typed stays, and either can be kept', async () => {
  const core = filled(undefined, policy());
  const put = `PUT /escalation-policies/${id}`;
  const current = { ...policy(), repeat: 3 };
  const changed = {
    type: 'urn:incidents:problem:changed-meanwhile',
    title: 'Changed',
    status: 412,
    etag: '"2"',
    current,
  };
  core.answers[put] = { status: 412, body: { message: 'Changed', attributes: changed } };
  fireEvent.click(await screen.findByTestId('incidentsPolicyEdit'));
  const name = await screen.findByDisplayValue('Payments, production');
  fireEvent.change(name, { target: { value: 'Mine' } });
  fireEvent.click(screen.getByTestId('incidentsPolicySave'));
  const notice = await screen.findByTestId('incidentsMeanwhile');
  expect(notice.textContent).toContain('Changed: repeat');
  expect(screen.getByDisplayValue('Mine')).toBeTruthy();
  core.answers[put] = { body: policy({ name: 'Mine' }) };
  fireEvent.click(screen.getByTestId('incidentsMeanwhileOverwrite'));
  await waitFor(() => expect(screen.queryByTestId('incidentsPolicyFlyout')).toBeNull());
  expect(core.sent[put]).toMatchObject({ name: 'Mine' });
});

test('the simulator draws each notification, and who is not told with the reason', async () => {
  const core = filled(undefined, policy());
  core.answers['POST /escalation-policies/simulate'] = { body: simulation() };
  fireEvent.click(await screen.findByTestId('incidentsPolicyTry'));
  fireEvent.change(await screen.findByTestId('incidentsSimulateService'), { target: { value: 'checkout' } });
  fireEvent.click(screen.getByTestId('incidentsSimulateRun'));
  const picture = await screen.findByTestId('incidentsSimulation');
  expect(
    within(picture)
      .getAllByTestId('incidentsSimulatedMark')
      .map(({ textContent }) => textContent),
  ).toEqual(['e-mail', 'SMS, 12 min later', 'e-mail: not set up']);
  expect(within(picture).getByTestId('incidentsSimulatedNot').textContent).toContain('no verified contact method');
  expect(core.sent['POST /escalation-policies/simulate']).toEqual({
    incident: { severity: 'critical', service: 'checkout', environment: null, tags: [] },
    policy_id: id,
  });
});
