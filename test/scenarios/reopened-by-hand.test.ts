import { afterEach, expect, test } from '@jest/globals';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

let house: House;
afterEach(() => house.stop());

test('a resolution taken back starts at step 1, and the recovery that comes later counts', async () => {
  house = await House.start({ policy: [step('ada').waits(hours(1))] });
  const incident = await house.elastic.fires('disk full', { uuid: 'e1' });
  await house.settles();
  house.mailbox.expect('ada', 'disk full');
  await house.resolve(incident, 'ada');
  await house.settles();
  house.mailbox.expect('ada', 'Resolved');

  await house.passes(hours(3));
  expect(await house.change(incident, 'reopen', 'grace')).toMatchObject({
    status: 'triggered',
    resolution: null,
    reopen_count: 1,
  });
  await house.settles();
  house.mailbox.expect('ada', 'step 1 of 1, run 2');
  expect((await house.entries(incident, 'reopened')).map(({ data }) => data)).toEqual([{ reason: 'by_hand' }]);

  await house.passes(minutes(5));
  await house.elastic.recovers('disk full');
  expect(await house.incident(incident)).toMatchObject({ status: 'resolved', resolution: 'recovery' });
  await house.passes(hours(2));
  house.mailbox.expect('ada', 'Resolved');
  house.mailbox.expectNothingMore();
});

test('what has opened another incident since cannot be reopened, and nothing of it changes', async () => {
  house = await House.start({ policy: [step('ada').waits(hours(1))], team: { reopen_window_seconds: 0 } });
  const first = await house.elastic.fires('disk full', { uuid: 'e1' });
  await house.resolve(first, 'ada');
  await house.passes(minutes(1));
  const second = await house.elastic.fires('disk full', { uuid: 'e2' });
  expect(second).not.toBe(first);
  expect(await house.as('ada').call('POST', `/v1/incidents/${first}/reopen`)).toMatchObject({
    status: 409,
    body: { type: 'urn:incidents:problem:alert-elsewhere' },
  });
  expect(await house.incident(first)).toMatchObject({ status: 'resolved', reopen_count: 0 });
});

test('what flapped is reopened as somebody who has looked wants it: it stays, and nothing is repaired', async () => {
  house = await House.start({ policy: null });
  let incident = '';
  for (let episode = 0; episode < 4; episode += 1) {
    incident = await house.elastic.fires('latency');
    house.clock.forward(60);
    await house.elastic.recovers('latency');
    house.clock.forward(60);
  }
  await house.passes(minutes(20));
  expect(await house.incident(incident)).toMatchObject({ resolution: 'flapping_over' });
  expect(await house.change(incident, 'reopen', 'ada')).toMatchObject({ status: 'triggered', flapping: false });
  await house.audits();
  expect(await house.entries(incident, 'repaired')).toEqual([]);
  await house.passes(hours(1));
  expect(await house.incident(incident)).toMatchObject({ status: 'triggered', resolve_due_at: null });
});

test('kept open, it does not resolve by itself any more', async () => {
  house = await House.start({ policy: [step('ada').waits(hours(1))] });
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  house.mailbox.expect('ada', 'disk full');
  await house.startWork(incident, 'ada');
  await house.elastic.recovers('disk full');
  await house.settles();
  house.mailbox.expect('ada', 'Recovered');
  expect(await house.change(incident, 'keep-open', 'ada')).toMatchObject({ resolve_due_at: null });
  await house.passes(hours(3));
  house.mailbox.expectNothingMore();
  expect((await house.incident(incident)).status).toBe('in_progress');
});
