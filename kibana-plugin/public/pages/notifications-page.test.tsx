import { expect, jest, test } from '@jest/globals';
import { configure, fireEvent, screen, waitFor } from '@testing-library/react';
import type { DeliveryAnswer, TemplateDetail } from 'incident-core';
import { FakeCore } from '../fake-core.fixture';
import { NotificationsPage } from './notifications-page';

// A busy machine takes its time.
configure({ testIdAttribute: 'data-test-subj', asyncUtilTimeout: 15_000 });
jest.setTimeout(120_000);

const id = '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b41';
const at = '2027-01-05T03:00:00.000Z';
const page = (...items: readonly unknown[]) => ({ body: { items, next_cursor: null } });

function core(): FakeCore {
  const made = new FakeCore();
  made.answers['GET /teams'] = page();
  made.answers['GET /users'] = page();
  return made;
}

test('a delivery is shown with its attempts, and why it waited', async () => {
  const fake = core();
  const delivery: DeliveryAnswer = {
    ...{
      id,
      notification_id: id,
      event: 'escalation_step',
      incident: { id, number: 7, title: 'disk full' },
      team: null,
    },
    ...{ recipient: { type: 'user', id, name: 'Ada' }, channel: 'email', address: 'a…@example.com', urgency: 'high' },
    ...{ status: 'sent', reason: null, hold_reason: 'quiet_hours', merged_into: null, provider_id: '<m1@x>' },
    ...{ created_at: at, due_at: null, sent_at: at, delivered_at: null, ended_at: at },
    attempts: [
      {
        attempt: 1,
        started_at: at,
        ended_at: at,
        latency_ms: 5,
        outcome: 'refused',
        provider_id: null,
        error: '421 busy',
      },
      {
        attempt: 2,
        started_at: at,
        ended_at: at,
        latency_ms: 123,
        outcome: 'sent',
        provider_id: '<m1@x>',
        error: null,
      },
    ],
  };
  fake.answers['GET /deliveries'] = page(delivery);
  fake.show(<NotificationsPage />);
  fireEvent.click(await screen.findByTestId('incidentsTab-log'));
  const row = await screen.findByTestId('incidentsLogRow');
  expect(row.textContent).toMatch(/Ada.*The incident, by e-mail.*#7 disk full.*Sent.*held by quiet hours/);
  fireEvent.click(screen.getByTestId('incidentsLogDetails'));
  const detail = (await screen.findByTestId('incidentsLogDetail')).textContent;
  expect(detail).toMatch(/refused in 5 ms – 421 busy.*sent in 123 ms/);
  expect(detail).toContain('<m1@x>');
});

test('what is wrong with a template stands beside it, with its line', async () => {
  const fake = core();
  fake.answers['GET /deliveries'] = page();
  const detail: TemplateDetail = {
    ...{ channel: 'email', event: 'triggered', for_all: null, for_team: null, filters: ['upcase'], tags: ['if'] },
    parts: [{ name: 'subject', longest: 500 }],
    default: { subject: '{{ title }}' },
    variables: [{ name: 'title', description: 'What the incident is called' }],
  };
  fake.answers['GET /templates/email/triggered'] = { body: detail };
  fake.answers['POST /templates/preview'] = {
    body: {
      ...{ channel: 'email', event: 'triggered', of: 'sample', body: null, warnings: ['It is long'] },
      parts: { subject: 'disk full' },
      sizes: [{ part: 'subject', characters: 9, sms_segments: null }],
    },
  };
  fake.show(<NotificationsPage />);
  fireEvent.click(await screen.findByTestId('incidentsTab-templates'));
  await screen.findByText('disk full');
  await screen.findByText('It is long');
  const problem = {
    ...{ type: 'urn:incidents:problem:invalid-request', title: 'The request is not as expected', status: 400 },
    errors: [{ path: '$.parts.subject', found: 'line 1, column 4: titel', expected: 'one of title' }],
  };
  fake.answers['POST /templates/preview'] = { status: 400, body: { message: problem.title, attributes: problem } };
  fireEvent.change(screen.getByTestId('incidentsTemplate-subject'), { target: { value: '{{ titel }}' } });
  await screen.findByText(/line 1, column 4: titel; expected one of title/);
  await screen.findByTestId('incidentsTemplateFaulty');
  await waitFor(() =>
    expect(fake.sent['POST /templates/preview']).toMatchObject({ channel: 'email', parts: { subject: '{{ titel }}' } }),
  );
});

test('where it cannot be asked who the reader is, it says so: they are not unknown, and may try again', async () => {
  const fake = core();
  fake.answers['GET /status'] = { body: { acting_as: { name: 'ada', role: 'responder' } } };
  fake.answers['GET /users'] = { status: 500, body: { message: 'Something broke' } };
  fake.show(<NotificationsPage />);
  await screen.findByText('Something broke');
  expect(screen.queryByText('The backend does not know you yet')).toBeNull();
  fake.answers['GET /users'] = page();
  fireEvent.click(screen.getByTestId('incidentsRetry'));
  await screen.findByText('The backend does not know you yet');
});
