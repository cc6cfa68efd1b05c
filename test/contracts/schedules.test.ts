import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { shiftsAnswerSchema, type OnCallAnswer, type OverrideAnswer, type ScheduleAnswer } from 'incident-core';
import type { Api } from '../harness/api.ts';
import { House } from '../harness/house.ts';

const NOBODY = '01890a5d-ac96-774b-bcce-b302099a8057';
const [DAY, WEEK] = [86_400, 604_800];

let house: House;
let count = 0;
beforeAll(async () => {
  house = await House.start();
});
afterAll(() => house.stop());

const id = (name: string) => house.person(name).id;
const daily = { type: 'daily', starts_on: '2027-01-01', handoff_time: '09:00' };
const layer = (over: object = {}) => ({
  name: 'days',
  rotation: daily,
  participant_ids: [id('ada'), id('grace')],
  ...over,
});
const given = (over: object = {}) => ({
  name: `schedule ${(count += 1)}`,
  team_id: house.teamId,
  time_zone: 'Europe/Berlin',
  layers: [layer()],
  ...over,
});
const make = (over: object = {}) => house.api.ok<ScheduleAnswer>('POST', '/v1/schedules?force=true', given(over));
const inHours = (hours: number) => new Date(house.clock.now().getTime() + hours * 3_600_000).toISOString();
const takeShift = (api: Api, schedule: ScheduleAnswer, who: string, from: number, until: number) =>
  api.call('POST', `/v1/schedules/${schedule.id}/overrides`, {
    user_id: id(who),
    from: inHours(from),
    until: inHours(until),
  });
const onCall = async (schedule: ScheduleAnswer, query = '') => {
  const { items } = await house.api.ok<{ items: OnCallAnswer[] }>('GET', `/v1/on-call?limit=200${query}`);
  const found = items.find((item) => item.schedule.id === schedule.id);
  if (!found) throw new Error(`nothing of ${schedule.name}`);
  return found;
};

