import { expect, test } from '@jest/globals';
import { screen } from '@testing-library/react';
import type { TeamAnswer } from 'incident-core';
import { FakeCore } from '../../fake-core.fixture';
import { TeamList } from './team-list';

const id = '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b41';
const team = (over: Partial<TeamAnswer>) => ({
  ...{ id, name: 'Payments', is_catch_all: false, reopen_window_seconds: 900, resolve_after_recovery_seconds: 3_600 },
  ...{ grouping_window_seconds: null, fallback_target: null, member_ids: [], ...over },
});

test('a team says whether it groups alerts, and within which time', async () => {
  const core = new FakeCore();
  const search = team({ id: id.replace('01', '02'), name: 'Search', grouping_window_seconds: 600 });
  core.answers['GET /teams'] = { body: { items: [team({}), search], next_cursor: null } };
  core.answers['GET /users'] = { body: { items: [], next_cursor: null } };
  core.show(<TeamList />);
  expect(await screen.findByText('no, each has an incident')).toBeTruthy();
  const grouping = await screen.findByText(/of a service, within/);
  expect((grouping.textContent ?? '').replaceAll(/[\u2068\u2069]/g, '')).toMatch(/within 10/);
});
