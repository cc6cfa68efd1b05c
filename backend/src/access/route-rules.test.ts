import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { arrangesOwn, ROLES, type Grant, type OwnThing } from 'incident-core';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { addUser, AT } from '../../../test/harness/rows.ts';
import { ConcernRepository } from './concern.repository.ts';
import { RouteRules } from './route-rules.ts';

let place: TestDatabase;
let rules: RouteRules;
let ada: Readonly<Record<OwnThing, string>>;
let ben: Readonly<Record<OwnThing, string>>;
beforeAll(async () => {
  place = await testDatabase();
  rules = new RouteRules(new ConcernRepository(place.database));
  [ada, ben] = [await addPerson('ada'), await addPerson('ben')];
});
afterAll(() => place.drop());

async function addPerson(name: string): Promise<Readonly<Record<OwnThing, string>>> {
  const [user, contact_method] = [await addUser(place.database, name), randomUUID()];
  const method = { channel: 'email', address: `${name}@example.com`, position: 0, createdAt: AT };
  await place.database('contact_methods').insert({ id: contact_method, userId: user, ...method });
  return { user, contact_method };
}

const TEAM = randomUUID();

/** `passes`, or what the refusal says. */
async function outcome(own: OwnThing, id: unknown, userId: string | null, grants: readonly Grant[]) {
  try {
    await rules.hold({ grants, userId }, arrangesOwn(own), { params: { id }, body: undefined });
    return 'passes';
  } catch (error) {
    return (error as Error).message;
  }
}

const REFUSED = "This needs the role manager for all teams, for what is not the caller's own";

test.each(['user', 'contact_method'] as const)(
  "a %s is arranged by whose it is, and by nobody else's role for one team",
  async (own) => {
    for (const role of ROLES.slice(0, 3)) {
      const grants = [{ role, teamId: TEAM }];
      expect([role, await outcome(own, ada[own], ada.user, grants)]).toEqual([role, 'passes']);
      expect([role, await outcome(own, ada[own].toUpperCase(), ada.user, grants)]).toEqual([role, 'passes']);
      expect([role, await outcome(own, ben[own], ada.user, grants)]).toEqual([role, REFUSED]);
    }
  },
);

test.each(['user', 'contact_method'] as const)('a %s is arranged by who arranges things for all teams', async (own) => {
  expect(await outcome(own, ben[own], ada.user, [{ role: 'manager', teamId: null }])).toBe('passes');
  expect(await outcome(own, ben[own], ada.user, [{ role: 'responder', teamId: null }])).toBe(REFUSED);
});

const REFUSALS: readonly (readonly [string, () => string | null, readonly Grant[], () => string])[] = [
  ['who holds no role', () => ada.user, [], () => ada.user],
  ['a token that is nobody', () => null, [{ role: 'responder', teamId: null }], () => ada.user],
  ['what is not there', () => ada.user, [{ role: 'viewer', teamId: null }], () => randomUUID()],
  ['what is no id', () => ada.user, [{ role: 'viewer', teamId: null }], () => 'me'],
];

test.each(REFUSALS)('%s is refused', async (_, userId, grants, id) => {
  for (const own of ['user', 'contact_method'] as const) {
    expect(await outcome(own, id(), userId(), grants)).toBe(REFUSED);
  }
});
