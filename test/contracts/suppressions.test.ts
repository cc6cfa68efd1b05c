import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type {
  AuditEntryAnswer,
  IncidentAnswer,
  MaintenanceWindowAnswer,
  SilenceAnswer,
  SuppressionPreviewAnswer,
} from 'incident-core';
import type { Api } from '../harness/api.ts';
import { House } from '../harness/house.ts';
import { hours } from '../harness/manual-clock.ts';
import { later, maintenance, silence } from '../harness/suppressions.ts';

let house: House;
let responder: Api;
let manager: Api;
beforeAll(async () => {
  house = await House.start();
  responder = await person('responder');
  manager = await person('manager');
});
afterAll(() => house.stop());

async function person(role: string): Promise<Api> {
  const { id: user_id } = await house.api.ok<{ id: string }>('POST', '/v1/users', { name: role, username: role });
  const roles = [{ role, team_id: house.teamId }];
  await house.api.ok('PUT', `/v1/users/${user_id}/roles`, { roles });
  const { token } = await house.api.ok<{ token: string }>('POST', '/v1/tokens', { name: role, user_id });
  return house.api.as(token);
}

const given = (seconds: number, more: object = {}) => ({
  team_id: house.teamId,
  matchers: { service: ['nowhere'] },
  reason: 'we deploy',
  ends_at: later(house, seconds),
  ...more,
});
const weekly = {
  ...{ type: 'recurring', starts_on: '2027-01-10', from: '02:00', minutes: 120, time_zone: 'Europe/Berlin' },
  recurrence: { unit: 'week', every: 1, weekdays: ['sunday'] },
};

describe('a silence', () => {
  test('of a responder lasts a day at most, of a manager thirty, and of nobody for another team', async () => {
    expect(await responder.call('POST', '/v1/silences', given(hours(24)))).toMatchObject({ status: 201 });
    expect(await responder.call('POST', '/v1/silences', given(hours(24) + 1))).toMatchObject({
      status: 403,
      body: { type: 'urn:incidents:problem:silence-too-long', errors: [{ path: '$.ends_at' }] },
    });
    expect(await manager.call('POST', '/v1/silences', given(hours(24 * 30)))).toMatchObject({ status: 201 });
    expect(await manager.call('POST', '/v1/silences', given(hours(24 * 30) + 1))).toMatchObject({ status: 403 });
    const elsewhere = given(hours(1), { team_id: house.catchAllTeamId });
    expect(await manager.call('POST', '/v1/silences', elsewhere)).toMatchObject({ status: 403 });
    expect(await responder.call('POST', '/v1/silences', given(hours(1), { team_id: null }))).toMatchObject({
      status: 403,
    });
  });

  test('of a manager is not lengthened beyond a day by a responder', async () => {
    const { id } = await manager.ok<SilenceAnswer>('POST', '/v1/silences', given(hours(2)));
    const change = (seconds: number) =>
      responder.call('PATCH', `/v1/silences/${id}`, { ends_at: later(house, seconds) });
    expect(await change(hours(48))).toMatchObject({ status: 403 });
    expect(await change(hours(3))).toMatchObject({ status: 200, body: { reason: 'we deploy' } });
  });

  test.each<[string, () => object, string]>([
    ['that ends before it begins', () => given(hours(1), { starts_at: later(house, hours(2)) }), '$.ends_at'],
    ['that is over already', () => given(-1), '$.ends_at'],
    ['without a reason', () => given(60, { reason: '  ' }), '$.reason'],
    ['with an empty dimension', () => given(60, { matchers: { service: [] } }), '$.matchers.service'],
    [
      'with a severity that there is not',
      () => given(60, { matchers: { severity: ['fatal'] } }),
      '$.matchers.severity[0]',
    ],
    ['with a dimension that there is not', () => given(60, { matchers: { color: ['red'] } }), '$.matchers'],
    ['with a NUL character', () => given(60, { matchers: { rule: ['a\0'] } }), '$.matchers.rule[0]'],
  ])('%s is refused, with the place', async (_, body, path) => {
    const answer = await house.api.call('POST', '/v1/silences', body());
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path }] } });
  });

  test('of a team that there is not is refused with 422', async () => {
    const nobody = '01890a5d-ac96-774b-bcce-b302099a8057';
    expect(await house.api.call('POST', '/v1/silences', given(60, { team_id: nobody }))).toMatchObject({
      status: 422,
      body: { errors: [{ path: '$.team_id' }] },
    });
  });

  test('that is over is not changed any more', async () => {
    const { id } = await silence(house, 60, { matchers: { service: ['nowhere'] } });
    await house.api.ok('POST', `/v1/silences/${id}/end`);
    expect(await house.api.call('PATCH', `/v1/silences/${id}`, { reason: 'x' })).toMatchObject({ status: 409 });
  });

  test('stands in the audit trail, with what changed and who did', async () => {
    const made = await responder.ok<SilenceAnswer>('POST', '/v1/silences', given(hours(1)));
    await responder.ok('PATCH', `/v1/silences/${made.id}`, { reason: 'we deploy twice' });
    await responder.ok('POST', `/v1/silences/${made.id}/end`);
    const { items } = await house.api.ok<{ items: readonly AuditEntryAnswer[] }>(
      'GET',
      `/v1/audit?subject_id=${made.id}`,
    );
    expect(items.map(({ action }) => action)).toEqual(['silence.ended', 'silence.changed', 'silence.created']);
    expect(items[1]).toMatchObject({
      actor: { name: 'responder' },
      before: { reason: 'we deploy' },
      after: { reason: 'we deploy twice' },
    });
  });
});