describe('a schedule', () => {
  test('is shown as it was given, with what was left out', async () => {
    const made = await make();
    const whole = { ...daily, every: 1 };
    expect(made).toMatchObject({
      team_id: house.teamId,
      time_zone: 'Europe/Berlin',
      handoff_notices: true,
      layers: [layer({ rotation: whole, restrictions: [], valid_from: null, valid_until: null })],
    });
    expect(await house.api.ok('GET', `/v1/schedules/${made.id}`)).toEqual(made);
    const { items } = await house.api.ok<{ items: ScheduleAnswer[] }>('GET', `/v1/schedules?team_id=${house.teamId}`);
    expect(items).toContainEqual(made);
    const others = await house.api.ok<{ items: ScheduleAnswer[] }>(
      'GET',
      `/v1/schedules?team_id=${house.catchAllTeamId}`,
    );
    expect(others.items.map(({ id }) => id)).not.toContain(made.id);
  });

  test('of every kind of rotation comes back as it is when it is put in the place of itself', async () => {
    const layers = [
      layer({ rotation: { ...daily, every: 2 } }),
      layer({ name: 'hours', rotation: { ...daily, type: 'hourly', every: 12 }, valid_until: '2027-06-01T00:00:00Z' }),
      layer({
        name: 'custom',
        rotation: { ...daily, type: 'custom', shifts: [{ every: 4, unit: 'day' }] },
        restrictions: [{ weekdays: ['monday'], from: '22:00', until: '06:00' }],
      }),
    ];
    const { id: scheduleId, created_at, ready, problems, ...made } = await make({ layers });
    expect(await house.api.ok('PUT', `/v1/schedules/${scheduleId}`, made)).toEqual({
      ...{ id: scheduleId, created_at, ready, problems },
      ...made,
    });
    expect((await house.api.call('DELETE', `/v1/schedules/${scheduleId}`)).status).toBe(204);
    expect((await house.api.call('GET', `/v1/schedules/${scheduleId}`)).status).toBe(404);
    expect((await house.api.call('PUT', `/v1/schedules/${scheduleId}`, made)).status).toBe(404);
  });

  test.each<readonly [string, () => object, number, string, string, string]>([
    [
      'a time zone that there is not',
      () => ({ time_zone: 'Europe/Atlantis' }),
      400,
      '$.time_zone',
      '"Europe/Atlantis"',
      'expected the name of an IANA time zone, as Europe/Paris',
    ],
    [
      'a rotation of nobody',
      () => ({ layers: [layer({ participant_ids: [] })] }),
      400,
      '$.layers[0].participant_ids',
      '[]',
      'Too small: expected array to have >=1 items',
    ],
    [
      'turns without length',
      () => ({ layers: [layer({ rotation: { ...daily, every: 0 } })] }),
      400,
      '$.layers[0].rotation.every',
      '0',
      'Too small: expected number to be >=1',
    ],
    [
      'a date that there is not',
      () => ({ layers: [layer({ rotation: { ...daily, starts_on: '2027-02-30' } })] }),
      400,
      '$.layers[0].rotation.starts_on',
      '"2027-02-30"',
      'expected a date, as 2027-01-05',
    ],
    [
      'hours without length',
      () => ({ layers: [layer({ restrictions: [{ weekdays: ['monday'], from: '09:00', until: '09:00' }] })] }),
      400,
      '$.layers[0].restrictions[0].until',
      '"09:00"',
      'expected another time than from; a whole day is from 00:00 until 24:00',
    ],
    [
      'a layer that another one always overlaps',
      () => ({ layers: [layer(), layer({ name: 'all' })] }),
      400,
      '$.layers[0]',
      'a layer that overlaps layer 2 at all times, which goes before it',
      'a layer whose turn can come: restrict the later one, or leave one of them out',
    ],
    [
      'an unknown participant',
      () => ({ layers: [layer({ participant_ids: [id('ada'), NOBODY] })] }),
      422,
      '$.layers[0].participant_ids[1]',
      NOBODY,
      'the id of a user',
    ],
    ['an unknown team', () => ({ team_id: NOBODY }), 422, '$.team_id', 'an unknown id', 'the id of a team'],
  ])('with %s is refused, with the place, what was found and what was expected', async (_, over, ...refusal) => {
    const [status, path, found, expected] = refusal;
    const answer = await house.api.call('POST', '/v1/schedules', given(over()));
    expect(answer).toMatchObject({ status, body: { errors: [{ path, found, expected }] } });
  });

  test('has a name of its own in its team', async () => {
    const { name } = await make();
    expect((await house.api.call('POST', '/v1/schedules', given({ name: name.toUpperCase() }))).status).toBe(409);
    await make({ name, team_id: house.catchAllTeamId });
  });

  test('keeps whoever has a turn in it, or a shift that is not over, from being deleted', async () => {
    const { api } = house;
    const user = async (name: string) =>
      (await api.ok<{ id: string }>('POST', '/v1/users', { name, username: `${name}-${(count += 1)}` })).id;
    const [turns, shift] = [await user('turns'), await user('shift')];
    const made = await make({ layers: [layer({ participant_ids: [turns] })] });
    const path = `/v1/schedules/${made.id}/overrides`;
    await api.ok('POST', path, { user_id: shift, from: inHours(0), until: inHours(1) });
    const naming = (type: string) => ({ named_by: [{ type, id: made.id, name: made.name }] });
    expect(await api.call('DELETE', `/v1/users/${turns}`)).toMatchObject({ status: 409, body: naming('schedule') });
    expect(await api.call('DELETE', `/v1/users/${shift}`)).toMatchObject({
      status: 409,
      body: naming('override_of_schedule'),
    });
    house.clock.forward(3_601);
    expect((await api.call('DELETE', `/v1/users/${shift}`)).status).toBe(204);
    await api.ok('DELETE', `/v1/schedules/${made.id}`);
    expect((await api.call('DELETE', `/v1/users/${turns}`)).status).toBe(204);
  });
});

