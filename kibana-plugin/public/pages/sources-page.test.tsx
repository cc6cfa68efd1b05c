import { expect, jest, test } from '@jest/globals';
import { configure, screen } from '@testing-library/react';
import type { SourceAnswer } from 'incident-core';
import { FakeCore } from '../fake-core.fixture';
import { SourcesPage } from './sources-page';

// A busy machine takes its time.
configure({ testIdAttribute: 'data-test-subj', asyncUtilTimeout: 15_000 });
jest.setTimeout(120_000);

const at = '2027-01-05T03:00:00.000Z';
const NOTHING: SourceAnswer['health'] = {
  status: 'unknown',
  reason: null,
  last_push_at: null,
  last_pull_at: null,
  push_behind_seconds: null,
  found_by_pull: 0,
};

async function show(health: Partial<SourceAnswer['health']>, ...unreadable: object[]): Promise<string> {
  const core = new FakeCore({ read: true, respond: false, manage: false });
  const source: SourceAnswer = {
    ...{ id: '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b41', name: 'production kibana', team_id: null, created_at: at },
    storm_rate: 100,
    health: { ...NOTHING, ...health },
  };
  core.answers['GET /sources'] = { body: { items: [source], next_cursor: null } };
  core.answers['GET /teams'] = { body: { items: [], next_cursor: null } };
  core.answers['GET /ledger'] = { body: { items: unreadable, next_cursor: null } };
  core.show(<SourcesPage />);
  return (await screen.findByTestId('incidentsSource')).textContent ?? '';
}

test('a source whose lost webhooks nobody looks for is shown as unprotected', async () => {
  const text = await show({ status: 'unprotected', last_push_at: at });
  expect(text).toContain('Unprotected');
  expect(text).not.toContain('Last pulled');
  expect(text).not.toContain('never');
});

test('a source that is pulled says when, and what only the pull found', async () => {
  const text = await show({ status: 'active', last_pull_at: at, found_by_pull: 3 });
  expect(text).toMatch(/Protected.*Last posted never.*Last pulled.*3 found by the pull alone/);
});

test.each([
  ['degraded', 'The pull fails'],
  ['missing', 'Not pulled any more'],
  ['unknown', 'Nothing yet'],
] as const)('one that is %s says so', async (status, words) => {
  expect(await show({ status })).toContain(words);
});
