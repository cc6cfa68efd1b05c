import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { WEEKDAYS, type Gap, type Layer, type PlannedSchedule, type Rotation, type Shift } from '../model/schedule.ts';
import { onCallAt } from './on-call.ts';
import { turnsOf } from './rotation.ts';
import { anyInstant, daily, layer, override, schedule, schedules } from './schedule.fixture.ts';
import { zoneOf } from '../support/zone.ts';

const ask = (planned: PlannedSchedule, at: string) => onCallAt(planned, new Date(at));
/** Who, and from when until when. */
const tell = (answer: Shift | Gap) =>
  [answer.kind === 'gap' ? answer.reason : answer.userId, answer.from, answer.until].map((part) =>
    part instanceof Date ? part.toISOString().slice(0, 16) : part,
  );

const HOUR_MS = 3_600_000;
const custom = (...shifts: readonly (readonly [number, 'hour' | 'day' | 'week'])[]): Rotation => ({
  type: 'custom',
  shifts: shifts.map(([every, unit]) => ({ every, unit })),
  startsOn: '2027-01-04',
  handoffTime: '09:00',
});

describe('a rotation', () => {
  test.each<readonly [string, Rotation, string, readonly (string | null)[]]>([
    [
      'of days changes at its hand-off time',
      daily('2027-01-01', '09:00'),
      '2027-01-02T07:59Z',
      ['ada', '2027-01-01T08:00', '2027-01-02T08:00'],
    ],
    [
      'and at that time the next one begins',
      daily('2027-01-01', '09:00'),
      '2027-01-02T08:00Z',
      ['ben', '2027-01-02T08:00', '2027-01-03T08:00'],
    ],
    [
      'of weeks changes on the weekday of its start',
      { type: 'weekly', every: 1, startsOn: '2027-01-04', handoffTime: '09:00' },
      '2027-07-07T12:00Z',
      ['ada', '2027-07-05T07:00', '2027-07-12T07:00'],
    ],
    [
      'of two weeks changes every other week',
      { type: 'weekly', every: 2, startsOn: '2027-01-04', handoffTime: '09:00' },
      '2027-01-20T12:00Z',
      ['ben', '2027-01-18T08:00', '2027-02-01T08:00'],
    ],
    [
      'of months changes on the last day where a month is shorter',
      { type: 'monthly', every: 1, startsOn: '2027-01-31', handoffTime: '00:00' },
      '2027-03-01T12:00Z',
      ['ben', '2027-02-27T23:00', '2027-03-30T22:00'],
    ],
    [
      'of twelve hours changes at the same times in summer as in winter',
      { type: 'hourly', every: 12, startsOn: '2027-01-01', handoffTime: '08:00' },
      '2027-07-01T12:00Z',
      ['ada', '2027-07-01T06:00', '2027-07-01T18:00'],
    ],
    [
      'of shifts of several lengths goes through them again and again',
      custom([4, 'day'], [3, 'day']),
      '2027-01-09T12:00Z',
      ['ben', '2027-01-08T08:00', '2027-01-11T08:00'],
    ],
    [
      'of three shifts and two people gives each of them all shifts in turn',
      custom([1, 'week'], [1, 'day'], [12, 'hour']),
      '2027-01-13T12:00Z',
      ['ben', '2027-01-12T20:00', '2027-01-19T20:00'],
    ],
    [
      'that began a lifetime ago is counted, not walked',
      { type: 'hourly', every: 1, startsOn: '1970-01-01', handoffTime: '00:00' },
      '2199-06-01T12:30Z',
      ['ada', '2199-06-01T12:00', '2199-06-01T13:00'],
    ],
  ])('%s', (_, rotation, at, expected) => {
    const before = at.startsWith('2199') ? 'UTC' : 'Europe/Berlin';
    expect(tell(ask(schedule([layer({ rotation })], { timeZone: before }), at))).toEqual(expected);
  });

  test('may name somebody twice', () => {
    const planned = schedule([layer({ participantIds: ['ada', 'ada', 'ben'] })]);
    const days = ['01', '02', '03', '04'].map((day) => ask(planned, `2027-01-${day}T12:00Z`));
    expect(days.map((answer) => tell(answer)[0])).toEqual(['ada', 'ada', 'ben', 'ada']);
  });
});

