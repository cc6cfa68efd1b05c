import { afterEach, expect, test } from '@jest/globals';
import { House } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';
import { later, silence } from '../harness/suppressions.ts';

let house: House;
afterEach(() => house.stop());

test('whoever made a silence is reminded before it ends, of what it holds', async () => {
  house = await House.start();
  const { reminder_at } = await silence(house, hours(2), {}, 'grace');
  expect(reminder_at).toBe(later(house, minutes(108)));
  await house.elastic.fires('disk full');
  await house.passes(minutes(107));
  house.mailbox.expectNothingMore();
  await house.passes(minutes(1));
  house.mailbox.expect('grace', 'Your silence ends in 12 min', 'we deploy', 'It holds one incident');
  house.mailbox.expectNothingMore();
  await house.passes(minutes(12));
  house.mailbox.expect('ada', 'disk full');
  house.mailbox.expectNothingMore();
});

test('lengthened, it reminds once more; ended or very short, it does not', async () => {
  house = await House.start();
  const { id } = await silence(house, hours(10), {}, 'ada');
  await house.passes(minutes(10 * 60 - 15));
  house.mailbox.expect('ada', 'Your silence ends in 15 min');
  const longer = await house.as('ada').ok('PATCH', `/v1/silences/${id}`, { ends_at: later(house, hours(2)) });
  expect(longer).toMatchObject({ reminder_at: later(house, minutes(105)) });
  await house.passes(minutes(105));
  house.mailbox.expect('ada', 'Your silence ends in 15 min', 'It holds no incident');
  const other = await silence(house, hours(2), {}, 'grace');
  await house.as('grace').ok('POST', `/v1/silences/${other.id}/end`);
  expect(await silence(house, minutes(9), {}, 'grace')).toMatchObject({ reminder_at: null });
  await house.passes(hours(5));
  house.mailbox.expectNothingMore();
});

test('a window reminds nobody', async () => {
  house = await House.start();
  const times = { type: 'once', starts_at: later(house, 0), ends_at: later(house, hours(2)) };
  await house.as('ada').ok('POST', '/v1/maintenance-windows', { matchers: {}, reason: 'planned', times });
  await house.passes(hours(3));
  house.mailbox.expectNothingMore();
});
