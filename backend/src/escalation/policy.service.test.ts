import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { givenPolicySchema, type GivenPolicy } from 'incident-core';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { ManualClock } from '../../../test/harness/manual-clock.ts';
import { writeCursor } from '../access/cursor.ts';
import { Random } from '../platform/random.ts';
import { noSharedCache } from '../platform/shared-cache.fixture.ts';
import { SYSTEM } from '../timeline/timeline.ts';
import { openHouse, type TeamHouse } from '../team/house.fixture.ts';
import { PolicyRepository } from './policy.repository.ts';
import { PolicyService } from './policy.service.ts';

const NOBODY = '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b11';

let place: TestDatabase;
let house: TeamHouse;
let policies: PolicyService;
let ada: string;
beforeAll(async () => {
  place = await testDatabase();
});
beforeEach(async () => {
  for (const table of ['escalation_policies', 'webhooks', 'users']) await place.database(table).delete();
  await place.database('teams').where({ isCatchAll: false }).delete();
  const clock = new ManualClock();
  house = openHouse(place.database, clock);
  policies = new PolicyService(
    place.database,
    new PolicyRepository(),
    house.directory,
    clock,
    new Random(clock),
    house.trail,
    noSharedCache(),
  );
  ada = await house.user('ada');
});
afterAll(() => place.drop());

const policy = (given: Readonly<Record<string, unknown>> = {}): GivenPolicy =>
  givenPolicySchema.parse({
    name: 'night',
    steps: [{ timeout_seconds: 300, targets: [{ type: 'user', id: ada }] }],
    ...given,
  });

test('a policy is kept as it was given, and listed for picking one', async () => {
  const hook = await house.webhook('hook');
  const steps = [
    { delay_seconds: 10, timeout_seconds: 300, targets: [{ type: 'user', id: ada }] },
    {
      timeout_seconds: 60,
      targets: [
        { type: 'webhook', id: hook },
        { type: 'user', id: ada },
      ],
    },
  ];
  const made = await policies.create(
    policy({ matchers: { service: ['checkout*'] }, position: 3, repeat: 2, steps }),
    SYSTEM,
  );
  expect(made).toEqual({
    id: made.id,
    name: 'night',
    teamId: null,
    matchers: { service: ['checkout*'] },
    position: 3,
    isDefault: false,
    repeat: 2,
    steps: [
      { delaySeconds: 10, timeoutSeconds: 300, targets: [{ type: 'user', id: ada }] },
      {
        delaySeconds: 0,
        timeoutSeconds: 60,
        targets: [
          { type: 'webhook', id: hook },
          { type: 'user', id: ada },
        ],
      },
    ],
    managedBy: 'ui',
    file: null,
    fileHash: null,
    createdAt: house.clock.now(),
    updatedAt: house.clock.now(),
  });
  expect(await policies.get(made.id)).toEqual(made);
  const { managedBy: _, file: _file, fileHash: _hash, createdAt: _created, updatedAt: _updated, ...picked } = made;
  expect(await policies.list(place.database)).toEqual([picked]);
});

test('policies are listed by position, each once, over all pages', async () => {
  for (const [name, position] of [
    ['c', 2],
    ['a', 1],
    ['b', 1],
    ['d', 0],
  ] as const)
    await policies.create(policy({ name, position }), SYSTEM);
  const first = await policies.page({ limit: 2 });
  const second = await policies.page({ limit: 2, cursor: writeCursor(first.next) ?? '' });
  expect([...first.items, ...second.items].map(({ position }) => position)).toEqual([0, 1, 1, 2]);
  expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(4);
  expect(second.next).toBeNull();
});

