import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { PullRepository, type ClaimedPull, type PullSettings } from './pull.repository.ts';

const NOW = new Date('2027-01-05T03:00:00.000Z');
const after = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
const SETTINGS: PullSettings & { readonly sealedApiKey: string } = {
  elasticsearchUrl: 'http://es',
  kibanaUrl: null,
  spaces: ['default'],
  indices: [],
  tags: ['ours', 'with, comma'],
  connectorIds: [],
  filter: { service: ['check*'] },
  writeBack: true,
  intervalSeconds: 30,
  sealedApiKey: 'v1.sealed',
};

let place: TestDatabase;
let pulls: PullRepository;
beforeEach(async () => {
  place = await testDatabase();
  pulls = new PullRepository(place.database);
});
afterEach(() => place.drop());

async function addPull(now = NOW): Promise<string> {
  const id = randomUUID();
  await place.database('sources').insert({ id, name: id });
  await place.database.transaction((transaction) => pulls.save(transaction, id, SETTINGS, now, false));
  return id;
}

async function claimOne(now = NOW): Promise<ClaimedPull> {
  const [claimed] = await pulls.claim(now, new Date(now.getTime() + 90_000), 1);
  if (!claimed) throw new Error('nothing was due');
  return claimed;
}

test('settings are kept as they are given', async () => {
  const id = await addPull();
  expect(await pulls.find(id)).toMatchObject({ ...SETTINGS, setUpAt: NOW, dueAt: NOW, passAfter: null, found: 0 });
  expect(await pulls.find(randomUUID())).toBeNull();
});

test('of many who claim at once, one has it; nobody else until the lease runs out', async () => {
  const id = await addPull();
  const claims = await Promise.all(Array.from({ length: 8 }, () => pulls.claim(NOW, after(90), 4)));
  expect(claims.flat()).toMatchObject([{ sourceId: id, source: { id, name: id, teamId: null } }]);
  expect(await pulls.claim(after(89), after(180), 4)).toEqual([]);
  expect(await pulls.claim(after(90), after(180), 4)).toMatchObject([{ sourceId: id, triedAt: after(90) }]);
});

test('what is not due is left, and what is due longest goes first', async () => {
  const [late, early] = [await addPull(after(-5)), await addPull(after(-10))];
  await addPull(after(5));
  const claimed = await pulls.claim(NOW, after(90), 1);
  expect(claimed.map(({ sourceId }) => sourceId)).toEqual([early]);
  const rest = await pulls.claim(NOW, after(90), 5);
  expect(rest.map(({ sourceId }) => sourceId)).toEqual([late]);
});

test('who lost the lease holds nothing and writes nothing', async () => {
  await addPull();
  const first = await claimOne();
  const second = await claimOne(after(90));
  await place.database.transaction(async (transaction) => {
    expect(await pulls.hold(transaction, first)).toBe(false);
    expect(await pulls.hold(transaction, second)).toBe(true);
    await pulls.saveState(transaction, first, { leasedUntil: null, readUntil: NOW }, 7);
  });
  expect(await pulls.find(first.sourceId)).toMatchObject({ readUntil: null, found: 0 });
});

test('a place in the middle of a pass is kept, and what was found is added up', async () => {
  const id = await addPull();
  const claimed = await claimOne();
  const pass = { passFrom: NOW, passAfter: [5, 'u-1'] as const, passLatest: NOW, passHeld: null };
  for (const found of [2, 3]) {
    await place.database.transaction((transaction) =>
      pulls.saveState(transaction, claimed, { ...pass, leasedUntil: after(90), foundAt: NOW }, found),
    );
  }
  expect(await pulls.find(id)).toMatchObject({ ...pass, found: 5, foundAt: NOW });
  const over = { passFrom: null, passAfter: null, passLatest: null };
  await place.database.transaction((transaction) =>
    pulls.saveState(transaction, claimed, { ...over, readUntil: after(9), leasedUntil: null }),
  );
  expect(await pulls.find(id)).toMatchObject({ ...over, readUntil: after(9) });
});

test('other settings take the pull from whoever polls; elsewhere it begins anew', async () => {
  const id = await addPull();
  const claimed = await claimOne();
  const set = (anew: boolean) =>
    place.database.transaction((transaction) =>
      pulls.save(transaction, id, { ...SETTINGS, intervalSeconds: 60 }, after(1), anew),
    );
  await place.database.transaction((transaction) =>
    pulls.saveState(transaction, claimed, { readUntil: NOW, leasedUntil: null }),
  );
  await set(false);
  expect(await pulls.find(id)).toMatchObject({ intervalSeconds: 60, readUntil: NOW, dueAt: after(1), setUpAt: NOW });
  await place.database.transaction(async (transaction) => {
    expect(await pulls.hold(transaction, claimed)).toBe(false);
  });
  await set(true);
  expect(await pulls.find(id)).toMatchObject({ readUntil: null, setUpAt: after(1) });
});
