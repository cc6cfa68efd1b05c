import { describe, expect, jest, test } from '@jest/globals';
import { configure, fireEvent, screen, waitFor } from '@testing-library/react';
import type { SourceAnswer } from 'incident-core';
import { BACKEND_PROBLEMS } from '../../common/problems';
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

describe('a token to which no answer came', () => {
  const id = '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b41';
  const call = `POST /sources/${id}/tokens`;
  const refusal = (problem: { readonly status: number; readonly title: string; readonly type: string }) => ({
    status: problem.status,
    body: { message: problem.title, attributes: problem },
  });
  const live = (token: string) => ({
    ...{ id: token, created_at: at, expires_at: null, revoked_at: null, last_used_at: null, refused_count: 0 },
  });

  /** The answer to the first is lost; the page finds two live ones then. */
  async function unanswered(): Promise<FakeCore> {
    const core = new FakeCore();
    const source = { id, name: 'production kibana', team_id: null, created_at: at, storm_rate: 100, health: NOTHING };
    core.answers['GET /sources'] = { body: { items: [source], next_cursor: null } };
    core.answers['GET /teams'] = { body: { items: [], next_cursor: null } };
    core.answers['GET /ledger'] = { body: { items: [], next_cursor: null } };
    core.answers[`GET /sources/${id}/tokens`] = { body: { items: [live('a')], next_cursor: null } };
    core.answers[call] = refusal(BACKEND_PROBLEMS.broken_off);
    core.show(<SourcesPage />);
    await waitFor(() => expect(screen.getByTestId<HTMLButtonElement>('incidentsTokenMake').disabled).toBe(false));
    core.answers[`GET /sources/${id}/tokens`] = { body: { items: [live('b'), live('a')], next_cursor: null } };
    fireEvent.click(screen.getByTestId('incidentsTokenMake'));
    await screen.findByText('Ask for the token again');
    await waitFor(() => expect(screen.getAllByTestId('incidentsTokenRow')).toHaveLength(2));
    return core;
  }

  test('is asked for again as the same, also when it is the second, and is shown', async () => {
    const core = await unanswered();
    core.answers[call] = { status: 201, body: { ...live('b'), token: 'the secret' } };
    fireEvent.click(screen.getByTestId('incidentsTokenMake'));
    expect((await screen.findByTestId('incidentsTokenText')).textContent).toContain('the secret');
    const [first, again] = core.keys[call] ?? [];
    expect(first).toBeTruthy();
    expect(again).toBe(first);
  });

  test('and which nobody can be shown any more says so', async () => {
    const core = await unanswered();
    const type = 'urn:incidents:problem:idempotency-answer-lost';
    core.answers[call] = refusal({ type, title: 'Its answer was lost', status: 409 });
    fireEvent.click(screen.getByTestId('incidentsTokenMake'));
    expect((await screen.findByTestId('incidentsTokenLost')).textContent).toContain('revoke it, and make another');
    expect(core.toasts.at(-1)).toMatch(/^It was done, but the answer to it was lost/);
  });
});
