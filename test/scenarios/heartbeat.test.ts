import { afterEach, expect, test } from '@jest/globals';
import type { BeatAnswer, HeartbeatAnswer } from 'incident-core';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

let house: House;
afterEach(() => house.stop());

const policy = [step('ada').waits(minutes(10)), step('grace').waits(minutes(10))];
const every = { interval_seconds: minutes(10), grace_seconds: 60 };

async function expects(given: object = every): Promise<void> {
  house = await House.start({ policy });
  await house.api.ok('PUT', path(), given);
}
const path = () => `/v1/sources/${house.sourceId}/heartbeat`;
const beats = (api = house.api.as(house.sourceToken)) => api.ok<BeatAnswer>('POST', '/v1/heartbeats', {});
const state = () => house.api.ok<HeartbeatAnswer>('GET', path());

test('a source that says in time that it is alive disturbs nobody', async () => {
  await expects();
  for (let round = 0; round < 4; round += 1) {
    await beats();
    await house.passes(minutes(10.9));
  }
  house.mailbox.expectNothingMore();
  expect(await house.incidents()).toEqual([]);
});

test('when it falls silent its team is told, once; the next sign of life resolves it', async () => {
  await expects();
  expect(await beats()).toEqual({ due_at: '2027-01-05T03:11:00.000Z' });
  await house.passes(minutes(10.9));
  house.mailbox.expectNothingMore();
  await house.passes(minutes(1));
  house.mailbox.expect('ada', 'kibana is silent', 'No heartbeat has come since 2027-01-05T03:00:00.000Z');
  const [incident] = await house.incidents();
  expect(incident).toMatchObject({ status: 'triggered', severity: 'error', team_id: house.teamId });
  expect((await state()).silent_at).toBe('2027-01-05T03:11:00.000Z');
  await house.acknowledge(incident?.id ?? '', 'ada');
  await house.passes(hours(5));
  house.mailbox.expectNothingMore();

  await beats();
  expect(await house.incident(incident?.id ?? '')).toMatchObject({ status: 'resolved', resolution: 'recovery' });
  expect((await state()).silent_at).toBeNull();
  expect(await house.incidents()).toHaveLength(1);
});

test('one that never came is missed as well', async () => {
  await expects();
  await house.passes(minutes(12));
  house.mailbox.expect('ada', 'kibana is silent', 'No heartbeat has ever come');
  expect(await house.incidents()).toHaveLength(1);
});

test('two backends open one incident of it, also when both have been started anew', async () => {
  await expects();
  await house.another();
  await house.another();
  house.clock.forward(minutes(30));
  await house.settlesTogether();
  house.mailbox.expect('ada', 'kibana is silent');
  house.mailbox.expectNothingMore();
  expect(await house.incidents()).toHaveLength(1);
});

test('when none is expected any more the silence is over; then a sign of life is a mistake', async () => {
  await expects();
  await house.passes(minutes(12));
  house.mailbox.expect('ada', 'kibana is silent');
  expect((await house.api.call('DELETE', path())).status).toBe(204);
  await house.settles();
  house.mailbox.expect('ada', 'kibana is silent', 'Resolved');
  expect((await house.incidents())[0]).toMatchObject({ status: 'resolved' });
  const answer = await house.api.as(house.sourceToken).call('POST', '/v1/heartbeats', {});
  expect(answer).toMatchObject({ status: 409, body: { type: 'urn:incidents:problem:no-heartbeat' } });
  expect((await house.api.call('GET', path())).status).toBe(404);
  await house.passes(hours(2));
  house.mailbox.expectNothingMore();
});

test('a token that is none, and times that make no sense, are refused', async () => {
  await expects();
  for (const token of [null, 'made-up']) {
    expect((await house.api.as(token).call('POST', '/v1/heartbeats', {})).status).toBe(401);
  }
  for (const [field, body] of [
    ['$.interval_seconds', { interval_seconds: 1 }],
    ['$.grace_seconds', { interval_seconds: 60, grace_seconds: -1 }],
    ['$.interval_seconds', {}],
  ] as const) {
    expect(await house.api.call('PUT', path(), body)).toMatchObject({
      status: 400,
      body: { errors: [{ path: field }] },
    });
  }
});
