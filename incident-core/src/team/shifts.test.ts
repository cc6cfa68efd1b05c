import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Gap, Shift } from '../model/schedule.ts';
import { onCallAt } from './on-call.ts';
import { anyInstant, daily, layer, override, schedule, schedules } from './schedule.fixture.ts';
import { finalShifts, gapsIn, layerShifts, MOST_SHIFTS, type ShiftList } from './shifts.ts';

const DAY_MS = 86_400_000;
const [from, until] = [new Date('2027-01-04T00:00Z'), new Date('2027-01-07T00:00Z')];
const early = {
  name: 'early',
  rotation: daily('2026-01-01', '00:00'),
  restrictions: [{ weekdays: ['tuesday' as const], from: '06:00', until: '12:00' }],
};

function pieces<Piece>(list: ShiftList<Piece>): readonly Piece[] {
  if (list.kind === 'too_many') throw new Error(`more than ${list.most}`);
  return list.items;
}
const short = (items: readonly (Shift | Gap)[]) =>
  items.map((piece) => [
    piece.kind === 'gap' ? piece.reason : piece.userId,
    piece.from?.toISOString().slice(5, 16),
    piece.until?.toISOString().slice(5, 16),
  ]);

test('the final shifts are the layers, one above the other, with overrides above all', () => {
  const planned = schedule([layer(), layer({ ...early, participantIds: ['eve'] })], {
    overrides: [override('zoe', '2027-01-05T10:00Z', '2027-01-05T20:00Z')],
  });
  expect(short(pieces(finalShifts(planned, from, until)))).toEqual([
    ['ada', '01-04T00:00', '01-04T08:00'],
    ['ben', '01-04T08:00', '01-05T05:00'],
    ['eve', '01-05T05:00', '01-05T10:00'],
    ['zoe', '01-05T10:00', '01-05T20:00'],
    ['ada', '01-05T20:00', '01-06T08:00'],
    ['ben', '01-06T08:00', '01-07T00:00'],
  ]);
  const [primary, restricted] = layerShifts(planned, from, until);
  expect(primary && short(pieces(primary))).toEqual([
    ['ada', '01-04T00:00', '01-04T08:00'],
    ['ben', '01-04T08:00', '01-05T08:00'],
    ['ada', '01-05T08:00', '01-06T08:00'],
    ['ben', '01-06T08:00', '01-07T00:00'],
  ]);
  expect(restricted && pieces(restricted)).toEqual([
    {
      kind: 'on_call',
      userId: 'eve',
      by: { type: 'layer', index: 1, name: 'early' },
      from: new Date('2027-01-05T05:00Z'),
      until: new Date('2027-01-05T11:00Z'),
    },
  ]);
});

test('the gaps are what nobody covers', () => {
  const planned = schedule([layer(early)], {
    overrides: [override('zoe', '2027-01-06T10:00Z', '2027-01-06T20:00Z')],
  });
  expect(short(pieces(gapsIn(planned, from, until)))).toEqual([
    ['restricted', '01-04T00:00', '01-05T05:00'],
    ['restricted', '01-05T11:00', '01-06T10:00'],
    ['restricted', '01-06T20:00', '01-07T00:00'],
  ]);
  expect(pieces(gapsIn(schedule([layer()]), from, until))).toEqual([]);
});

test('no time at all has no shifts', () => {
  expect(finalShifts(schedule([layer()]), from, from)).toEqual({ kind: 'listed', items: [] });
});

describe('the work is bounded', () => {
  const hourly = schedule([
    layer({ rotation: { type: 'hourly', every: 1, startsOn: '2027-01-01', handoffTime: '00:00' } }),
  ]);
  const years = (count: number) => new Date(from.getTime() + count * 365 * DAY_MS);

  test('20 years of hourly shifts are refused, with the limit', () => {
    const refusal = { kind: 'too_many', most: MOST_SHIFTS };
    expect(finalShifts(hourly, from, years(20))).toEqual(refusal);
    expect(gapsIn(hourly, from, years(20))).toEqual(refusal);
    expect(layerShifts(hourly, from, years(20))).toEqual([refusal]);
  });

  test('as many as the limit are listed', () => {
    const end = (hours: number) => new Date(from.getTime() + hours * 3_600_000);
    expect(pieces(finalShifts(hourly, from, end(MOST_SHIFTS)))).toHaveLength(MOST_SHIFTS);
    expect(finalShifts(hourly, from, end(MOST_SHIFTS + 1)).kind).toBe('too_many');
  });

  test('a layer that never has anybody is one long gap, for a thousand years', () => {
    const never = schedule([layer({ validUntil: '2000-01-01T00:00:00.000Z' })]);
    expect(pieces(finalShifts(never, from, years(1_000)))).toHaveLength(1);
  });
});

test('final shifts cover their time without overlap or hole, and say of an instant what onCallAt says', () => {
  fc.assert(
    fc.property(
      schedules,
      anyInstant,
      fc.integer({ min: 1, max: 40 * 24 * 60 }),
      fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 3, maxLength: 3 }),
      (planned, start, minutes, shares) => {
        const end = new Date(start.getTime() + minutes * 60_000);
        const listed = finalShifts(planned, start, end);
        if (listed.kind === 'too_many') return;
        expect(listed.items[0]?.from).toEqual(start);
        expect(listed.items.at(-1)?.until).toEqual(end);
        for (const [at, piece] of listed.items.entries()) {
          expect(piece.from.getTime()).toBeLessThan(piece.until?.getTime() ?? 0);
          if (at > 0) expect(piece.from).toEqual(listed.items[at - 1]?.until);
        }
        for (const share of shares) {
          const instant = new Date(start.getTime() + Math.floor(share * minutes) * 60_000);
          const piece = listed.items.find((one) => one.from <= instant && instant < (one.until ?? end));
          const { from: since, until: to, ...answer } = onCallAt(planned, instant);
          expect(piece).toEqual({
            ...answer,
            from: since && since > start ? since : start,
            until: to && to < end ? to : end,
          });
        }
      },
    ),
    { numRuns: 300 },
  );
});