describe('in a night in which the clocks change', () => {
  test.each([
    ['Europe/Berlin', '2027-03-28T00:59Z', ['ada', '2027-03-27T01:30', '2027-03-28T01:00']],
    ['Europe/Berlin', '2027-03-28T01:00Z', ['ben', '2027-03-28T01:00', '2027-03-29T00:30']],
    ['Europe/Berlin', '2026-10-25T00:29Z', ['ada', '2026-10-24T00:30', '2026-10-25T00:30']],
    // The clocks show 02:29 for the second time: the hand-off at 02:30 was half an hour ago.
    ['Europe/Berlin', '2026-10-25T01:29Z', ['ben', '2026-10-25T00:30', '2026-10-26T01:30']],
    ['America/New_York', '2027-03-14T07:00Z', ['ben', '2027-03-14T07:00', '2027-03-15T06:30']],
    ['America/New_York', '2026-11-01T06:15Z', ['ben', '2026-10-31T06:30', '2026-11-01T07:30']],
    ['Australia/Lord_Howe', '2026-10-03T15:30Z', ['ada', '2026-10-03T15:30', '2026-10-04T15:30']],
    ['Australia/Lord_Howe', '2027-04-03T15:30Z', ['ben', '2027-04-02T15:30', '2027-04-03T16:00']],
    ['Pacific/Chatham', '2026-09-26T13:45Z', ['ben', '2026-09-26T13:45', '2026-09-27T12:45']],
    ['Pacific/Chatham', '2027-04-03T12:45Z', ['ada', '2027-04-03T12:45', '2027-04-04T13:45']],
  ])('%s hands over at 02:30, or when there is no such time, when the clocks go on: %s', (timeZone, at, expected) => {
    expect(tell(ask(schedule([layer({ rotation: daily('2026-01-01', '02:30') })], { timeZone }), at))).toEqual(
      expected,
    );
  });

  test('a turn of the hour that is skipped is nobody’s, one of the hour that comes twice lasts two', () => {
    const hourly = { type: 'hourly', every: 1, handoffTime: '00:00' } as const;
    const people = ['nil', 'one', 'two', 'three', 'four'];
    const spring = schedule([layer({ rotation: { ...hourly, startsOn: '2027-03-28' }, participantIds: people })]);
    expect(tell(ask(spring, '2027-03-28T00:59Z'))).toEqual(['one', '2027-03-28T00:00', '2027-03-28T01:00']);
    expect(tell(ask(spring, '2027-03-28T01:00Z'))).toEqual(['three', '2027-03-28T01:00', '2027-03-28T02:00']);
    const autumn = schedule([layer({ rotation: { ...hourly, startsOn: '2026-10-25' }, participantIds: people })]);
    expect(tell(ask(autumn, '2026-10-25T00:00Z'))).toEqual(['two', '2026-10-25T00:00', '2026-10-25T02:00']);
    expect(tell(ask(autumn, '2026-10-25T01:59Z'))).toEqual(['two', '2026-10-25T00:00', '2026-10-25T02:00']);
    expect(tell(ask(autumn, '2026-10-25T02:00Z'))).toEqual(['three', '2026-10-25T02:00', '2026-10-25T03:00']);
  });

  test('restricted hours are those of the clocks', () => {
    const nights = [{ weekdays: [...WEEKDAYS], from: '22:00', until: '06:00' }];
    const planned = schedule([layer({ rotation: daily('2026-01-01', '12:00'), restrictions: nights })]);
    expect(tell(ask(planned, '2027-03-28T00:30Z')).slice(1)).toEqual(['2027-03-27T21:00', '2027-03-28T04:00']);
    expect(tell(ask(planned, '2026-10-25T00:30Z')).slice(1)).toEqual(['2026-10-24T20:00', '2026-10-25T05:00']);
  });
});

