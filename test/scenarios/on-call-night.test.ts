import { afterEach, expect, test } from '@jest/globals';
import type { NotificationAnswer } from 'incident-core';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

let house: House;
afterEach(() => house.stop());

// In Berlin the clocks go from 02:00 to 03:00 on 28 March 2027, at 01:00 UTC, and back on 31 October.
const utc = (time: string) => new Date(`${time}:00.000Z`);

/** Days change hands at 07:00, nights from 22:00 until 06:00 belong to linus, by the clocks of Berlin. */
async function primary(): Promise<string> {
  const days = { type: 'daily', starts_on: '2027-01-01', handoff_time: '07:00' };
  const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
  return house.addSchedule(
    'Payments primary',
    [
      { name: 'days', turns: ['ada', 'grace'], rotation: days },
      {
        name: 'nights',
        turns: ['linus'],
        rotation: { ...days, handoff_time: '12:00' },
        restrictions: [{ weekdays, from: '22:00', until: '06:00' }],
      },
    ],
    'Europe/Berlin',
  );
}

/** Opens an incident, and expects this person and nobody else to hear of it. */
async function expectTold(at: string, person: string, until: string): Promise<void> {
  house.clock.set(utc(at));
  const incident = await house.elastic.fires(`at ${at}`);
  await house.settles();
  house.mailbox.expect(person, `at ${at}`, `on call in Payments primary until ${until} UTC`);
  house.mailbox.expectNothingMore();
  const [entry] = await house.entries(incident, 'step_activated');
  expect(entry?.data).toMatchObject({
    told: [
      {
        id: house.person(person).id,
        on_call: { schedule: 'Payments primary', until: `${until.replace(' ', 'T')}:00.000Z` },
      },
    ],
    unreachable: [],
  });
  const { items } = await house.api.ok<{ items: NotificationAnswer[] }>(
    'GET',
    `/v1/incidents/${incident}/notifications`,
  );
  expect(items).toMatchObject([{ recipient: { name: person }, on_call: true }]);
  await house.acknowledge(incident, person);
  await house.settles();
}

test('in the night in which summer time begins, each incident of thirteen hours tells exactly who is on call', async () => {
  house = await House.start({ policy: null });
  house.clock.set(utc('2027-03-27T12:00'));
  const schedule = await primary();
  await house.setPolicy([step(`schedule:${schedule}`)]);
  await house.addOverride(schedule, 'grace', utc('2027-03-28T00:30'), utc('2027-03-28T02:00'));

  // 19:00, the day of the 86th turn.
  await expectTold('2027-03-27T18:00', 'grace', '2027-03-27 21:00');
  await expectTold('2027-03-27T20:59', 'grace', '2027-03-27 21:00');
  // 22:00: the night begins.
  await expectTold('2027-03-27T21:00', 'linus', '2027-03-28 00:30');
  await expectTold('2027-03-28T00:29', 'linus', '2027-03-28 00:30');
  // 01:30 on the clocks, 00:30 UTC: the override, over the hour that the clocks skip.
  await expectTold('2027-03-28T00:30', 'grace', '2027-03-28 02:00');
  await expectTold('2027-03-28T01:00', 'grace', '2027-03-28 02:00');
  // 04:00 in summer: an hour ago it was 02:00 in winter.
  await expectTold('2027-03-28T02:00', 'linus', '2027-03-28 04:00');
  await expectTold('2027-03-28T03:59', 'linus', '2027-03-28 04:00');
  // 06:00: the night is over, an hour before hand-off.
  await expectTold('2027-03-28T04:00', 'grace', '2027-03-28 05:00');
  await expectTold('2027-03-28T05:00', 'ada', '2027-03-28 20:00');
  await expectTold('2027-03-28T07:00', 'ada', '2027-03-28 20:00');
});

test('in the night in which it ends, the hour that comes twice belongs to the night both times', async () => {
  house = await House.start({ policy: null });
  house.clock.set(utc('2027-10-30T12:00'));
  await house.setPolicy([step(`schedule:${await primary()}`)]);
  await expectTold('2027-10-30T20:00', 'linus', '2027-10-31 05:00');
  await expectTold('2027-10-31T00:30', 'linus', '2027-10-31 05:00');
  await expectTold('2027-10-31T01:30', 'linus', '2027-10-31 05:00');
  await expectTold('2027-10-31T05:00', 'ada', '2027-10-31 06:00');
  await expectTold('2027-10-31T06:00', 'grace', '2027-10-31 21:00');
});

test('a change of shift between a step and its repeat tells the new person, and the other no more', async () => {
  house = await House.start({ policy: null });
  // The house is opened at 03:00; ada hands over at 03:10.
  const schedule = await house.addSchedule('Payments primary', [
    {
      name: 'days',
      turns: ['ada', 'grace'],
      rotation: { type: 'daily', starts_on: '2027-01-04', handoff_time: '03:10' },
    },
  ]);
  await house.setPolicy([step(`schedule:${schedule}`).waits(minutes(15))], 1);
  const incident = await house.elastic.fires('disk full');
  await house.passes(minutes(14));
  house.mailbox.expect('ada', 'disk full', 'until 2027-01-05 03:10 UTC');
  house.mailbox.expectNothingMore();
  await house.passes(minutes(1));
  house.mailbox.expect('grace', 'disk full', 'round 2', 'until 2027-01-06 03:10 UTC');
  house.mailbox.expectNothingMore();
  await house.acknowledge(incident, 'grace');
  await house.passes(hours(2));
  house.mailbox.expectNothingMore();
});

test('a shift that is taken while the escalation waits is what counts when the step’s turn comes', async () => {
  house = await House.start({ policy: null });
  const schedule = await house.addSchedule('Payments primary', [
    { name: 'days', turns: ['ada'], rotation: { type: 'daily', starts_on: '2027-01-01', handoff_time: '09:00' } },
  ]);
  await house.setPolicy([step(`schedule:${schedule}`).after(minutes(10))]);
  await house.elastic.fires('disk full');
  await house.passes(minutes(5));
  const now = house.clock.now();
  await house.addOverride(schedule, 'linus', now, new Date(now.getTime() + 3_600_000));
  await house.passes(minutes(5));
  house.mailbox.expect('linus', 'disk full', 'on call in Payments primary until 2027-01-05 04:05 UTC');
  house.mailbox.expectNothingMore();
});
