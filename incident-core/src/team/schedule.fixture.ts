import fc from 'fast-check';
import { WEEKDAYS, type Layer, type Override, type PlannedSchedule, type Rotation } from '../model/schedule.ts';

/** Zones whose clocks change in ways of their own: by an hour, by half an hour, at 02:45, in the other half of the year. */
const RESTLESS_ZONES = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Chatham'] as const;

export function layer(over: Partial<Layer> = {}): Layer {
  return {
    name: 'primary',
    rotation: daily('2027-01-01', '09:00'),
    participantIds: ['ada', 'ben'],
    restrictions: [],
    validFrom: null,
    validUntil: null,
    ...over,
  };
}

export function daily(startsOn: string, handoffTime: string, every = 1): Rotation {
  return { type: 'daily', every, startsOn, handoffTime };
}

export function override(userId: string, from: string, until: string, madeAt = '2027-01-01T00:00:00Z'): Override {
  return {
    id: `${userId} ${from}`,
    userId,
    from: new Date(from),
    until: new Date(until),
    madeAt: new Date(madeAt),
  };
}

export function schedule(layers: readonly Layer[], over: Partial<PlannedSchedule> = {}): PlannedSchedule {
  return { timeZone: 'Europe/Berlin', layers: [...layers], overrides: [], ...over };
}

const two = (number: number) => String(number).padStart(2, '0');
const clockTimes = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 15, 30, 45))
  .map(([hours, minutes]) => `${two(hours)}:${two(minutes)}`);
// Mostly at night, when the clocks change.
const nightTimes = fc.constantFrom('00:00', '01:00', '01:30', '02:00', '02:15', '02:30', '02:45', '03:00', '03:30');
const times = fc.oneof(clockTimes, nightTimes);
const dates = fc
  .tuple(fc.constantFrom(2026, 2027), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map(([year, month, day]) => `${year}-${two(month)}-${two(day)}`);
const lengths = fc.integer({ min: 1, max: 3 });
const anchor = { startsOn: dates, handoffTime: times };

const rotations: fc.Arbitrary<Rotation> = fc.oneof(
  fc.record({ type: fc.constant('hourly' as const), every: fc.integer({ min: 1, max: 30 }), ...anchor }),
  fc.record({ type: fc.constantFrom('daily' as const, 'weekly' as const), every: lengths, ...anchor }),
  fc.record({
    type: fc.constant('monthly' as const),
    every: lengths,
    startsOn: fc.constantFrom('2026-08-31', '2026-12-15', '2027-01-29'),
    handoffTime: times,
  }),
  fc.record({
    type: fc.constant('custom' as const),
    shifts: fc.array(
      fc.oneof(
        fc.record({ every: fc.integer({ min: 1, max: 40 }), unit: fc.constant('hour' as const) }),
        fc.record({ every: lengths, unit: fc.constantFrom('day' as const, 'week' as const) }),
      ),
      { minLength: 1, maxLength: 4 },
    ),
    ...anchor,
  }),
);

const restrictions = fc
  .record({
    weekdays: fc.subarray([...WEEKDAYS], { minLength: 1 }),
    from: times,
    until: fc.oneof(times, fc.constant('24:00')),
  })
  .filter(({ from, until }) => from !== until);

const instants = fc
  .date({ min: new Date('2026-07-01T00:00:00Z'), max: new Date('2028-06-30T00:00:00Z'), noInvalidDate: true })
  .map((date) => new Date(Math.floor(date.getTime() / 60_000) * 60_000));

const layers: fc.Arbitrary<Layer> = fc.record({
  name: fc.constantFrom('primary', 'secondary', 'nights'),
  rotation: rotations,
  participantIds: fc.array(fc.constantFrom('ada', 'ben', 'eve'), { minLength: 1, maxLength: 4 }),
  restrictions: fc.array(restrictions, { maxLength: 3 }),
  validFrom: fc.option(instants.map((date) => date.toISOString())),
  validUntil: fc.option(instants.map((date) => date.toISOString())),
});

const overrides: fc.Arbitrary<Override> = fc
  .record({
    id: fc.uuid(),
    userId: fc.constantFrom('zoe', 'yan'),
    from: instants,
    hours: fc.integer({ min: 1, max: 90 }),
    madeAt: instants,
  })
  .map(({ from, hours, ...rest }) => ({ ...rest, from, until: new Date(from.getTime() + hours * 3_600_000) }));

/** Schedules of all kinds, sensible and not. */
export const schedules: fc.Arbitrary<PlannedSchedule> = fc.record({
  timeZone: fc.constantFrom(...RESTLESS_ZONES, 'UTC', 'Asia/Kolkata'),
  layers: fc.array(layers, { maxLength: 4 }),
  overrides: fc.array(overrides, { maxLength: 4 }),
});

/** Instants while they run, mostly close to a night in which the clocks of one of the zones change. */
export const anyInstant: fc.Arbitrary<Date> = fc.oneof(
  instants,
  fc
    .tuple(
      fc.constantFrom(
        '2026-10-25T01:00:00Z',
        '2027-03-28T01:00:00Z',
        '2026-11-01T06:00:00Z',
        '2027-03-14T07:00:00Z',
        '2026-10-03T15:30:00Z',
        '2027-04-03T15:00:00Z',
        '2026-09-26T14:00:00Z',
        '2027-04-03T14:00:00Z',
      ),
      fc.integer({ min: -4_000, max: 4_000 }),
    )
    .map(([change, minutes]) => new Date(Date.parse(change) + minutes * 60_000)),
);