describe('layers', () => {
  const primary = layer();
  const nights = layer({
    name: 'nights',
    participantIds: ['eve'],
    restrictions: [{ weekdays: ['friday'], from: '22:00', until: '06:00' }],
  });
  const both = schedule([primary, nights]);

  test('that come later go first, at the hours at which they count', () => {
    expect(ask(both, '2027-01-09T03:00Z')).toMatchObject({
      userId: 'eve',
      by: { type: 'layer', index: 1, name: 'nights' },
    });
    expect(tell(ask(both, '2027-01-09T03:00Z'))).toEqual(['eve', '2027-01-08T21:00', '2027-01-09T05:00']);
  });

  test('that come earlier have what is left, as stretches of their own', () => {
    expect(tell(ask(both, '2027-01-08T20:59Z'))).toEqual(['ben', '2027-01-08T08:00', '2027-01-08T21:00']);
    expect(tell(ask(both, '2027-01-09T05:00Z'))).toEqual(['ben', '2027-01-09T05:00', '2027-01-09T08:00']);
  });

  test('with ranges that meet have no seam there', () => {
    const weekend = [
      { weekdays: ['friday' as const], from: '17:00', until: '24:00' },
      { weekdays: ['saturday' as const, 'sunday' as const], from: '00:00', until: '24:00' },
      { weekdays: ['monday' as const], from: '00:00', until: '09:00' },
    ];
    const rotation = { type: 'weekly', every: 1, startsOn: '2027-01-01', handoffTime: '17:00' } as const;
    const planned = schedule([layer({ rotation, restrictions: weekend })]);
    expect(tell(ask(planned, '2027-01-10T12:00Z'))).toEqual(['ben', '2027-01-08T16:00', '2027-01-11T08:00']);
    expect(tell(ask(planned, '2027-01-12T12:00Z'))).toEqual(['restricted', '2027-01-11T08:00', '2027-01-15T16:00']);
  });

  test('with ranges that leave no minute out are not restricted', () => {
    const all = [
      { weekdays: [...WEEKDAYS], from: '08:00', until: '20:00' },
      { weekdays: [...WEEKDAYS], from: '20:00', until: '08:00' },
    ];
    const rotation = { type: 'monthly', every: 12, startsOn: '2026-01-01', handoffTime: '00:00' } as const;
    const planned = schedule([layer({ rotation, restrictions: all })]);
    expect(tell(ask(planned, '2026-06-01T12:00Z'))).toEqual(['ada', '2025-12-31T23:00', '2026-12-31T23:00']);
  });

  test('count from and until the times that they are given', () => {
    const temporary = layer({
      name: 'temporary',
      participantIds: ['eve'],
      validFrom: '2027-01-10T10:00:00.000Z',
      validUntil: '2027-01-11T10:00:00.000Z',
    });
    const planned = schedule([primary, temporary]);
    expect(tell(ask(planned, '2027-01-10T09:59Z'))).toEqual(['ben', '2027-01-10T08:00', '2027-01-10T10:00']);
    expect(tell(ask(planned, '2027-01-10T10:00Z'))).toEqual(['eve', '2027-01-10T10:00', '2027-01-11T08:00']);
    expect(tell(ask(planned, '2027-01-11T10:00Z'))).toEqual(['ada', '2027-01-11T10:00', '2027-01-12T08:00']);
  });
});

describe('a gap', () => {
  const hours = [{ weekdays: ['monday' as const], from: '09:00', until: '17:00' }];
  const ends = { validUntil: '2027-02-01T00:00:00.000Z' };
  test.each<readonly [string, readonly Layer[], string, readonly (string | null)[]]>([
    ['without any layer is empty, for ever', [], '2027-01-05T12:00Z', ['empty', null, null]],
    [
      'before the first turn has not started',
      [layer()],
      '2026-12-01T12:00Z',
      ['not_started', null, '2027-01-01T08:00'],
    ],
    ['after the last one has ended', [layer(ends)], '2027-02-05T12:00Z', ['ended', '2027-02-01T00:00', null]],
    [
      'outside of the hours is restricted, until they come again',
      [layer({ rotation: daily('2026-01-01', '00:00'), restrictions: hours })],
      '2027-01-06T12:00Z',
      ['restricted', '2027-01-04T16:00', '2027-01-11T08:00'],
    ],
    [
      'between an end and a start will end',
      [layer(ends), layer({ name: 'next', rotation: daily('2027-03-01', '09:00') })],
      '2027-02-05T12:00Z',
      ['not_started', '2027-02-01T00:00', '2027-03-01T08:00'],
    ],
  ])('%s', (_, layers, at, expected) => {
    expect(tell(ask(schedule(layers), at))).toEqual(expected);
  });

  test('is ended by an override, and begins again after it', () => {
    const planned = schedule([], { overrides: [override('zoe', '2027-01-05T10:00Z', '2027-01-05T12:00Z')] });
    expect(tell(ask(planned, '2027-01-05T09:00Z'))).toEqual(['empty', null, '2027-01-05T10:00']);
    expect(tell(ask(planned, '2027-01-05T11:00Z'))).toEqual(['zoe', '2027-01-05T10:00', '2027-01-05T12:00']);
    expect(tell(ask(planned, '2027-01-05T12:00Z'))).toEqual(['empty', '2027-01-05T12:00', null]);
  });
});

