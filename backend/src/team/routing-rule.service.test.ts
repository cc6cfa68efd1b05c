import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { ManualClock } from '../../../test/harness/manual-clock.ts';
import { writeCursor } from '../access/cursor.ts';
import { openHouse, type TeamHouse } from './house.fixture.ts';

const NOBODY = '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b11';

let place: TestDatabase;
let house: TeamHouse;
let team_id: string;
beforeAll(async () => {
  place = await testDatabase();
});
beforeEach(async () => {
  await place.database('routing_rules').delete();
  house = openHouse(place.database, new ManualClock());
  team_id = (await house.directory.directory(place.database)).catchAllTeamId;
});
afterAll(() => place.drop());

const make = async (service: string, position?: number) =>
  (await house.rules.create({ team_id, matchers: { service: [service] }, ...(position !== undefined && { position }) }))
    .id;

/** The services that the rules name, in order; their positions are checked on the way. */
async function order(): Promise<string> {
  const { items } = await house.rules.page({ limit: 200 });
  expect(items.map(({ position }) => position)).toEqual(items.map((_, at) => at + 1));
  return items.map(({ matchers }) => matchers.service?.[0]).join('');
}

test('a rule goes last, or where it is placed while the others move down', async () => {
  await make('a');
  await make('b');
  expect(await order()).toBe('ab');
  await make('c', 1);
  await make('d', 3);
  await make('e', 99_999);
  expect(await order()).toBe('cadbe');
});

test('a rule moves up and down, and changes without moving', async () => {
  const [, b] = [await make('a'), await make('b'), await make('c'), await make('d')];
  const places = [
    [4, 'acdb'],
    [1, 'bacd'],
    [3, 'acbd'],
    [100, 'acdb'],
  ] as const;
  for (const [position, expected] of places) {
    expect((await house.rules.change(b, { position })).position).toBe(Math.min(position, 4));
    expect(await order()).toBe(expected);
  }
  const changed = await house.rules.change(b, { matchers: { service: ['x'] } });
  expect(changed).toMatchObject({ position: 4, teamId: team_id });
  expect(await order()).toBe('acdx');
});

test('those below a deleted rule move up', async () => {
  const [a] = [await make('a'), await make('b'), await make('c')];
  await house.rules.delete(a);
  expect(await order()).toBe('bc');
  await expect(house.rules.delete(a)).rejects.toMatchObject({ details: { status: 404 } });
});

test('all rules are put in order, if every one is named exactly once', async () => {
  const [a, b, c] = [await make('a'), await make('b'), await make('c')];
  await house.rules.order({ ids: [c, a, b] });
  expect(await order()).toBe('cab');
  for (const ids of [[c, a], [c, a, b, b], [c, a, a], [c, a, b, NOBODY], [c, a, NOBODY], []]) {
    await expect(house.rules.order({ ids })).rejects.toMatchObject({ details: { status: 409 } });
  }
  expect(await order()).toBe('cab');
});

test('many changes at once leave no gap and no double', async () => {
  const ids = [await make('a'), await make('b'), await make('c')];
  const changes = [
    ...Array.from({ length: 5 }, (_, at) => make(`${at}`, 1)),
    ...ids.slice(0, 2).map((id) => house.rules.change(id, { position: 4 })),
    house.rules.delete(ids[2] ?? ''),
  ];
  await Promise.all(changes);
  expect([...(await order())].sort().join('')).toBe('01234ab');
});

test('the pages hold every rule once', async () => {
  for (const name of 'abcde') await make(name);
  const first = await house.rules.page({ limit: 2 });
  const second = await house.rules.page({ limit: 3, cursor: writeCursor(first.next) ?? '' });
  expect([...first.items, ...second.items].map(({ matchers }) => matchers.service?.[0]).join('')).toBe('abcde');
  expect(second.next).toBeNull();
});

test('a rule names a team that exists', async () => {
  const refused = { details: { status: 422, errors: [{ path: '$.team_id' }] } };
  await expect(house.rules.create({ team_id: NOBODY, matchers: {} })).rejects.toMatchObject(refused);
  await expect(house.rules.change(await make('a'), { team_id: NOBODY })).rejects.toMatchObject(refused);
  await expect(house.rules.change(NOBODY, {})).rejects.toMatchObject({ details: { status: 404 } });
  await expect(house.rules.get(NOBODY)).rejects.toMatchObject({ details: { status: 404 } });
});
