import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Transaction } from '../platform/database.ts';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { addIncident, alertRow, AT, catchAllTeam, later } from '../../../test/harness/rows.ts';
import { NeighbourRepository } from './neighbour.repository.ts';
import { StormRepository } from './storm.repository.ts';

let place: TestDatabase;
let teamId: string;
const rows = new NeighbourRepository();
beforeEach(async () => {
  place = await testDatabase();
  teamId = await catchAllTeam(place.database);
});
afterEach(() => place.drop());

const within = <Result>(act: (transaction: Transaction) => Promise<Result>) => place.database.transaction(act);

async function addSource(stormRate: number | null = 100): Promise<string> {
  const id = randomUUID();
  await place.database('sources').insert({ id, name: id, stormRate });
  return id;
}

async function addAlert(incident: { readonly id: string }, over: Parameters<typeof alertRow>[2] = {}) {
  const row = alertRow(incident, randomUUID(), over);
  const json = { links: JSON.stringify(row.links), metadata: JSON.stringify(row.metadata) };
  await place.database('incident_alerts').insert({ ...row, tags: [...row.tags], ...json });
}

describe('what a source has brought of late', () => {
  test('is counted by minutes: added to the present one, moved on by the next, forgotten after that', async () => {
    const [busy, calm, free] = [await addSource(), await addSource(7), await addSource(null)];
    const add = (since: Date, count: number) =>
      within((transaction) => rows.addToSurges(transaction, [{ sourceId: busy, since, count }]));
    const seen = async () =>
      (await within((transaction) => rows.surges(transaction, [busy]))).map(({ surge }) => surge)[0];
    await add(AT, 3);
    await add(AT, 4);
    expect(await seen()).toEqual({ since: AT, count: 7, before: 0 });
    await add(later(60), 1);
    expect(await seen()).toEqual({ since: later(60), count: 1, before: 7 });
    // What comes late from another backend belongs to what is counted now.
    await add(AT, 2);
    expect(await seen()).toEqual({ since: later(60), count: 3, before: 7 });
    await add(later(240), 5);
    expect(await seen()).toEqual({ since: later(240), count: 5, before: 0 });
    const all = await within((transaction) => rows.surges(transaction, [calm, free, randomUUID()]));
    expect(all.map(({ rate, surge }) => [rate, surge])).toEqual(
      expect.arrayContaining([
        [7, null],
        [null, null],
      ]),
    );
    expect(all).toHaveLength(2);
  });

  test('is counted whole by many at once, in whatever order they name the sources', async () => {
    const sources = [await addSource(), await addSource(), await addSource()];
    await Promise.all(
      Array.from({ length: 30 }, (_, at) => {
        const order = at % 2 === 0 ? sources : [...sources].reverse();
        return within((transaction) =>
          rows.addToSurges(
            transaction,
            order.map((sourceId) => ({ sourceId, since: AT, count: 1 })),
          ),
        );
      }),
    );
    const all = await within((transaction) => rows.surges(transaction, sources));
    expect(all.map(({ surge }) => surge?.count)).toEqual([30, 30, 30]);
  });

  test('of one that is gone is not kept', async () => {
    const gone = { sourceId: randomUUID(), since: AT, count: 1 };
    await within((transaction) => rows.addToSurges(transaction, [gone]));
    await within((transaction) => rows.addToSurges(transaction, []));
    expect(await place.database('source_surges')).toEqual([]);
  });
});

test('an alert may join what another opened of its service, environment and team, while it is young and open', async () => {
  const add = async (over: Parameters<typeof addIncident>[1], opens = true) => {
    const incident = await addIncident(place.database, { service: 'checkout', environment: 'production', ...over });
    await addAlert(incident, opens && incident.alertId !== null ? { id: incident.alertId } : {});
    return incident.id;
  };
  const young = await add({});
  const worked = await add({ status: 'in_progress' });
  await add({ createdAt: later(-601) });
  await add({ status: 'resolved', resolvedAt: AT });
  await add({ service: 'cart' });
  await add({ environment: 'staging' });
  await add({ isStorm: true });
  // Whose first alert went elsewhere.
  await add({}, false);
  const nowhere = await add({ environment: null });
  const group = { teamId, service: 'checkout', environment: 'production', windowSeconds: 600 };
  const joinable = (...groups: readonly object[]) =>
    within((transaction) => rows.joinable(transaction, groups as (typeof group)[], AT));
  expect([...(await joinable(group))].sort()).toEqual([young, worked].sort());
  expect(await joinable({ ...group, environment: null })).toEqual([nowhere]);
  expect(await joinable({ ...group, teamId: randomUUID() })).toEqual([]);
  expect(await joinable({ ...group, service: `' or 1=1 --` })).toEqual([]);
  expect(await joinable()).toEqual([]);
});

