import { afterEach, expect, test } from '@jest/globals';
import { House } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';
import { silence } from '../harness/suppressions.ts';

let house: House;
afterEach(() => house.stop());

const PAUSING = { team: { auto_pause_seconds: 120 } };

test('what passes by itself within the pause is seen, and disturbs nobody', async () => {
  house = await House.start(PAUSING);
  const incident = await house.elastic.fires('disk full');
  await house.passes(90);
  expect(await house.incident(incident)).toMatchObject({
    status: 'triggered',
    suppressed: { kind: 'auto_pause', id: house.teamId, until: '2027-01-05T03:02:00.000Z' },
  });
  await house.elastic.recovers('disk full');
  await house.passes(hours(3));
  house.mailbox.expectNothingMore();
  expect(await house.incident(incident)).toMatchObject({ status: 'resolved' });
  expect(await house.kinds(incident)).toEqual(['opened', 'held', 'resolved', 'escalation_ended']);
});

test('what does not is told when the pause is over, and says so', async () => {
  house = await House.start(PAUSING);
  const incident = await house.elastic.fires('disk full');
  await house.passes(119);
  house.mailbox.expectNothingMore();
  await house.passes(1);
  house.mailbox.expect('ada', 'disk full', 'it did not pass by itself');
  house.mailbox.expectNothingMore();
  expect(await house.incident(incident)).toMatchObject({ status: 'triggered', suppressed: null });
});

test('what is opened again is not new, and waits for nothing', async () => {
  house = await House.start(PAUSING);
  const incident = await house.elastic.fires('disk full', { uuid: 'e1' });
  await house.passes(30);
  await house.elastic.recovers('disk full', { uuid: 'e1' });
  await house.passes(minutes(5));
  house.mailbox.expectNothingMore();
  expect(await house.elastic.fires('disk full', { uuid: 'e2' })).toBe(incident);
  await house.settles();
  house.mailbox.expect('ada', 'disk full');
  house.mailbox.expectNothingMore();
});

test('a silence that ends later goes on when the pause is over', async () => {
  house = await House.start(PAUSING);
  await silence(house, minutes(10));
  await house.elastic.fires('disk full');
  await house.passes(minutes(9));
  house.mailbox.expectNothingMore();
  await house.passes(minutes(1));
  house.mailbox.expect('ada', 'a silence (we deploy) held it until now');
  house.mailbox.expectNothingMore();
});

test('who wants it at once takes it', async () => {
  house = await House.start(PAUSING);
  const incident = await house.elastic.fires('disk full');
  await house.acknowledge(incident, 'ada');
  await house.passes(hours(1));
  house.mailbox.expectNothingMore();
  expect(await house.incident(incident)).toMatchObject({ status: 'acknowledged', suppressed: null });
});

test('a team that has not asked for it never waits, and a pause is an hour at most', async () => {
  house = await House.start();
  expect(await house.api.ok('GET', `/v1/teams/${house.teamId}`)).toMatchObject({ auto_pause_seconds: null });
  await house.elastic.fires('disk full');
  await house.settles();
  house.mailbox.expect('ada', 'disk full');
  const tooLong = await house.api.call('PATCH', `/v1/teams/${house.teamId}`, { auto_pause_seconds: 3_601 });
  expect(tooLong).toMatchObject({ status: 400, body: { errors: [{ path: '$.auto_pause_seconds' }] } });
});