describe('an override', () => {
  let responder: Api;
  let manager: Api;
  beforeAll(async () => {
    const { api, teamId } = house;
    const as = async (name: string, role: string) => {
      await api.ok('PUT', `/v1/users/${id(name)}/roles`, { roles: [{ role, team_id: teamId }] });
      const token = await api.ok<{ token: string }>('POST', '/v1/tokens', { name, user_id: id(name) });
      return api.as(token.token);
    };
    responder = await as('linus', 'responder');
    manager = await as('grace', 'manager');
  });

  test('puts somebody on call for its time, and no longer', async () => {
    const made = await make({ layers: [] });
    const { id: overrideId } = (await takeShift(house.api, made, 'linus', 1, 3)).body as OverrideAnswer;
    expect(await onCall(made)).toMatchObject({
      now: { kind: 'gap', reason: 'empty', from: null, until: inHours(1) },
      next: { kind: 'on_call', user: { name: 'linus' }, by: { type: 'override', id: overrideId } },
    });
    expect((await onCall(made, `&at=${inHours(2)}`)).now).toMatchObject({ from: inHours(1), until: inHours(3) });
    expect((await onCall(made, `&at=${inHours(3)}`)).now).toMatchObject({ kind: 'gap', from: inHours(3), until: null });
    const list = async (query: string) =>
      (await house.api.ok<{ items: OverrideAnswer[] }>('GET', `/v1/schedules/${made.id}/overrides${query}`)).items;
    expect((await list('')).map((item) => item.id)).toEqual([overrideId]);
    expect(await list(`?at=${inHours(3)}`)).toEqual([]);
    expect((await house.api.call('DELETE', `/v1/schedules/${made.id}/overrides/${overrideId}`)).status).toBe(204);
    expect((await house.api.call('DELETE', `/v1/schedules/${made.id}/overrides/${overrideId}`)).status).toBe(404);
    expect((await onCall(made)).now).toMatchObject({ from: null, until: null });
  });

  test('is made and taken back by a responder for themselves, by a manager for everybody', async () => {
    const made = await make();
    const own = (await takeShift(responder, made, 'linus', 1, 2)) as { status: number; body: OverrideAnswer };
    expect(own.status).toBe(201);
    expect(await takeShift(responder, made, 'ada', 1, 2)).toMatchObject({
      status: 403,
      body: { needs: { role: 'manager' } },
    });
    const others = (await takeShift(manager, made, 'ada', 1, 2)) as { status: number; body: OverrideAnswer };
    expect(others.status).toBe(201);
    const path = `/v1/schedules/${made.id}/overrides`;
    expect((await responder.call('DELETE', `${path}/${others.body.id}`)).status).toBe(403);
    expect((await responder.call('DELETE', `${path}/${own.body.id}`)).status).toBe(204);
    expect((await manager.call('DELETE', `${path}/${others.body.id}`)).status).toBe(204);
  });

  test.each<readonly [string, number, number, number]>([
    ['ends before it starts', 3, 2, 400],
    ['has no length', 3, 3, 400],
    ['lasts longer than a year', 0, 367 * 24, 400],
    ['is over already', -3, -2, 409],
  ])('that %s is refused', async (_, from, until, status) => {
    const answer = await takeShift(house.api, await make(), 'ada', from, until);
    expect(answer).toMatchObject({ status, body: { errors: [{ path: '$.until' }] } });
  });

  test('of nobody, or of no schedule, is refused', async () => {
    const made = await make();
    const override = { user_id: NOBODY, from: inHours(1), until: inHours(2) };
    expect((await house.api.call('POST', `/v1/schedules/${made.id}/overrides`, override)).status).toBe(422);
    expect((await house.api.call('POST', `/v1/schedules/${NOBODY}/overrides`, override)).status).toBe(404);
  });

  test('is one of at most 500 that are not over, also when two are made at once', async () => {
    const made = await make();
    await house.rows(
      `insert into schedule_overrides (id, schedule_id, user_id, starts_at, ends_at, created_at)
       select gen_random_uuid(), '${made.id}', '${id('ada')}', ?, ?, ? from generate_series(1, 499)`,
      [house.clock.now(), new Date(inHours(1)), house.clock.now()],
    );
    const answers = await Promise.all([0, 1].map(() => takeShift(house.api, made, 'ada', 1, 2)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  });
});

describe('the shifts of a time', () => {
  const shiftsOf = async ({ id: scheduleId }: ScheduleAnswer, from: string, until: string) =>
    house.api.call('GET', `/v1/schedules/${scheduleId}/shifts?from=${from}&until=${until}`);

  test('are the final ones, those of each layer, and the gaps', async () => {
    const nights = { weekdays: ['tuesday'], from: '22:00', until: '06:00' };
    const made = await make({
      layers: [
        layer({ name: 'monday', restrictions: [{ weekdays: ['monday'], from: '09:00', until: '17:00' }] }),
        layer({ name: 'nights', participant_ids: [id('linus')], restrictions: [nights] }),
      ],
    });
    const { status, body } = await shiftsOf(made, '2027-02-01T12:00:00Z', '2027-02-03T12:00:00Z');
    expect(status).toBe(200);
    const shifts = shiftsAnswerSchema.parse(body);
    expect(shifts.final.map((piece) => [piece.kind === 'gap' ? piece.reason : piece.user.name, piece.until])).toEqual([
      ['grace', '2027-02-01T16:00:00.000Z'],
      ['restricted', '2027-02-02T21:00:00.000Z'],
      ['linus', '2027-02-03T05:00:00.000Z'],
      ['restricted', '2027-02-03T12:00:00.000Z'],
    ]);
    expect(shifts.gaps).toEqual(shifts.final.filter(({ kind }) => kind === 'gap'));
    expect(shifts.layers.map(({ name, shifts: { length } }) => [name, length])).toEqual([
      ['monday', 1],
      ['nights', 1],
    ]);
  });

  test('cover two weeks from now on when nothing is said', async () => {
    const made = await make();
    const { from, until } = await house.api.ok<{ from: string; until: string }>(
      'GET',
      `/v1/schedules/${made.id}/shifts`,
    );
    expect([from, until]).toEqual([inHours(0), inHours((2 * WEEK) / 3_600)]);
  });

  test('of 20 years by the hour are refused with the limit, those of a time without length as well', async () => {
    const made = await make({ layers: [layer({ rotation: { ...daily, type: 'hourly' } })] });
    expect(await shiftsOf(made, '2027-02-01T00:00:00Z', '2047-02-01T00:00:00Z')).toMatchObject({
      status: 422,
      body: { errors: [{ path: '$.until', expected: 'an earlier time, for at most 4000 shifts and gaps' }] },
    });
    for (const until of ['2027-02-01T00:00:00Z', '2027-01-01T00:00:00Z', '9999-01-01T00:00:00Z', 'soon']) {
      expect((await shiftsOf(made, '2027-02-01T00:00:00Z', until)).status).toBe(400);
    }
  });
});

describe('a calendar', () => {
  const read = async (path: string) => {
    const { status, body, headers } = await house.api.call('GET', path);
    expect([status, headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8']);
    const text = String(body);
    expect(text).toMatch(/^BEGIN:VCALENDAR\r\n[^]*END:VCALENDAR$/);
    expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
    // Lines are folded.
    const events = text.replaceAll('\r\n ', '').split('BEGIN:VEVENT').slice(1);
    const field = (event: string, name: string) => new RegExp(`^${name}:(.*)$`, 'm').exec(event)?.[1]?.trim() ?? '';
    return events.map((event) => ({
      uid: field(event, 'UID'),
      start: field(event, 'DTSTART'),
      end: field(event, 'DTEND'),
      title: field(event, 'SUMMARY'),
    }));
  };

  test('has the shifts in UTC, on the night in which the clocks change too, each under a name that stays', async () => {
    house.clock.set(new Date('2027-03-27T12:00:00Z'));
    const made = await make({ layers: [layer({ rotation: { ...daily, handoff_time: '02:30' } })] });
    const path = `/v1/schedules/${made.id}/calendar.ics`;
    const entries = await read(path);
    const night = entries.filter(({ start }) => start.startsWith('20270327') || start.startsWith('20270328'));
    expect(night).toMatchObject([
      { start: '20270327T013000Z', end: '20270328T010000Z' },
      { start: '20270328T010000Z', end: '20270329T003000Z' },
    ]);
    expect(new Set(entries.map(({ uid }) => uid)).size).toBe(entries.length);
    expect(entries[0]?.title).toMatch(/^(ada|grace) on call: schedule \d+$/);
    house.clock.forward(DAY / 2);
    const later = await read(path);
    for (const entry of later.slice(0, -1)) expect(entries).toContainEqual(entry);
  });

  test('of a responder has their shifts in all schedules, and no others', async () => {
    const name = `eve ${(count += 1)}`;
    const eve = await house.api.ok<{ id: string }>('POST', '/v1/users', { name, username: name });
    const path = `/v1/users/${eve.id}/on-call.ics`;
    expect(await read(path)).toEqual([]);
    const rotation = { ...daily, starts_on: '2026-01-01' };
    const turns = await make({ layers: [layer({ rotation, participant_ids: [id('ada'), eve.id] })] });
    const shift = await make({ layers: [] });
    await house.api.ok('POST', `/v1/schedules/${shift.id}/overrides`, {
      user_id: eve.id,
      from: inHours(1),
      until: inHours(2),
    });
    const titles = (await read(path)).map(({ title }) => title);
    expect(new Set(titles)).toEqual(new Set([`${name} on call: ${turns.name}`, `${name} on call: ${shift.name}`]));
    expect(titles.filter((title) => title.endsWith(shift.name))).toHaveLength(1);
    // Every other day of 120.
    expect(titles.length).toBeGreaterThan(59);
    expect(titles.length).toBeLessThan(64);
  });

  test('of what does not exist is not there', async () => {
    for (const path of [`/v1/users/${NOBODY}/on-call.ics`, `/v1/schedules/${NOBODY}/calendar.ics`]) {
      expect((await house.api.call('GET', path)).status).toBe(404);
    }
  });
});