describe('storms', () => {
  test('those of a source that are open, the newest last', async () => {
    const [sourceId, other] = [await addSource(), await addSource()];
    const storm = async (source: string, over: Parameters<typeof addIncident>[1] = {}) => {
      const { id: incidentId } = await addIncident(place.database, { isStorm: true, ...over });
      await within((transaction) =>
        rows.insertStorms(transaction, [{ incidentId, sourceId: source, teamId, rate: 100 }]),
      );
      return incidentId;
    };
    const newer = await storm(sourceId, { createdAt: later(10) });
    const older = await storm(sourceId);
    await storm(sourceId, { status: 'resolved', resolvedAt: AT });
    await storm(other);
    const open = await within((transaction) => rows.openStorms(transaction, [sourceId]));
    expect(open).toEqual([older, newer].map((incidentId) => ({ incidentId, sourceId, teamId, rate: 100 })));
    expect(await within((transaction) => rows.openStorms(transaction, []))).toEqual([]);
    await within((transaction) => rows.insertStorms(transaction, []));
  });

  test('services that have a critical incident of their own are known', async () => {
    const add = (over: Parameters<typeof addIncident>[1]) => addIncident(place.database, over);
    await add({ severity: 'critical', service: 'a', environment: null });
    await add({ severity: 'critical', service: 'a', environment: null });
    await add({ severity: 'error', service: 'b' });
    await add({ severity: 'critical', service: 'c', status: 'resolved', resolvedAt: AT });
    await add({ severity: 'critical', service: 'd', isStorm: true });
    const known = await within((transaction) => rows.criticalServices(transaction, ['a', 'b', 'c', 'd']));
    expect(known).toEqual([{ service: 'a', environment: null }]);
    expect(await within((transaction) => rows.criticalServices(transaction, []))).toEqual([]);
  });

  test('what one has collected is summed, by service and rule, those with the most first and ten at most', async () => {
    const storms = new StormRepository(place.database);
    const sourceId = await addSource();
    const incident = await addIncident(place.database, { isStorm: true });
    await within((transaction) =>
      rows.insertStorms(transaction, [{ incidentId: incident.id, sourceId, teamId, rate: 50 }]),
    );
    expect(await storms.find(incident.id)).toEqual({
      ...{ sourceId, sourceName: sourceId, rate: 50, keys: 0, active: 0, firstAt: null, lastAt: null },
    });
    for (let at = 0; at < 12; at += 1)
      await addAlert(incident, { service: `s${at}`, environment: 'e', ruleName: 'Rule' });
    await addAlert(incident, { service: 's3', environment: 'e', status: 'recovered', count: 5, lastSeenAt: later(9) });
    expect(await storms.find(incident.id)).toMatchObject({ keys: 13, active: 12, firstAt: AT, lastAt: later(9) });
    const services = await storms.services(incident.id);
    expect(services).toHaveLength(10);
    expect(services[0]).toEqual({ name: 's3', environment: 'e', keys: 2, alerts: 6 });
    expect(await storms.rules(incident.id)).toEqual([
      { name: 'Rule', environment: null, keys: 12, alerts: 12 },
      { name: 'Disk full', environment: null, keys: 1, alerts: 5 },
    ]);
    expect(await storms.find((await addIncident(place.database)).id)).toBeNull();
    await place.database('sources').delete();
    expect(await storms.find(incident.id)).toMatchObject({ sourceId, sourceName: null });
  });
});
