import { afterEach, expect, test } from '@jest/globals';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

let house: House;
afterEach(() => house.stop());

test('mails that an hour without a mail server held up arrive late and once, if they are still true', async () => {
  house = await House.start({ policy: [step('ada').waits(hours(4)), step('grace')] });
  await house.mailbox.server.closeSmtp();
  const full = await house.elastic.fires('disk full');
  const stuck = await house.elastic.fires('queue stuck');
  const slow = await house.elastic.fires('answers slow');
  const gone = await house.elastic.fires('cache gone');
  await house.passes(hours(1));
  expect(await house.count(`escalations where status = 'active'`)).toBe(4);
  await house.acknowledge(stuck, 'ada');
  await house.elastic.recovers('cache gone');
  expect(await house.incident(gone)).toMatchObject({ status: 'resolved' });

  await house.mailbox.server.openSmtp();
  await house.passes(minutes(10));
  expect(house.mailbox.takeTitles('ada')).toEqual([
    'answers slow (checkout, production)',
    'disk full (checkout, production)',
  ]);
  house.mailbox.expectNothingMore();
  expect(await house.count(`escalations where status = 'notified'`)).toBe(2);
  expect(await house.count(`deliveries where status = 'suppressed'`)).toBe(2);
  for (const incident of [full, slow]) expect(await house.entries(incident, 'notification_sent')).toHaveLength(1);
  for (const incident of [stuck, gone]) expect(await house.kinds(incident)).not.toContain('notification_sent');

  await house.passes(hours(1));
  house.mailbox.expectNothingMore();
});

test('while the mail server is down the next step still has its turn', async () => {
  house = await House.start({ policy: [step('ada').waits(minutes(15)), step('grace').waits(hours(4))] });
  await house.mailbox.server.closeSmtp();
  const incident = await house.elastic.fires('disk full');
  await house.passes(minutes(30));
  expect(await house.minutesOf(incident, 'step_activated')).toEqual([0, 15]);

  await house.mailbox.server.openSmtp();
  await house.passes(minutes(10));
  house.mailbox.expect('ada', 'disk full');
  house.mailbox.expect('grace', 'disk full');
  house.mailbox.expectNothingMore();
});

test('a mail that nobody could take for six hours is given up, loudly', async () => {
  house = await House.start({ policy: [step('ada').waits(hours(24)), step('grace').waits(hours(24))] });
  house.mailbox.server.refuseWith(451, 'try later');
  const incident = await house.elastic.fires('disk full');
  await house.passes(hours(7));
  expect(await house.entries(incident, 'nobody_notified')).toMatchObject([
    { data: { step: 1, reason: 'all_deliveries_failed' } },
    { data: { step: 1, reason: 'no_fallback' } },
  ]);
  expect(await house.entries(incident, 'notification_failed')).toHaveLength(1);
  house.mailbox.server.accept();
  await house.passes(minutes(10));
  house.mailbox.expect('grace', 'disk full');
  house.mailbox.expectNothingMore();
});
