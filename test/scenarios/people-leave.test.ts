import { afterEach, expect, test } from '@jest/globals';
import type { AuditEntryAnswer, DepartureAnswer, ReadinessAnswer, UserAnswer } from 'incident-core';
import { Api } from '../harness/api.ts';
import { KIBANA_TOKEN } from '../harness/backend.ts';
import { House, step } from '../harness/house.ts';
import { hours, minutes, OPENED } from '../harness/manual-clock.ts';
import { silence } from '../harness/suppressions.ts';

let house: House;
afterEach(() => house.stop());

const leave = (name: string) => house.api.ok<UserAnswer>('POST', `/v1/users/${house.person(name).id}/leave`);
const departures = async () =>
  (await house.api.ok<{ items: readonly DepartureAnswer[] }>('GET', '/v1/users/departures')).items;

test('who leaves is told nothing any more, and what counted on them is loud and listed until somebody is put there', async () => {
  house = await House.start({ policy: [step('ada').waits(minutes(5)), step('grace')], fallback: 'linus' });
  const held = await house.elastic.fires('held by ada', { service: 'other' });
  await house.settles();
  house.mailbox.expect('ada', 'held by ada');
  await house.acknowledge(held, 'ada');
  const layer = {
    name: 'all',
    turns: ['ada'],
    rotation: { type: 'daily', starts_on: '2027-01-04', handoff_time: '09:00' },
  };
  const schedule = await house.addSchedule('Night', [layer]);
  await house.addOverride(schedule, 'ada', OPENED, new Date(OPENED.getTime() + hours(5) * 1000));

  expect(await leave('ada')).toMatchObject({ left_at: house.clock.now().toISOString() });
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  // The step that names Ada reaches nobody: it escalates at once, and the fallback hears of it.
  house.mailbox.expect('grace', 'disk full');
  house.mailbox.expect('linus', 'disk full');
  house.mailbox.expectNothingMore();
  expect(await house.kinds(incident)).toContain('nobody_notified');

  const [gone] = await departures();
  expect(gone).toMatchObject({ user: { id: house.person('ada').id, name: 'ada' } });
  expect(gone?.named_by.map(({ type, name }) => [type, name])).toEqual([
    ['escalation_policy', 'Everyone'],
    ['incident', expect.stringContaining('held by ada')],
    ['override_of_schedule', 'Night'],
    ['schedule', 'Night'],
  ]);
  const readiness = await house.api.ok<ReadinessAnswer>('GET', '/v1/readiness');
  expect(readiness.policies.map(({ name }) => name)).toEqual(['Everyone']);
  expect(readiness.schedules.map(({ name }) => name)).toEqual(['Night']);
  expect(readiness.on_call).toMatchObject([{ user: { name: 'ada' }, schedule: { name: 'Night' } }]);

  await house.setPolicy([step('grace')]);
  expect((await departures())[0]?.named_by.map(({ type }) => type)).not.toContain('escalation_policy');
});

test('the silences of who leaves are listed until they are over, ended or handed over; the new owner is reminded', async () => {
  house = await House.start({ policy: [step('grace')] });
  const handed = await silence(house, hours(2), {}, 'ada');
  const ended = await silence(house, hours(4), { reason: 'a test of the disks' }, 'ada');
  await silence(house, hours(1), { reason: 'over before' }, 'ada');
  await silence(house, hours(4), { reason: 'of grace' }, 'grace');
  await house.passes(minutes(50));
  await leave('ada');
  const left = async () => (await departures())[0]?.named_by.map(({ type, name }) => [type, name]);
  expect(await left()).toEqual([
    ['silence', 'a test of the disks'],
    ['silence', 'over before'],
    ['silence', 'we deploy'],
  ]);
  const readiness = await house.api.ok<ReadinessAnswer>('GET', '/v1/readiness');
  expect(readiness.departures).toEqual(await departures());
  await house.passes(minutes(15));
  const owner_id = house.person('grace').id;
  const path = `/v1/silences/${handed.id}`;
  const toGone = await house.api.call('PATCH', path, { owner_id: house.person('ada').id });
  expect(toGone).toMatchObject({ status: 422, body: { errors: [{ path: '$.owner_id' }] } });
  expect(await house.api.ok('PATCH', path, { owner_id })).toMatchObject({
    ...{ owner: { id: owner_id, name: 'grace' }, starts_at: handed.starts_at, ends_at: handed.ends_at },
  });
  await house.api.ok('POST', `/v1/silences/${ended.id}/end`);
  expect(await left()).toEqual([]);
  expect((await house.api.ok<ReadinessAnswer>('GET', '/v1/readiness')).departures).toEqual([]);
  await house.passes(minutes(50));
  house.mailbox.expect('grace', 'Your silence ends in', 'we deploy');
  house.mailbox.expectNothingMore();
});

test('who leaves while a message to them waits is not sent it; the next in turn is', async () => {
  house = await House.start({ policy: [step('ada').waits(minutes(5)), step('grace')] });
  await house.elastic.fires('disk full');
  await leave('ada');
  await house.passes(minutes(6));
  house.mailbox.expect('grace', 'disk full');
  house.mailbox.expectNothingMore();
});

test('who leaves may do nothing, by token, by Kibana or by answers; who returns may again, but with new tokens', async () => {
  house = await House.start({ reachable: true });
  const ada = house.as('ada');
  await leave('ada');
  expect((await ada.call('GET', '/v1/status')).status).toBe(401);
  const asAda = () =>
    new Api(house.api.base, KIBANA_TOKEN).call('GET', '/v1/status', undefined, {
      'x-incidents-act-as': 'ada',
      'x-incidents-act-as-role': 'viewer',
    });
  expect(await asAda()).toMatchObject({ status: 403, body: { type: 'urn:incidents:problem:has-left' } });
  expect((await leave('ada')).left_at).not.toBeNull();
  const back = await house.api.ok<UserAnswer>('POST', `/v1/users/${house.person('ada').id}/return`);
  expect(back.left_at).toBeNull();
  expect(await departures()).toEqual([]);
  expect((await asAda()).status).toBe(200);
  expect((await ada.call('GET', '/v1/status')).status).toBe(401);
  const { items } = await house.api.ok<{ items: readonly AuditEntryAnswer[] }>('GET', '/v1/audit?subject_type=user');
  expect(items.slice(0, 2).map(({ action }) => action)).toEqual(['user.returned', 'user.left']);
});

test('the owner of the last admin token cannot leave', async () => {
  house = await House.start();
  const tokens = await house.api.ok<{ items: { id: string; name: string }[] }>('GET', '/v1/tokens');
  for (const { id, name } of tokens.items) if (name !== 'ada') await house.as('ada').call('DELETE', `/v1/tokens/${id}`);
  const answer = await house.as('ada').call('POST', `/v1/users/${house.person('ada').id}/leave`);
  expect(answer).toMatchObject({ status: 409, body: { type: 'urn:incidents:problem:last-admin' } });
  expect((await house.as('ada').call('GET', '/v1/status')).status).toBe(200);
});
