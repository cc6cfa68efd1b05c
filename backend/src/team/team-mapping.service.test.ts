import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { decideTeam } from 'incident-core';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { ManualClock } from '../../../test/harness/manual-clock.ts';
import { SYSTEM } from '../timeline/timeline.ts';
import { openHouse, type TeamHouse } from './house.fixture.ts';
import type { MappingContent } from './team-mapping.repository.ts';

const NOBODY = '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b11';
const FILE = { managedBy: 'file', file: 'config/team-mapping.json', fileHash: 'a'.repeat(64) } as const;

let place: TestDatabase;
let house: TeamHouse;
let payments: string;
let search: string;
beforeAll(async () => {
  place = await testDatabase();
});
beforeEach(async () => {
  for (const table of ['routing_rules', 'team_mappings', 'audit_entries']) await place.database(table).delete();
  await place.database('audit_head').update({ number: 0, seal: '' });
  await place.database('teams').where({ isCatchAll: false }).delete();
  house = openHouse(place.database, new ManualClock());
  payments = (await house.teams.create({ name: 'Payments' })).id;
  search = (await house.teams.create({ name: 'Search' })).id;
});
afterAll(() => place.drop());

const mapping = (teamId: string, given: Partial<MappingContent>): MappingContent => ({
  ...{ service: null, labelName: null, labelValue: null, environment: null },
  ...given,
  teamId,
});
const map = (teamId: string, given: Partial<MappingContent>) => house.mappings.create(mapping(teamId, given), SYSTEM);
const giveToFile = (id: string) => place.database('team_mappings').where({ id }).update(FILE);

/** The routing rules in their order: who wrote them, and what they match. */
async function rules(): Promise<readonly (readonly [string, string, string])[]> {
  const { items } = await house.rules.page({ limit: 200 });
  expect(items.map(({ position }) => position)).toEqual(items.map((_, at) => at + 1));
  const names = new Map([
    [payments, 'Payments'],
    [search, 'Search'],
  ]);
  return items.map(({ writtenBy, matchers, teamId }) => [
    writtenBy,
    JSON.stringify(matchers),
    names.get(teamId) ?? teamId,
  ]);
}

test('mappings are rows of the routing rules, strongest first, behind all rules that people made', async () => {
  await map(search, { environment: 'staging' });
  await house.rules.create({ team_id: search, matchers: { tags: ['apm'] } });
  await map(payments, { service: 'pay*' });
  await map(search, { service: 'checkout' });
  await map(payments, { service: 'checkout', environment: 'production' });
  await house.rules.create({ team_id: payments, matchers: { severity: ['info'] } });
  expect(await rules()).toEqual([
    ['people', '{"tags":["apm"]}', 'Search'],
    ['people', '{"severity":["info"]}', 'Payments'],
    ['team_mappings', '{"service":["checkout"],"environment":["production"]}', 'Payments'],
    ['team_mappings', '{"service":["checkout"]}', 'Search'],
    ['team_mappings', '{"service":["pay*"]}', 'Payments'],
    ['team_mappings', '{"environment":["staging"]}', 'Search'],
  ]);
  const { items } = await house.mappings.page({ limit: 10 });
  expect(items.map(({ service, environment }) => [service, environment])).toEqual([
    ['checkout', 'production'],
    ['checkout', null],
    ['pay*', null],
    [null, 'staging'],
  ]);
});

test('a mapping by label has no row: which services carry the label is not known here', async () => {
  await map(payments, { labelName: 'labels.team', labelValue: 'pay' });
  expect(await rules()).toEqual([]);
  await map(search, { service: 'search' });
  expect(await rules()).toHaveLength(1);
});

test('what a mapping says otherwise, or no longer, its rows say too; the others keep their ids', async () => {
  const { id } = await map(payments, { service: 'checkout' });
  await map(search, { service: 'search', environment: 'production' });
  const kept = async () =>
    (await house.rules.page({ limit: 10 })).items.find(({ matchers }) => matchers.environment)?.id;
  const before = await kept();
  await house.mappings.replace(id, mapping(search, { service: 'cart' }), SYSTEM);
  expect((await rules()).map(([, matchers]) => matchers)).toEqual([
    '{"service":["search"],"environment":["production"]}',
    '{"service":["cart"]}',
  ]);
  await house.mappings.delete(id, SYSTEM);
  expect((await rules()).map(([, matchers]) => matchers)).toEqual([
    '{"service":["search"],"environment":["production"]}',
  ]);
  expect(await kept()).toBe(before);
});

test('the routing rules give a service to the team that its mapping names', async () => {
  await map(payments, { service: 'checkout' });
  await map(search, { service: 'checkout', environment: 'staging' });
  const directory = await house.directory.directory(place.database);
  const teamOf = (environment: string) =>
    decideTeam({ service: 'checkout', environment, severity: 'error', tags: [] }, { ...directory, sourceTeamId: null })
      .teamId;
  expect([teamOf('production'), teamOf('Staging')]).toEqual([payments, search]);
});

