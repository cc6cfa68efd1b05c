import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { bulkAnswerSchema, type BulkAnswer } from 'incident-core';
import type { Api } from '../harness/api.ts';
import { House, step } from '../harness/house.ts';
import { hours } from '../harness/manual-clock.ts';

const NOBODY = '01890a5d-ac96-774b-bcce-b302099a8057';

let house: House;
let incidents: readonly string[];
beforeEach(async () => {
  house = await House.start({ policy: [step('ada'), step('grace')] });
  incidents = await Promise.all(['one', 'two', 'three'].map((name) => house.elastic.fires(name)));
});
afterEach(() => house.stop());

async function act(api: Api, action: string, ids: readonly string[]): Promise<BulkAnswer['results']> {
  return bulkAnswerSchema.parse(await api.ok('POST', '/v1/incidents/bulk', { action, ids })).results;
}

test('many are acknowledged with one call, and nobody is told of any of them', async () => {
  const results = await act(house.as('ada'), 'acknowledge', incidents);
  expect(results).toEqual(incidents.map((id) => ({ id, outcome: 'done', problem: null })));
  await house.passes(hours(2));
  house.mailbox.expectNothingMore();
  for (const id of incidents) {
    expect(await house.incident(id)).toMatchObject({ status: 'acknowledged', assignee: { name: 'ada' } });
    expect(await house.kinds(id)).toContain('acknowledged');
  }
});

test('the same call again changes nothing and says so', async () => {
  await act(house.as('ada'), 'resolve', incidents);
  const kinds = await house.kinds(incidents[0] ?? '');
  const again = await act(house.as('ada'), 'resolve', incidents);
  expect(again.map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged', 'unchanged']);
  expect(await house.kinds(incidents[0] ?? '')).toEqual(kinds);
});

test('one that cannot be done says why and holds up no other; one that is named twice is done once', async () => {
  const [over = '', first = '', last = ''] = incidents;
  await house.resolve(over, 'grace');
  const results = await act(house.as('ada'), 'start', [over, first, NOBODY, first, last]);
  expect(results).toMatchObject([
    {
      id: over,
      outcome: 'refused',
      problem: { status: 409, type: 'urn:incidents:problem:incident-resolved', resolution: 'responder' },
    },
    { id: first, outcome: 'done' },
    { id: NOBODY, outcome: 'not_found', problem: { status: 404 } },
    { id: first, outcome: 'unchanged' },
    { id: last, outcome: 'done' },
  ]);
});

test('incidents of foreign teams are left alone', async () => {
  const { api } = house;
  const [mine = '', ...foreign] = incidents;
  const team = await api.ok<{ id: string }>('POST', '/v1/teams', { name: 'Mine' });
  await house.database.database('incidents').where({ id: mine }).update({ teamId: team.id });
  const user = await api.ok<{ id: string }>('POST', '/v1/users', { name: 'mine', username: 'mine' });
  await api.ok('PUT', `/v1/users/${user.id}/roles`, { roles: [{ role: 'responder', team_id: team.id }] });
  const { token } = await api.ok<{ token: string }>('POST', '/v1/tokens', { name: 'mine', user_id: user.id });
  const results = await act(api.as(token), 'resolve', incidents);
  expect(results.map(({ outcome }) => outcome)).toEqual(['done', 'forbidden', 'forbidden']);
  expect(results[1]?.problem).toMatchObject({ status: 403, needs: { role: 'responder' } });
  for (const id of foreign) expect(await house.incident(id)).toMatchObject({ status: 'triggered' });
});

test('two who take the same at once leave one holder each, and nobody gets an error', async () => {
  const [mine, theirs] = await Promise.all([
    act(house.as('ada'), 'acknowledge', incidents),
    act(house.as('grace'), 'acknowledge', incidents.toReversed()),
  ]);
  expect([...mine, ...theirs].map(({ outcome }) => outcome)).toEqual(Array.from({ length: 6 }, () => 'done'));
});

test.each([
  ['an action that there is not', { action: 'delete', ids: [NOBODY] }],
  ['no incident', { action: 'start', ids: [] }],
  ['more than two hundred', { action: 'start', ids: Array.from({ length: 201 }, () => NOBODY) }],
])('%s is refused as a whole', async (_, body) => {
  expect((await house.api.call('POST', '/v1/incidents/bulk', body)).status).toBe(400);
});
