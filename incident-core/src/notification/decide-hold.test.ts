import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decideHold } from './decide-hold.ts';

const utc = (time: string) => new Date(`${time}:00.000Z`);
const [NIGHT, NEXT] = [
  { from: utc('2027-01-05T22:00'), until: utc('2027-01-06T07:00') },
  { from: utc('2027-01-06T22:00'), until: utc('2027-01-07T07:00') },
];
const LOW = { urgency: 'low', isOnCall: false, quiet: [NIGHT, NEXT] } as const;

test.each([
  ['what can wait is held from their beginning', LOW, '2027-01-05T22:00', '2027-01-06T07:00'],
  ['what can wait is held until their end', LOW, '2027-01-07T06:59', '2027-01-07T07:00'],
  ['at their end nothing is held', LOW, '2027-01-06T07:00', null],
  ['outside of them nothing is held', LOW, '2027-01-06T12:00', null],
  ['what is urgent is not held', { ...LOW, urgency: 'high' }, '2027-01-06T00:00', null],
  ['who is on call is not spared', { ...LOW, isOnCall: true }, '2027-01-06T00:00', null],
  ['who has none is told', { ...LOW, quiet: [] }, '2027-01-06T00:00', null],
] as const)('in quiet hours: %s', (_, facts, due, until) => {
  expect(decideHold(facts, utc(due))).toEqual(until && { reason: 'quiet_hours', until: utc(until) });
});

test('whoever is told and whenever, a hold ends later than it would have been due, and only low urgency is held', () => {
  const facts = fc.record({
    urgency: fc.constantFrom('low' as const, 'high' as const),
    isOnCall: fc.boolean(),
    quiet: fc.array(
      fc.tuple(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 1, max: 900 })).map(([from, length]) => ({
        from: new Date(from * 60_000),
        until: new Date((from + length) * 60_000),
      })),
    ),
  });
  fc.assert(
    fc.property(facts, fc.integer({ min: 0, max: 6_000 }), (given, minute) => {
      const due = new Date(minute * 60_000);
      const hold = decideHold(given, due);
      if (hold === null) return;
      expect(given).toMatchObject({ urgency: 'low', isOnCall: false });
      expect(hold.until.getTime()).toBeGreaterThan(due.getTime());
    }),
  );
});
