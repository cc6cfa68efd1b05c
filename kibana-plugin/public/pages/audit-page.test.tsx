import { expect, jest, test } from '@jest/globals';
import { configure, fireEvent, screen } from '@testing-library/react';
import type { AuditEntryAnswer } from 'incident-core';
import { FakeCore } from '../fake-core.fixture';
import { AuditPage } from './audit-page';

// A busy machine takes its time.
configure({ testIdAttribute: 'data-test-subj', asyncUtilTimeout: 15_000 });
jest.setTimeout(120_000);

const entry: AuditEntryAnswer = {
  ...{ number: 7, at: '2027-01-05T03:00:00.000Z', action: 'team.changed' },
  subject: { type: 'team', id: '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b11', name: 'Payments' },
  actor: { type: 'user', id: '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b12', name: 'Ada', via: 'kibana' },
  ...{ before: { name: 'Pay', team: 'same' }, after: { name: 'Payments', team: 'same' } },
};

function open(answers: FakeCore['answers']): FakeCore {
  const core = new FakeCore();
  Object.assign(core.answers, { 'GET /users': { body: { items: [], next_cursor: null } }, ...answers });
  core.show(<AuditPage />);
  return core;
}

test('an entry says when, who, for whom, what, and what is different', async () => {
  open({ 'GET /audit': { body: { items: [entry], next_cursor: null } } });
  const text = (await screen.findByTestId('incidentsAuditEntry')).textContent ?? '';
  expect(text).toMatch(/#7.*Ada.*by kibana.*team changed.*Payments.*name.*Pay.*Payments/);
  expect(screen.getByTestId('incidentsAuditChange').textContent).not.toContain('same');
});

test.each([
  [{ whole: true, entries: 7, pruned: 0, broken: null }, /^Whole: 7 entries are as written$/],
  [
    { whole: true, entries: 7, pruned: 40, broken: null },
    /^Whole: 7 entries are as written.*The first 40 entries were thrown away.*begins with entry 41\.$/,
  ],
  [
    { whole: false, entries: 2, pruned: 0, broken: { number: 3, reason: 'edited' } },
    /^Not whole: entry 3 is not as it was written/,
  ],
  [{ whole: false, entries: 4, pruned: 0, broken: { number: 5, reason: 'missing' } }, /^Not whole: entry 5 is missing/],
])('verifying says %j', async (body, words) => {
  const core = open({ 'GET /audit': { body: { items: [], next_cursor: null } }, 'GET /audit/verify': { body } });
  await screen.findByText('No such change');
  expect(core.asked).not.toContain('GET /audit/verify');
  fireEvent.click(screen.getByTestId('incidentsAuditVerify'));
  expect((await screen.findByTestId('incidentsAuditOutcome')).textContent).toMatch(words);
});

test('who may not see it is told so', async () => {
  open({
    'GET /audit': {
      status: 403,
      body: { message: 'no', attributes: { type: 'about:blank', title: 'no', status: 403 } },
    },
  });
  await screen.findByTestId('incidentsForbidden');
});