describe('what does not exist is refused where it stands:', () => {
  test('targets', async () => {
    const targets = [
      { type: 'user', id: ada },
      { type: 'webhook', id: ada },
    ];
    const steps = [
      { timeout_seconds: 1, targets },
      { timeout_seconds: 1, targets: [{ type: 'user', id: NOBODY }] },
    ];
    const refused = {
      details: {
        status: 422,
        errors: [
          { path: '$.steps[0].targets[1].id', found: ada, expected: 'the id of a webhook' },
          { path: '$.steps[1].targets[0].id', found: NOBODY, expected: 'the id of a user' },
        ],
      },
    };
    await expect(policies.create(policy({ steps }), SYSTEM)).rejects.toMatchObject(refused);
    const { id } = await policies.create(policy(), SYSTEM);
    await expect(policies.replace(id, policy({ steps }), SYSTEM)).rejects.toMatchObject(refused);
    expect(await policies.get(id)).toMatchObject({ steps: [{ timeoutSeconds: 300 }] });
  });

  test('the team, and the policy itself', async () => {
    await expect(policies.create(policy({ team_id: NOBODY }), SYSTEM)).rejects.toMatchObject({
      details: { status: 422, errors: [{ path: '$.team_id' }] },
    });
    const gone = { details: { status: 404 } };
    await expect(policies.get(NOBODY)).rejects.toMatchObject(gone);
    await expect(policies.replace(NOBODY, policy(), SYSTEM)).rejects.toMatchObject(gone);
    await expect(policies.delete(NOBODY, SYSTEM)).rejects.toMatchObject(gone);
  });
});

describe('a default', () => {
  test('is one for all and one for each team, also when several are made at once', async () => {
    const team = await house.teams.create({ name: 'team' });
    for (const team_id of [null, team.id]) {
      const results = await Promise.allSettled(
        [1, 2, 3].map(() => policies.create(policy({ team_id, is_default: true }), SYSTEM)),
      );
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
      await expect(policies.create(policy({ team_id, is_default: true }), SYSTEM)).rejects.toMatchObject({
        details: { status: 409, type: 'urn:incidents:problem:default-exists' },
      });
    }
  });

  test('for all stays: it is changed, but neither deleted nor made another', async () => {
    const team = await house.teams.create({ name: 'team' });
    const { id } = await policies.create(policy({ is_default: true }), SYSTEM);
    const refused = { details: { status: 409, type: 'urn:incidents:problem:global-default' } };
    await expect(policies.delete(id, SYSTEM)).rejects.toMatchObject(refused);
    await expect(policies.replace(id, policy(), SYSTEM)).rejects.toMatchObject(refused);
    await expect(policies.replace(id, policy({ is_default: true, team_id: team.id }), SYSTEM)).rejects.toMatchObject(
      refused,
    );
    expect(await policies.replace(id, policy({ is_default: true, name: 'day' }), SYSTEM)).toMatchObject({
      id,
      name: 'day',
    });
  });

  test('of a team may go', async () => {
    const team = await house.teams.create({ name: 'team' });
    const { id } = await policies.create(policy({ is_default: true, team_id: team.id }), SYSTEM);
    await policies.delete(id, SYSTEM);
    await expect(policies.get(id)).rejects.toMatchObject({ details: { status: 404 } });
  });
});

test('each change stands in the audit trail, before and after, and a refused one does not', async () => {
  const { id } = await policies.create(policy(), SYSTEM);
  await policies.replace(id, policy({ name: 'day' }), SYSTEM);
  await expect(policies.replace(id, policy({ team_id: NOBODY }), SYSTEM)).rejects.toThrow();
  await policies.delete(id, SYSTEM);
  const { items } = await house.trail.page({ limit: 10, cursor: undefined, subject_id: id });
  const [night, day] = [policy(), policy({ name: 'day' })];
  expect(items.map(({ action, before, after }) => ({ action, before, after }))).toEqual([
    { action: 'escalation_policy.deleted', before: day, after: null },
    { action: 'escalation_policy.replaced', before: night, after: day },
    { action: 'escalation_policy.created', before: null, after: night },
  ]);
});

test('a responder whom a policy is about to name either stays or is refused as a target', async () => {
  const users = await Promise.all([1, 2, 3, 4].map((number) => house.user(`racer ${number}`)));
  const outcomes = await Promise.all(
    users.map(async (id) => {
      const steps = [{ timeout_seconds: 1, targets: [{ type: 'user', id }] }];
      const results = await Promise.allSettled([
        policies.create(policy({ steps }), SYSTEM),
        house.deletion.deleteUser(id),
      ]);
      return results.map(({ status }) => status).sort();
    }),
  );
  expect(outcomes).toEqual(users.map(() => ['fulfilled', 'rejected']));
});