describe('an override', () => {
  test('goes before every layer, and splits the shift in which it lies', () => {
    const planned = schedule([layer()], { overrides: [override('zoe', '2027-01-05T10:00Z', '2027-01-05T12:00Z')] });
    expect(tell(ask(planned, '2027-01-05T09:00Z'))).toEqual(['ada', '2027-01-05T08:00', '2027-01-05T10:00']);
    expect(ask(planned, '2027-01-05T10:00Z')).toMatchObject({ userId: 'zoe', by: { type: 'override' } });
    expect(tell(ask(planned, '2027-01-05T12:00Z'))).toEqual(['ada', '2027-01-05T12:00', '2027-01-06T08:00']);
  });

  test('that was made later goes before one that was made earlier, in whatever order they are given', () => {
    const first = override('zoe', '2027-01-05T10:00Z', '2027-01-05T20:00Z', '2027-01-02T00:00Z');
    const second = override('yan', '2027-01-05T12:00Z', '2027-01-05T14:00Z', '2027-01-03T00:00Z');
    for (const overrides of [
      [first, second],
      [second, first],
    ]) {
      const planned = schedule([layer()], { overrides });
      expect(tell(ask(planned, '2027-01-05T11:00Z'))).toEqual(['zoe', '2027-01-05T10:00', '2027-01-05T12:00']);
      expect(tell(ask(planned, '2027-01-05T13:00Z'))).toEqual(['yan', '2027-01-05T12:00', '2027-01-05T14:00']);
      expect(tell(ask(planned, '2027-01-05T14:00Z'))).toEqual(['zoe', '2027-01-05T14:00', '2027-01-05T20:00']);
    }
  });
});

/** Who is on call by the plainest reading: every layer from the last to the first, every turn from the first on. */
function readPlainly({ timeZone, layers, overrides }: PlannedSchedule, at: Date): string {
  const latest = overrides
    .filter(({ from, until }) => from <= at && at < until)
    .sort((a, b) => b.madeAt.getTime() - a.madeAt.getTime() || (a.id < b.id ? 1 : -1))[0];
  if (latest) return latest.userId;
  const zone = zoneOf(timeZone);
  const wallNow = zone.toWall(at.getTime());
  const instantOf = (date: string, time: string) =>
    zone.toInstant(
      Date.parse(`${date}T00:00:00Z`) + Number(time.slice(0, 2)) * HOUR_MS + Number(time.slice(3)) * 60_000,
    );
  const isAllowed = ({ restrictions }: Layer) =>
    restrictions.length === 0 ||
    restrictions.some(({ weekdays, from, until }) =>
      [-2, -1, 0, 1].some((day) => {
        const midnight = new Date((Math.floor(wallNow / 86_400_000) + day) * 86_400_000);
        if (!weekdays.some((name) => WEEKDAYS.indexOf(name) === (midnight.getUTCDay() + 6) % 7)) return false;
        const [date, next] = [midnight, new Date(midnight.getTime() + 86_400_000)].map((d) =>
          d.toISOString().slice(0, 10),
        );
        const end = instantOf((until <= from ? next : date) ?? '', until);
        return instantOf(date ?? '', from) <= at.getTime() && at.getTime() < end;
      }),
    );
  for (const each of layers.toReversed()) {
    const turns = turnsOf(each.rotation, zone);
    if (at.getTime() < turns.start) continue;
    if (each.validFrom !== null && at < new Date(each.validFrom)) continue;
    if (each.validUntil !== null && at >= new Date(each.validUntil)) continue;
    if (!isAllowed(each)) continue;
    return each.participantIds[countTurns(each.rotation, timeZone, at) % each.participantIds.length] ?? '';
  }
  return 'nobody';
}

