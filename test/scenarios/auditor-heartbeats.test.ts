import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { SelfCheckAnswer } from 'incident-core';
import { House } from '../harness/house.ts';
import { minutes } from '../harness/manual-clock.ts';

let house: House;
beforeEach(async () => {
  house = await House.start();
  const heartbeat = { interval_seconds: minutes(10), grace_seconds: 60 };
  await house.api.ok('PUT', `/v1/sources/${house.sourceId}/heartbeat`, heartbeat);
  await house.api.as(house.sourceToken).ok('POST', '/v1/heartbeats');
});
afterEach(() => house.stop());

const audited = async () => {
  await house.backend.workers.makeRound('audit');
  return house.api.ok<SelfCheckAnswer>('GET', '/v1/self-check');
};

test('a silence that nobody would ever notice is noticed all the same, and its incident opens', async () => {
  await house.database.database('source_heartbeats').update({ dueAt: new Date('2037-01-01T00:00:00Z') });
  house.clock.forward(minutes(30));
  await house.settles();
  house.mailbox.expectNothingMore();
  expect(await audited()).toMatchObject({ well: true, open: [] });
  expect(await house.metric('incidents_audit_repairs_total{kind="heartbeat_due_too_late"}')).toBe(1);
  await house.settles();
  house.mailbox.expect('ada', 'kibana');
  house.mailbox.expectNothingMore();
  house.clock.forward(minutes(1));
  expect(await audited()).toMatchObject({ well: true, open: [] });
});

test('one that is due and was not told of stays wrong until its worker has seen to it', async () => {
  house.clock.forward(minutes(14));
  expect(await audited()).toMatchObject({
    well: false,
    open: [{ kind: 'heartbeat_overdue', subject: house.sourceId }],
  });
  await house.settles();
  house.mailbox.expect('ada', 'kibana');
  house.clock.forward(minutes(1));
  expect(await audited()).toMatchObject({ well: true, open: [] });
});

test('what comes in time, and what is set anew, is no finding', async () => {
  await house.passes(minutes(10));
  expect(await audited()).toMatchObject({ well: true, open: [] });
  house.clock.forward(50);
  await house.api.ok('PUT', `/v1/sources/${house.sourceId}/heartbeat`, { interval_seconds: minutes(60) });
  expect(await audited()).toMatchObject({ well: true, open: [] });
  house.mailbox.expectNothingMore();
});
