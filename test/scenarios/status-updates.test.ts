import { afterEach, expect, test } from '@jest/globals';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';
import { prefers, toldOf } from '../harness/preferences.ts';

const [ADAS, GRACES] = ['+4915112345678', '+4915187654321'];

let house: House;
afterEach(() => house.stop());

test('who asked for it hears who took it by mail, and the end by SMS; who did not, does not', async () => {
  house = await House.start({ policy: [step('ada', 'grace').waits(hours(1))], reachable: true });
  await house.addContact('ada', 'sms', ADAS);
  await house.addContact('grace', 'sms', GRACES);
  await prefers(house, 'ada', { status_updates: true });
  const incident = await house.elastic.fires('disk full', { severity: 'critical' });
  await house.settles();
  const first = house.mailbox.expect('ada', 'disk full');
  house.mailbox.expect('grace', 'disk full');
  house.twilio.expect('sms', ADAS);
  house.twilio.expect('sms', GRACES);

  await house.acknowledge(incident, 'linus');
  await house.settles();
  const changed = house.mailbox.expect('ada', 'disk full', 'Acknowledged by linus');
  expect(changed.headers['references'] ?? '').toBe(first.headers['references'] ?? '');
  house.mailbox.expectNothingMore();
  house.twilio.expectNothingMore();

  await house.passes(minutes(5));
  await house.resolve(incident, 'linus');
  await house.settles();
  house.mailbox.expect('ada', 'Resolved');
  house.mailbox.expect('grace', 'Resolved');
  house.twilio.expect('sms', ADAS, 'Resolved');
  await house.passes(hours(2));
  house.twilio.expectNothingMore();
  house.mailbox.expectNothingMore();
});

test('of what one was not told of, one hears nothing more', async () => {
  house = await House.start({ policy: [step('grace')] });
  await prefers(house, 'ada', { status_updates: true });
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  house.mailbox.expect('grace', 'disk full');
  await house.acknowledge(incident, 'grace');
  await house.resolve(incident, 'grace');
  await house.passes(hours(1));
  house.mailbox.expect('grace', 'Resolved');
  house.mailbox.expectNothingMore();
});

test('of what can wait, updates wait for the morning too', async () => {
  house = await House.start({ policy: [step('ada')] });
  await prefers(house, 'ada', { status_updates: true, quiet_hours: { from: '05:00', until: '07:00' } });
  const incident = await house.elastic.fires('nearly full', { severity: 'warning' });
  await house.passes(minutes(2));
  house.mailbox.expect('ada', 'nearly full');
  house.clock.set(new Date('2027-01-05T04:30:00.000Z'));
  await house.acknowledge(incident, 'grace');
  await house.settles();
  house.mailbox.expectNothingMore();
  expect((await toldOf(house, incident))[0]).toMatchObject({
    event: 'standing_changed',
    hold: { reason: 'quiet_hours' },
  });
  await house.passes(hours(1) + minutes(30));
  house.mailbox.expect('ada', 'Acknowledged by grace');
  house.mailbox.expectNothingMore();
});