describe('a window', () => {
  test('shows its next times, and is of a manager', async () => {
    const body = { team_id: house.teamId, matchers: { service: ['nowhere'] }, reason: 'patches', times: weekly };
    expect(await responder.call('POST', '/v1/maintenance-windows', body)).toMatchObject({ status: 403 });
    const made = await manager.ok<MaintenanceWindowAnswer>('POST', '/v1/maintenance-windows', body);
    expect(made).toMatchObject({ state: 'planned', times: { ...weekly, last_on: null } });
    expect(made.next).toHaveLength(5);
    expect(made.next[0]).toEqual({ from: '2027-01-10T01:00:00.000Z', until: '2027-01-10T03:00:00.000Z' });
    const times = { type: 'once', starts_at: later(house, 60), ends_at: later(house, 120) };
    const put = await manager.ok('PUT', `/v1/maintenance-windows/${made.id}`, { ...body, times });
    expect(put).toMatchObject({ times, next: [{ from: times.starts_at }] });
    const moved = await manager.call('PUT', `/v1/maintenance-windows/${made.id}`, {
      ...body,
      team_id: house.catchAllTeamId,
    });
    expect(moved).toMatchObject({ status: 403 });
  });

  test('of which somebody ended an occurrence stays so until it comes at other times', async () => {
    const times = { ...weekly, recurrence: { unit: 'day', every: 1 }, from: '00:00', minutes: 1400, time_zone: 'UTC' };
    const body = {
      matchers: { service: ['nowhere'] },
      reason: 'patches',
      times: { ...times, starts_on: '2027-01-05' },
    };
    const { id, state } = await house.api.ok<MaintenanceWindowAnswer>('POST', '/v1/maintenance-windows', body);
    const put = async (given: object) =>
      (await house.api.ok<MaintenanceWindowAnswer>('PUT', `/v1/maintenance-windows/${id}`, given)).state;
    expect(state).toBe('active');
    await house.api.ok('POST', `/v1/maintenance-windows/${id}/end`);
    house.clock.forward(60);
    expect(await put({ ...body, reason: 'patches of the night' })).toBe('planned');
    expect(await put({ ...body, times: { ...body.times, minutes: 1410 } })).toBe('active');
    await house.api.ok('DELETE', `/v1/maintenance-windows/${id}`);
  });

  test.each<[string, object, string]>([
    ['that runs into the next one', { ...weekly, minutes: 7 * 1440 + 1 }, '$.times.minutes'],
    ['of which nothing is left', { ...weekly, last_on: '2027-01-09' }, '$.times.last_on'],
    ['without a weekday', { ...weekly, recurrence: { unit: 'week', every: 1, weekdays: [] } }, '$.times.recurrence'],
    ['in a zone that there is not', { ...weekly, time_zone: 'Mars/Olympus' }, '$.times.time_zone'],
    ['at a time that there is not', { ...weekly, from: '25:00' }, '$.times.from'],
    [
      'for longer than a season',
      { type: 'once', starts_at: '2027-02-01T00:00:00.000Z', ends_at: '2028-02-01T00:00:00.000Z' },
      '$.times.ends_at',
    ],
  ])('%s is refused, with the place', async (_, times, path) => {
    const body = { matchers: {}, reason: 'patches', times };
    const answer = await house.api.call('POST', '/v1/maintenance-windows', body);
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain(path);
  });
});

