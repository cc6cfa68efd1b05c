import { expect, jest, test } from '@jest/globals';
import { configure, fireEvent, screen } from '@testing-library/react';
import type { TokenAnswer, UserAnswer } from 'incident-core';
import { FakeCore } from '../fake-core.fixture';
import { AccessPage } from './access-page';

// A busy machine takes its time.
configure({ testIdAttribute: 'data-test-subj', asyncUtilTimeout: 15_000 });
jest.setTimeout(120_000);

const at = '2027-01-05T03:00:00.000Z';
const ada: UserAnswer = {
  ...{ id: '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b11', name: 'Ada', username: 'ada', time_zone: 'UTC' },
  ...{ team_ids: [], contact_methods: [], created_at: at, left_at: null },
};
const ben: UserAnswer = {
  ...ada,
  id: '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b12',
  name: 'Ben',
  username: 'ben',
  left_at: at,
};
const token: TokenAnswer = {
  ...{ id: '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b21', name: 'deploy', user_id: ada.id, scopes: [] },
  ...{ created_at: at, expires_at: null, revoked_at: null, last_used_at: null },
};
const page = (...items: readonly unknown[]) => ({ body: { items, next_cursor: null } });

function open(answers: FakeCore['answers'] = {}): FakeCore {
  const core = new FakeCore();
  Object.assign(core.answers, {
    'GET /users': page(ada, ben),
    'GET /teams': page({ id: '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b31', name: 'Payments' }),
    'GET /tokens': page(token),
    ...answers,
  });
  core.show(<AccessPage />);
  return core;
}
const click = async (subject: string, at = 0) => {
  const [found] = (await screen.findAllByTestId(subject)).slice(at);
  if (!found) throw new Error(`there is no ${subject}`);
  fireEvent.click(found);
};

test('who is here is told apart from who has left; leaving is asked for first', async () => {
  const core = open({ [`POST /users/${ada.id}/leave`]: { body: { ...ada, left_at: at } } });
  const rows = await screen.findAllByTestId('incidentsAccessPerson');
  expect(rows.map((row) => row.textContent)).toEqual([
    expect.stringContaining('Here'),
    expect.stringContaining('Left'),
  ]);
  await click('incidentsAccessLeave');
  expect((await screen.findByTestId('incidentsAccessLeaveDialog')).textContent).toContain('nothing is sent to them');
  expect(core.asked).not.toContain(`POST /users/${ada.id}/leave`);
  await click('confirmModalConfirmButton');
  await screen.findAllByTestId('incidentsAccessPerson');
  expect(core.asked).toContain(`POST /users/${ada.id}/leave`);
});

test('roles are given for all teams and for each, and a refusal says why', async () => {
  const call = `/users/${ada.id}/roles`;
  const core = open({
    [`GET ${call}`]: { body: { roles: [{ role: 'viewer', team_id: null }] } },
    [`PUT ${call}`]: {
      status: 403,
      body: { message: 'no', attributes: { type: 'about:blank', title: 'no', status: 403, detail: 'in the backend' } },
    },
  });
  await click('incidentsAccessRoles');
  fireEvent.change(await screen.findByTestId('incidentsRoleOfTeam'), { target: { value: 'manager' } });
  await click('incidentsRolesSave');
  expect((await screen.findByTestId('incidentsRefusal')).textContent).toContain('in the backend');
  expect(core.sent[`PUT ${call}`]).toEqual({
    roles: [
      { role: 'viewer', team_id: null },
      { role: 'manager', team_id: '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b31' },
    ],
  });
});

test('a rotated token is shown once', async () => {
  open({ [`POST /tokens/${token.id}/rotate`]: { body: { ...token, token: 'ika_secret' } } });
  await click('incidentsTab-tokens');
  await click('incidentsApiTokenRotate');
  expect((await screen.findByTestId('incidentsApiTokenText')).textContent).toContain('ika_secret');
  await click('incidentsApiTokenDone');
  expect(screen.queryByTestId('incidentsApiTokenText')).toBeNull();
  expect(document.body.textContent).not.toContain('ika_secret');
});

test('a table is tried, and made only when it has no mistake', async () => {
  const problems = [{ line: 2, column: 'email', found: '"x"', expected: 'an address' }];
  const nothing = { applied: false, created: [], known: [], problems };
  const core = open({ 'POST /users/import': { body: nothing } });
  await click('incidentsImport');
  fireEvent.change(await screen.findByTestId('incidentsImportTable'), { target: { value: 'name,username' } });
  await click('incidentsImportTry');
  expect((await screen.findByTestId('incidentsImportProblems')).textContent).toContain('1 mistake');
  core.answers['POST /users/import'] = { body: { ...nothing, created: ['zoe'], problems: [] } };
  fireEvent.change(screen.getByTestId('incidentsImportTable'), { target: { value: 'name,username\nZoe,zoe' } });
  await click('incidentsImportTry');
  expect((await screen.findByTestId('incidentsImportApply')).textContent).toContain('1 person');
});

test('nobody has left; and who may not see tokens is told so', async () => {
  open({
    'GET /users/departures': { body: { items: [] } },
    'GET /tokens': {
      status: 403,
      body: { message: 'no', attributes: { type: 'about:blank', title: 'no', status: 403 } },
    },
  });
  await click('incidentsTab-left');
  await screen.findByText('Nobody has left');
  await click('incidentsTab-tokens');
  await screen.findByTestId('incidentsForbidden');
});