describe('a row of team mappings', () => {
  test('is neither changed, moved nor deleted by hand, and not named in the order of the others', async () => {
    await map(payments, { service: 'checkout' });
    const { id: own } = await house.rules.create({ team_id: search, matchers: {}, position: 99 });
    const { items } = await house.rules.page({ limit: 10 });
    expect(items.map(({ writtenBy }) => writtenBy)).toEqual(['people', 'team_mappings']);
    const id = items[1]?.id ?? '';
    const refused = { details: { status: 409, type: 'urn:incidents:problem:written-by-mappings' } };
    await expect(house.rules.change(id, { team_id: search })).rejects.toMatchObject(refused);
    await expect(house.rules.change(id, { position: 1 })).rejects.toMatchObject(refused);
    await expect(house.rules.delete(id)).rejects.toMatchObject(refused);
    await expect(house.rules.order({ ids: [own, id] })).rejects.toMatchObject({ details: { status: 409 } });
    await house.rules.order({ ids: [own] });
    expect((await house.rules.change(own, { position: 50 })).position).toBe(1);
    expect((await rules()).map(([by]) => by)).toEqual(['people', 'team_mappings']);
  });
});

test('the same services are mapped once, however they are written, also when that is tried at once', async () => {
  const made = await Promise.allSettled(['Pay*', 'pay*', 'PAY*'].map((service) => map(payments, { service })));
  expect(made.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
  const taken = { details: { status: 409, type: 'urn:incidents:problem:mapping-exists' } };
  await expect(map(search, { service: 'paY*' })).rejects.toMatchObject(taken);
  const { id } = await map(search, { service: 'search' });
  await expect(house.mappings.replace(id, mapping(search, { service: 'pay*' }), SYSTEM)).rejects.toMatchObject(taken);
  expect(await rules()).toHaveLength(2);
});

test('a mapping names a team that exists, and is itself there', async () => {
  const unknown = { details: { status: 422, errors: [{ path: '$.team_id' }] } };
  await expect(map(NOBODY, { service: 'a' })).rejects.toMatchObject(unknown);
  const gone = { details: { status: 404 } };
  await expect(house.mappings.get(NOBODY)).rejects.toMatchObject(gone);
  await expect(house.mappings.delete(NOBODY, SYSTEM)).rejects.toMatchObject(gone);
  await expect(house.mappings.replace(NOBODY, mapping(search, { service: 'a' }), SYSTEM)).rejects.toMatchObject(gone);
});

test('a mapping of a file is changed in the file only', async () => {
  const { id } = await map(payments, { service: 'checkout' });
  await giveToFile(id);
  const refused = { details: { status: 409, title: expect.stringContaining(FILE.file), file: FILE.file } };
  await expect(house.mappings.replace(id, mapping(search, { service: 'a' }), SYSTEM)).rejects.toMatchObject(refused);
  await expect(house.mappings.delete(id, SYSTEM)).rejects.toMatchObject(refused);
  await expect(map(search, { service: 'checkout' })).rejects.toMatchObject({ details: { file: FILE.file } });
  expect((await rules()).map(([, matchers]) => matchers)).toEqual(['{"service":["checkout"]}']);
});

test('a team that services are mapped to stays, by whatever they are mapped', async () => {
  await map(payments, { labelName: 'labels.team', labelValue: 'pay' });
  const { id } = await map(search, { service: 'search' });
  const inUse = { details: { status: 409, type: 'urn:incidents:problem:team-in-use' } };
  await expect(house.teams.delete(payments)).rejects.toMatchObject(inUse);
  await expect(house.teams.delete(search)).rejects.toMatchObject(inUse);
  await house.mappings.delete(id, SYSTEM);
  await house.teams.delete(search);
});

test('a team that is deleted while services are mapped to it either stays or is refused, and nobody waits for ever', async () => {
  const teams = await Promise.all([1, 2, 3, 4].map((number) => house.teams.create({ name: `racer ${number}` })));
  const outcomes = await Promise.all(
    teams.map(async ({ id, name }) => {
      const results = await Promise.allSettled([map(id, { service: name }), house.teams.delete(id)]);
      return results.map(({ status }) => status).sort();
    }),
  );
  expect(outcomes).toEqual(teams.map(() => ['fulfilled', 'rejected']));
});

test('each change stands in the audit trail, before and after', async () => {
  const { id } = await map(payments, { service: 'checkout' });
  await house.mappings.replace(id, mapping(search, { labelName: 'labels.team', labelValue: 's*' }), SYSTEM);
  await house.mappings.delete(id, SYSTEM);
  const { items } = await house.trail.page({ limit: 10, cursor: undefined, subject_type: 'team_mapping' });
  const first = { service: 'checkout', label: null, environment: null, team_id: payments };
  const second = { service: null, label: { name: 'labels.team', value: 's*' }, environment: null, team_id: search };
  expect(items.map(({ action, before, after }) => ({ action, before, after }))).toEqual([
    { action: 'team_mapping.deleted', before: second, after: null },
    { action: 'team_mapping.replaced', before: first, after: second },
    { action: 'team_mapping.created', before: null, after: first },
  ]);
});