test('a list has those of a state and a team, page by page, and a cursor of one', async () => {
  const planned = given(hours(2), { starts_at: later(house, hours(1)) });
  for (const _ of [1, 2]) await silence(house, 60, { matchers: { service: ['nowhere'] } });
  const { id } = await house.api.ok<SilenceAnswer>('POST', '/v1/silences', planned);
  const list = async (query: string) =>
    (await house.api.ok<{ items: readonly SilenceAnswer[] }>('GET', `/v1/silences?${query}`)).items;
  expect((await list('state=planned')).map((item) => item.id)).toEqual([id]);
  expect((await list('state=active')).every(({ state }) => state === 'active')).toBe(true);
  expect((await list('state=over')).every(({ state }) => state === 'over')).toBe(true);
  expect(await list(`team_id=${house.catchAllTeamId}`)).toEqual([]);
  const all = await list('');
  const first = await house.api.ok<{ items: unknown[]; next_cursor: string }>('GET', '/v1/silences?limit=2');
  expect([...first.items, ...(await list(`cursor=${first.next_cursor}`))]).toEqual(all);
  for (const cursor of ['x', Buffer.from(`["yesterday","${id}"]`).toString('base64url')]) {
    expect(await house.api.call('GET', `/v1/silences?cursor=${cursor}`)).toMatchObject({ status: 400 });
  }
});

test('a preview counts the open incidents that are meant, of those that the caller may see', async () => {
  const fires = (name: string, service: string) => house.elastic.fires(name, { service, environment: 'preview' });
  const [one] = [await fires('disk full', 'checkout'), await fires('memory full', 'cart')];
  const OURS = { environment: ['preview'] };
  const preview = (body: object, api = house.api) =>
    api.ok<SuppressionPreviewAnswer>('POST', '/v1/silences/preview', { matchers: OURS, ...body });
  expect(await preview({})).toMatchObject({ count: 2, complete: true, next: null });
  const meant = await preview({ matchers: { ...OURS, service: ['check*'] } });
  expect(meant).toMatchObject({ count: 1, incidents: [{ id: one, status: 'triggered', severity: 'error' }] });
  expect(await preview({ team_id: house.catchAllTeamId })).toMatchObject({ count: 0, incidents: [] });
  const source = { matchers: { ...OURS, source: [house.sourceId.toUpperCase()] } };
  expect(await preview(source)).toMatchObject({ count: 2 });
  expect(await preview(source, responder)).toMatchObject({ count: 2 });
  expect((await preview({ times: weekly })).next).toHaveLength(5);
  const wrong = { matchers: {}, times: { ...weekly, minutes: 40_000 } };
  expect(await house.api.call('POST', '/v1/silences/preview', wrong)).toMatchObject({ status: 400 });
});

test('incidents that are held are listed by that, and only those', async () => {
  await maintenance(
    house,
    { type: 'once', starts_at: later(house, 0), ends_at: later(house, hours(1)) },
    { matchers: { service: ['search'] } },
  );
  const held = await house.elastic.fires('slow', { service: 'search' });
  const free = await house.elastic.fires('slower', { service: 'cart' });
  await house.settles();
  const ids = async (suppressed: boolean) =>
    (
      await house.api.ok<{ items: readonly IncidentAnswer[] }>('GET', `/v1/incidents?suppressed=${suppressed}`)
    ).items.map(({ id }) => id);
  expect(await ids(true)).toEqual([held]);
  expect(await ids(false)).toContain(free);
  expect(await ids(false)).not.toContain(held);
});
