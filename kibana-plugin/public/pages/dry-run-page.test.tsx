import { expect, test } from '@jest/globals';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import type { DryRunAlert } from 'incident-core';
import { CALLER_PROBLEMS } from '../../common/problems';
import { FakeCore } from '../fake-core.fixture';
import { DryRunPage } from './dry-run-page';

const id = '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b11';
const at = '2027-01-05T03:12:00.000Z';
const team = { id, name: 'Payments', reason: 'routing_rule', routing_rule_id: id } as const;

function alert(over: Partial<DryRunAlert> = {}): DryRunAlert {
  return {
    position: 0,
    skipped: null,
    unreadable: null,
    alert: {
      ...{ name: 'Disk <b>full</b>', status: 'active', service: 'checkout', environment: 'production', tags: [] },
      ...{ said: 'It is 98 % full', date: at, date_replaced: null, dedup_key: 'v1:key', episode: null },
      ...{ severity: 'error', severity_from: 'tag', flapping: false },
    },
    outcome: 'opened',
    reason: null,
    incident: null,
    urgency: { urgency: 'high', reason: 'severity', urgency_due_at: null },
    rules: [
      { id, position: 1, team: { id, name: 'Mail' }, misfit: 'service', picked: false },
      { id: `${id}2`, position: 2, team: { id, name: 'Payments' }, misfit: null, picked: true },
    ],
    held_by: null,
    escalation: null,
    team,
    ...over,
  };
}

function open(...alerts: readonly DryRunAlert[]): FakeCore {
  const core = new FakeCore();
  const health = { state: 'unknown', reason: null, last_push_at: null, last_pull_at: null };
  core.answers['GET /sources'] = {
    body: { items: [{ id, name: 'kibana', team_id: null, created_at: at, health }], next_cursor: null },
  };
  core.answers['GET /ledger'] = {
    body: {
      items: [{ raw_event_id: id, received_at: at, outcome: 'opened', source: { id, name: 'kibana' }, dedup_key: 'k' }],
      next_cursor: null,
    },
  };
  core.answers[`GET /ledger/${id}`] = { body: { body: { form: 'text', content: '{"from":"before"}' } } };
  core.answers['POST /routing-rules/dry-run'] = { body: { at, alerts } };
  core.show(<DryRunPage />);
  return core;
}

const subject = (name: string): Element => {
  const found = document.querySelector(`[data-test-subj="${name}"]`);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
};

async function tries(text: string): Promise<void> {
  await screen.findByText('kibana');
  fireEvent.change(subject('incidentsDryRunPayload'), { target: { value: text } });
  fireEvent.click(subject('incidentsDryRunSend'));
}

test('what is pasted is tried as the text that it is, and each stage says what it does with it', async () => {
  const core = open(alert());
  await tries('{"status": "active"');
  for (const text of ['Read as an alert that is active', 'Disk <b>full</b>', 'by a tag', 'Opens a new incident'])
    expect(await screen.findByText(text)).toBeTruthy();
  expect(core.sent['POST /routing-rules/dry-run']).toEqual({ source_id: id, payload: '{"status": "active"' });
  fireEvent.click(screen.getByText('What the routing rules say (2)'));
  expect(screen.getAllByText('is for other services')[0]).toBeTruthy();
  expect(screen.getAllByText('fits, and picks the team')[0]).toBeTruthy();
});

test('what cannot be read says where, what was found and what was expected', async () => {
  const unreadable = { reason: 'no_status', path: '$.status', found: '"{{x}}"', expected: 'active or recovered' };
  open(alert({ outcome: 'unreadable', unreadable }));
  await tries('{}');
  expect(await screen.findByText('Cannot be read as an alert')).toBeTruthy();
  expect(screen.getByText('$.status')).toBeTruthy();
  expect(subject('incidentsDryRunUnreadable').textContent).toContain('expected active or recovered');
});

test('what is held says by what; what starts nothing says so; of several each has its own chain', async () => {
  const held = { kind: 'silence', id, reason: 'we are moving', until: at } as const;
  open(alert({ held_by: held }), alert({ position: 1, outcome: 'duplicate' }));
  await tries('{}');
  expect(await screen.findByText('Alert 2 of 2')).toBeTruthy();
  expect(document.body.textContent).toContain('we are moving');
  expect(screen.getByText('Is a duplicate: it changes nothing')).toBeTruthy();
  expect(screen.getAllByText('No escalation starts')).toHaveLength(2);
});

test('a body that came lately can be the beginning', async () => {
  open(alert());
  await screen.findByText('kibana');
  await waitFor(() => subject('incidentsDryRunRecent'));
  fireEvent.change(subject('incidentsDryRunRecent'), { target: { value: id } });
  await waitFor(() => expect(screen.getByDisplayValue('{"from":"before"}')).toBeTruthy());
});

test('a refusal is said, and what was written stays', async () => {
  const core = open();
  core.answers['POST /routing-rules/dry-run'] = {
    status: 403,
    body: { message: CALLER_PROBLEMS.forbidden.title, attributes: CALLER_PROBLEMS.forbidden },
  };
  await tries('{"mine": 1}');
  expect(await screen.findByText('It cannot be tried')).toBeTruthy();
  expect(screen.getByDisplayValue('{"mine": 1}')).toBeTruthy();
});

test('a sample is tried with one click, and what it joins is named with the reason', async () => {
  const joined = { id, number: 12, title: 'Latency', status: 'triggered' as const };
  const core = open(alert({ outcome: 'attached', reason: 'grouping', incident: joined }));
  core.answers['GET /teams'] = {
    body: { items: [{ id, name: 'Payments', grouping_window_seconds: 300 }], next_cursor: null },
  };
  await screen.findByText('kibana');
  fireEvent.click(subject('incidentsDryRunSample-critical'));
  await waitFor(() => expect(subject('incidentsDryRunAround').textContent).toContain('5 min'));
  expect(subject('incidentsDryRunAround').textContent).toContain('#12');
  expect(core.sent['POST /routing-rules/dry-run']).toMatchObject({
    source_id: id,
    payload: expect.stringContaining('"severity": "critical"'),
  });
});
