import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { DryRunAlert, DryRunAnswer } from 'incident-core';
import { House, step } from '../harness/house.ts';

let house: House;
beforeEach(async () => {
  house = await House.start({ policy: [step('ada'), step('grace')] });
  const { api, catchAllTeamId } = house;
  await api.ok('POST', '/v1/routing-rules', { matchers: { service: ['mail*'] }, team_id: catchAllTeamId, position: 1 });
});
afterEach(() => house.stop());

const runs = (payload: unknown, more: object = {}) =>
  house.api.call('POST', '/v1/routing-rules/dry-run', { source_id: house.sourceId, payload, ...more });
async function alertOf(payload: unknown, more: object = {}): Promise<DryRunAlert> {
  const { status, body } = await runs(payload, more);
  if (status !== 200) throw new Error(JSON.stringify(body));
  const [alert] = (body as DryRunAnswer).alerts;
  if (!alert) throw new Error('nothing was tried');
  return alert;
}
/** How many rows each table has. */
async function rowCounts(): Promise<Readonly<Record<string, number>>> {
  const tables = await house.rows<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'p') order by 1`,
  );
  const counts: Record<string, number> = {};
  for (const { name } of tables) counts[name] = await house.count(`"${name}"`);
  return counts;
}

test('a payload says what it would come to, and why: alert, rules, team, urgency, policy and who is told when', async () => {
  const alert = await alertOf(house.elastic.active('disk full', { severity: 'critical' }));
  expect(alert).toMatchObject({
    unreadable: null,
    alert: { status: 'active', service: 'checkout', severity: 'critical', severity_from: 'payload' },
    outcome: 'opened',
    incident: null,
    urgency: { urgency: 'high', reason: 'severity' },
    team: { id: house.teamId, reason: 'routing_rule' },
    rules: [
      { position: 1, misfit: 'service', picked: false },
      { position: 2, misfit: null, picked: true, team: { name: 'Payments' } },
    ],
    held_by: null,
    escalation: { policy: { name: 'Everyone' }, passages: [{ step: 1 }, { step: 2 }] },
  });
  expect(alert.alert?.dedup_key).toContain(house.sourceId);
});

test('nothing is changed by it, in no table, and nobody is told', async () => {
  await house.settles();
  const before = await rowCounts();
  expect(Object.keys(before).length).toBeGreaterThan(20);
  for (const payload of [house.elastic.active('disk full'), '{"broken', '', house.elastic.recovery('x')]) {
    expect((await runs(payload)).status).toBe(200);
  }
  await house.settles();
  expect(await rowCounts()).toEqual(before);
  house.mailbox.expectNothingMore();
});

test('what could not be read says where, and what the incident about that would come to', async () => {
  const alert = await alertOf('{"rule": {"id": "r"}, "status": "{{alert.status}}"}');
  expect(alert).toMatchObject({
    outcome: 'unreadable',
    unreadable: { path: expect.stringContaining('status'), found: expect.any(String), expected: expect.any(String) },
    escalation: { policy: { name: 'Everyone' } },
  });
});

test('for what is open already it says which incident that is, and that nobody would be told anew', async () => {
  const payload = house.elastic.active('queue long');
  const { results } = await house.elastic.posts(payload);
  expect(await alertOf(payload)).toMatchObject({ outcome: 'duplicate', escalation: null });
  const later = { ...payload, timestamp: new Date(house.clock.now().getTime() + 1_000).toISOString() };
  expect(await alertOf(later)).toMatchObject({
    outcome: 'refreshed',
    incident: { id: results[0]?.incident_id, status: 'triggered' },
    escalation: null,
  });
  expect(await alertOf(house.elastic.recovery('queue long'))).toMatchObject({ outcome: 'resolved', escalation: null });
  expect((await house.incidents()).length).toBe(1);
});

test('a silence that would hold it is named, with its end', async () => {
  const ends_at = new Date(house.clock.now().getTime() + 3_600_000).toISOString();
  const silence = { reason: 'we are moving', matchers: { service: ['checkout'] }, team_id: null, ends_at };
  const made = await house.api.ok<{ id: string }>('POST', '/v1/silences', silence);
  expect(await alertOf(house.elastic.active('disk full'))).toMatchObject({
    held_by: { kind: 'silence', id: made.id, reason: 'we are moving', until: ends_at },
  });
  expect(await alertOf(house.elastic.active('disk full', { service: 'mail' }))).toMatchObject({ held_by: null });
});

test('an unknown source, and what is no request, are refused with their place', async () => {
  const nobody = '01890a5d-ac96-774b-bcce-b302099a8057';
  expect(await runs('{}', { source_id: nobody })).toMatchObject({
    status: 422,
    body: { errors: [{ path: '$.source_id' }] },
  });
  expect(await runs(undefined)).toMatchObject({ status: 400, body: { errors: [{ path: '$.payload' }] } });
  expect((await runs('{}', { at: 'tomorrow' })).status).toBe(400);
});

test('a viewer of another team is not told what a team would do', async () => {
  const { api, catchAllTeamId } = house;
  const { id: user_id } = await api.ok<{ id: string }>('POST', '/v1/users', { name: 'olga', username: 'olga' });
  await api.ok('PUT', `/v1/users/${user_id}/roles`, { roles: [{ role: 'viewer', team_id: catchAllTeamId }] });
  const { token } = await api.ok<{ token: string }>('POST', '/v1/tokens', { name: 'olga', user_id });
  const given = { source_id: house.sourceId, payload: house.elastic.active('disk full') };
  expect((await api.as(token).call('POST', '/v1/routing-rules/dry-run', given)).status).toBe(403);
});
