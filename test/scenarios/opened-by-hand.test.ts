import { afterEach, expect, test } from '@jest/globals';
import type { IncidentDetail } from 'incident-core';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

let house: House;
afterEach(() => house.stop());

const policy = [step('ada').waits(minutes(10)), step('grace').waits(minutes(10))];

async function opens(person: string, body: object): Promise<IncidentDetail> {
  return house.as(person).ok('POST', '/v1/incidents', { title: 'customers cannot pay', ...body });
}

test('what a person opens escalates as any other, says who opened it, and has no alert', async () => {
  house = await House.start({ policy });
  const incident = await opens('linus', { severity: 'critical', service: 'checkout', description: 'Support calls.' });
  expect(incident).toMatchObject({
    status: 'triggered',
    severity: 'critical',
    urgency: 'high',
    team_id: house.teamId,
    unrouted: false,
    alert_id: null,
    alert_count: 0,
    alerts: [],
  });
  await house.settles();
  house.mailbox.expect('ada', 'customers cannot pay', 'Support calls.');
  await house.passes(minutes(10));
  house.mailbox.expect('grace', 'customers cannot pay');
  await house.acknowledge(incident.id, 'grace');
  await house.passes(hours(2));
  house.mailbox.expectNothingMore();
  expect(await house.entries(incident.id, 'opened')).toMatchObject([
    { actor: { type: 'user', name: 'linus' }, data: { team: { id: house.teamId, reason: 'routing_rule' } } },
  ]);
});

test('no alert and no time ends it: only a person does, and the auditor finds nothing wrong with it', async () => {
  house = await House.start({ policy });
  const { id } = await opens('ada', { service: 'checkout', environment: 'production' });
  await house.settles();
  house.mailbox.expect('ada', 'customers cannot pay');
  await house.acknowledge(id, 'ada');
  await house.elastic.fires('disk full', { severity: 'info' });
  await house.elastic.recovers('disk full');
  await house.audits();
  await house.passes(hours(8 * 24));
  const { status, stale_at } = await house.incident(id);
  expect(status).toBe('acknowledged');
  expect(stale_at).not.toBeNull();
  expect(await house.entries(id, 'repaired')).toEqual([]);
  expect(await house.resolve(id, 'ada')).toMatchObject({
    status: 'resolved',
    resolution: 'responder',
    still_active: false,
  });
});

test('released or woken, it is triggered again: nothing says that it has recovered', async () => {
  house = await House.start({ policy });
  const { id } = await opens('ada', {});
  await house.settles();
  house.mailbox.expect('ada', 'customers cannot pay');
  await house.change(id, 'snooze', 'ada', { minutes: 60 });
  await house.passes(minutes(61));
  expect(await house.incident(id)).toMatchObject({ status: 'triggered' });
  house.mailbox.expect('ada', 'Triggered again');
  house.mailbox.expect('ada', 'customers cannot pay');
  await house.acknowledge(id, 'grace');
  await house.change(id, 'release', 'grace');
  expect(await house.incident(id)).toMatchObject({ status: 'triggered', resolution: null });
});

test('a team that is named has it; one that does not exist, and what cannot be stored, is refused with its place', async () => {
  house = await House.start({ policy });
  const owned = await opens('ada', { team_id: house.catchAllTeamId });
  expect(owned).toMatchObject({ team_id: house.catchAllTeamId, unrouted: false });
  const refused = async (body: object) => (await house.as('ada').call('POST', '/v1/incidents', body)).body;
  const nobody = '01890a5d-ac96-774b-bcce-b302099a8057';
  expect(await refused({ title: 'x', team_id: nobody })).toMatchObject({
    status: 422,
    errors: [{ path: '$.team_id', found: nobody }],
  });
  for (const [path, body] of [
    ['$.title', { title: 'two\nlines' }],
    ['$.severity', { title: 'x', severity: 'fatal' }],
    ['$.links.alert', { title: 'x', links: { alert: 'javascript:alert(1)' } }],
    ['$.links.rule', { title: 'x', links: { rule: 'https://good.example@bad.example/' } }],
    ['$.tags[0]', { title: 'x', tags: [''] }],
  ] as const) {
    expect(await refused(body)).toMatchObject({ status: 400, errors: [{ path }] });
  }
  expect(await house.incidents()).toHaveLength(1);
});

test('a responder opens incidents of their own team only, also where the rules route', async () => {
  house = await House.start({ policy });
  const { api } = house;
  const { id: user_id } = await api.ok<{ id: string }>('POST', '/v1/users', { name: 'olga', username: 'olga' });
  await api.ok('PUT', `/v1/users/${user_id}/roles`, { roles: [{ role: 'responder', team_id: house.catchAllTeamId }] });
  const { token } = await api.ok<{ token: string }>('POST', '/v1/tokens', { name: 'olga', user_id });
  const tries = (body: object) => api.as(token).call('POST', '/v1/incidents', { title: 'mine', ...body });
  expect((await tries({})).status).toBe(403);
  expect((await tries({ team_id: house.teamId })).status).toBe(403);
  expect((await tries({ team_id: house.catchAllTeamId })).status).toBe(201);
  expect(await house.incidents()).toHaveLength(1);
});
