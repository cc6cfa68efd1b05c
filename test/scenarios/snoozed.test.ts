import { afterEach, expect, test } from '@jest/globals';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

let house: House;
afterEach(() => house.stop());

async function snoozed(forMinutes: number): Promise<string> {
  house = await House.start({
    policy: [step('ada').waits(minutes(10)), step('grace').waits(minutes(10))],
    team: { acknowledgement_timeout_seconds: minutes(30) },
  });
  const incident = await house.elastic.fires('disk full', { uuid: 'e1' });
  await house.passes(minutes(12));
  house.mailbox.expect('ada', 'disk full');
  house.mailbox.expect('grace', 'disk full');
  expect(await house.change(incident, 'snooze', 'grace', { minutes: forMinutes })).toMatchObject({
    status: 'acknowledged',
    assignee: { name: 'grace' },
    snoozed_until: new Date(house.clock.now().getTime() + forMinutes * 60_000).toISOString(),
    acknowledgement_due_at: null,
  });
  return incident;
}

test('a snooze that is over while the alert is still active starts at step 1, and says why now', async () => {
  const incident = await snoozed(120);
  await house.passes(minutes(119));
  house.mailbox.expectNothingMore();
  await house.passes(minutes(1));
  house.mailbox.expect('grace', 'Triggered again', 'its snooze is over');
  house.mailbox.expect('ada', 'step 1 of 2, run 2');
  house.mailbox.expectNothingMore();
  expect(await house.incident(incident)).toMatchObject({ status: 'triggered', snoozed_until: null, assignee: null });
});

test('what recovers while it sleeps resolves quietly', async () => {
  const incident = await snoozed(120);
  await house.passes(minutes(30));
  await house.elastic.recovers('disk full');
  expect(await house.incident(incident)).toMatchObject({ status: 'resolved', snoozed_until: null });
  await house.passes(hours(5));
  house.mailbox.expect('ada', 'Resolved');
  house.mailbox.expect('grace', 'Resolved');
  house.mailbox.expectNothingMore();
});

test('acknowledging wakes it, and from then on the acknowledgement can run out', async () => {
  const incident = await snoozed(600);
  await house.passes(minutes(30));
  expect(await house.acknowledge(incident, 'grace')).toMatchObject({ status: 'acknowledged', snoozed_until: null });
  await house.passes(minutes(26));
  house.mailbox.expect('grace', 'About to run out');
  house.mailbox.expectNothingMore();
});

test('what is urgent sleeps for a day at most; in the past, during work and after its end nothing sleeps', async () => {
  const incident = await snoozed(60);
  const snooze = (body: object) => house.as('grace').call('POST', `/v1/incidents/${incident}/snooze`, body);
  expect(await snooze({ minutes: 24 * 60 + 1 })).toMatchObject({
    status: 409,
    body: { type: 'urn:incidents:problem:snooze-too-long' },
  });
  expect(await snooze({ until: '2020-01-01T00:00:00.000Z' })).toMatchObject({
    status: 409,
    body: { type: 'urn:incidents:problem:snooze-in-the-past' },
  });
  expect(await snooze({ until: 'tomorrow' })).toMatchObject({ status: 400 });
  expect(await snooze({})).toMatchObject({ status: 400 });
  await house.startWork(incident, 'grace');
  expect(await snooze({ minutes: 5 })).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining('in_progress') },
  });
  await house.resolve(incident, 'grace');
  expect(await snooze({ minutes: 5 })).toMatchObject({ status: 409 });
});