/** Walks from the first turn to the one at the instant. */
function countTurns(rotation: Rotation, timeZone: string, at: Date): number {
  const zone = zoneOf(timeZone);
  const start = new Date(`${rotation.startsOn}T${rotation.handoffTime}:00Z`);
  const wall = new Date(start);
  for (let index = 0; ; index += 1) {
    switch (rotation.type) {
      case 'hourly':
        wall.setUTCHours(wall.getUTCHours() + rotation.every);
        break;
      case 'daily':
        wall.setUTCDate(wall.getUTCDate() + rotation.every);
        break;
      case 'weekly':
        wall.setUTCDate(wall.getUTCDate() + 7 * rotation.every);
        break;
      case 'monthly': {
        const months = start.getUTCMonth() + (index + 1) * rotation.every;
        wall.setUTCFullYear(start.getUTCFullYear(), months, start.getUTCDate());
        // A day that the month does not have has run over into the next one.
        if (wall.getUTCDate() !== start.getUTCDate()) wall.setUTCDate(0);
        break;
      }
      case 'custom': {
        const shift = rotation.shifts[index % rotation.shifts.length];
        const hours = { hour: 1, day: 24, week: 168 }[shift?.unit ?? 'hour'] * (shift?.every ?? 1);
        wall.setUTCHours(wall.getUTCHours() + hours);
      }
    }
    if (zone.toInstant(wall.getTime()) > at.getTime()) return index;
  }
}

describe('whatever the schedule', () => {
  test('every instant has one answer, which is that of the plainest reading', () => {
    fc.assert(
      fc.property(schedules, anyInstant, (planned, at) => {
        const answer = onCallAt(planned, at);
        expect(answer.kind === 'gap' ? 'nobody' : answer.userId).toBe(readPlainly(planned, at));
        expect((answer.from ?? at).getTime()).toBeLessThanOrEqual(at.getTime());
        if (answer.until) expect(answer.until.getTime()).toBeGreaterThan(at.getTime());
      }),
      { numRuns: 400 },
    );
  });

  test('an answer holds for its whole stretch, and for no longer', () => {
    fc.assert(
      fc.property(schedules, anyInstant, fc.double({ min: 0, max: 1, noNaN: true }), (planned, at, share) => {
        const answer = onCallAt(planned, at);
        const from = answer.from?.getTime() ?? at.getTime();
        const until = answer.until?.getTime() ?? at.getTime() + HOUR_MS;
        for (const within of [from, until - 1, Math.floor(from + (until - 1 - from) * share)]) {
          expect(onCallAt(planned, new Date(within))).toEqual(answer);
        }
        if (answer.from) expect(onCallAt(planned, new Date(from - 1)).until).toEqual(answer.from);
        if (answer.until) expect(onCallAt(planned, answer.until).from).toEqual(answer.until);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the time zone of the process', () => {
  const LOCAL = [
    'getTimezoneOffset',
    'getHours',
    'getDate',
    'getDay',
    'getMonth',
    'getFullYear',
    'getMinutes',
  ] as const;
  const kept = LOCAL.map((name) => [name, Date.prototype[name]] as const);
  afterEach(() => {
    for (const [name, own] of kept) Date.prototype[name] = own;
  });

  test('is not asked for', () => {
    const asked: string[] = [];
    for (const name of LOCAL) {
      Date.prototype[name] = () => {
        asked.push(name);
        return 0;
      };
    }
    const planned = schedule([layer({ restrictions: [{ weekdays: ['friday'], from: '22:00', until: '06:00' }] })]);
    ask(planned, '2027-03-28T00:30Z');
    expect(asked).toEqual([]);
  });
});
