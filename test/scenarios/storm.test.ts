import { afterEach, expect, test } from '@jest/globals';
import { House } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';
import { silence } from '../harness/suppressions.ts';
import { setThrottles, UNTHROTTLED } from '../harness/throttles.ts';

let house: House;
afterEach(() => house.stop());

const RATE = 10;

async function startHouse(): Promise<void> {
  house = await House.start({ stormRate: RATE });
  await setThrottles(house.api, UNTHROTTLED);
}

/** So many different problems at once; answers what became of each. */
async function storms(count: number, firing: { readonly service?: string; readonly severity?: string } = {}, from = 0) {
  const bodies = Array.from({ length: count }, (_, index) => house.elastic.active(`problem ${from + index}`, firing));
  const answers = await Promise.all(bodies.map((body) => house.elastic.posts(body)));
  return answers.flatMap(({ results }) => results);
}

const theStorm = async () => (await house.incidents()).find(({ storm }) => storm);

test('what a source sends above its rate is one incident, told once, with all alerts in the ledger', async () => {
  await startHouse();
  const results = await storms(60);
  await house.settles();
  expect(results.filter(({ outcome, reason }) => outcome === 'opened' && reason !== 'storm')).toHaveLength(RATE);
  expect(results.filter(({ outcome, reason }) => outcome === 'opened' && reason === 'storm')).toHaveLength(1);
  expect(results.filter(({ outcome, reason }) => outcome === 'attached' && reason === 'storm')).toHaveLength(49);
  const storm = await theStorm();
  expect(storm).toMatchObject({ title: 'Storm of alerts from kibana', status: 'triggered', alert_count: 50 });
  expect(await house.incident(storm?.id ?? '')).toMatchObject({
    alerts_total: 50,
    collected: {
      source: { id: house.sourceId, name: 'kibana' },
      rate: RATE,
      keys: 50,
      active: 50,
      services: [{ service: 'checkout', environment: 'production', keys: 50, alerts: 50 }],
    },
  });
  const titles = house.mailbox.takeTitles('ada');
  expect(titles.filter((title) => title.includes('Storm of alerts'))).toHaveLength(1);
  house.mailbox.expectNothingMore();

  await storms(30, {}, 100);
  await house.passes(minutes(2));
  expect(await house.incident(storm?.id ?? '')).toMatchObject({ alert_count: 80 });
  expect(await house.count(`incidents where is_storm`)).toBe(1);
  expect(await house.count('raw_events')).toBe(90);
  expect(await house.count(`ledger_entries where outcome = 'attached' and reason = 'storm'`)).toBe(79);
  expect(await house.count(`notifications where incident_id = '${storm?.id ?? ''}'`)).toBe(1);
  expect(await house.metric('incidents_storms_total')).toBe(1);
  house.mailbox.expectNothingMore();
});

test('the first critical alert of a service has an incident of its own, the next one does not', async () => {
  await startHouse();
  await storms(RATE + 5, { service: 'cart' });
  expect(await storms(1, { severity: 'critical' }, 100)).toMatchObject([{ outcome: 'opened', reason: null }]);
  expect(await storms(1, { severity: 'critical' }, 200)).toMatchObject([{ outcome: 'attached', reason: 'storm' }]);
  expect(await storms(1, { severity: 'critical', service: 'search' }, 300)).toMatchObject([{ outcome: 'opened' }]);
  await house.settles();
  expect((await theStorm())?.alert_count).toBe(6);
});

test('it resolves five minutes after the last of its alerts has recovered, and what comes then is no storm', async () => {
  await startHouse();
  const results = await storms(RATE + 4);
  const storm = (await theStorm())?.id ?? '';
  const inside = results.flatMap(({ incident_id: id }, index) => (id === storm ? [index] : []));
  await house.passes(minutes(2));
  house.mailbox.takeTitles('ada');
  for (const index of inside) await house.elastic.recovers(`problem ${index}`);
  await house.passes(minutes(4));
  expect(await house.incident(storm)).toMatchObject({ status: 'triggered', collected: { active: 0 } });
  await house.passes(minutes(1));
  expect(await house.incident(storm)).toMatchObject({ status: 'resolved', resolution: 'storm_over' });
  house.mailbox.expect('ada', 'Resolved: ', 'storm');
  house.mailbox.expectNothingMore();
  const [again] = await storms(1, {}, inside[0]);
  expect(again).toMatchObject({ outcome: 'opened', reason: null });
  expect(again?.incident_id).not.toBe(storm);
});

test('what never recovers is over after six quiet hours, and opens an incident of its own when it is heard of again', async () => {
  house = await House.start({ policy: null, stormRate: RATE });
  const results = await storms(RATE + 2);
  const storm = (await theStorm())?.id ?? '';
  const index = results.findIndex(({ incident_id: id }) => id === storm);
  const [body] = [house.elastic.active(`problem ${index}`, { uuid: 'u-1' })];
  await house.elastic.posts(body);
  await house.passes(hours(6) - 1);
  expect(await house.incident(storm)).toMatchObject({ status: 'triggered' });
  await house.passes(2);
  expect(await house.incident(storm)).toMatchObject({ status: 'resolved', resolution: 'storm_over' });
  const { results: later } = await house.elastic.posts(house.elastic.active(`problem ${index}`, { uuid: 'u-1' }));
  expect(later).toMatchObject([{ outcome: 'opened' }]);
});

test('another source is not in the storm, nor is one that may send what it wants', async () => {
  await startHouse();
  const made = await house.api.ok<{ id: string }>('POST', '/v1/sources', { name: 'other', storm_rate: null });
  const { token } = await house.api.ok<{ token: string }>('POST', `/v1/sources/${made.id}/tokens`, {});
  const other = house.api.as(token);
  const bodies = Array.from({ length: 30 }, (_, index) => house.elastic.active(`theirs ${index}`));
  const [, theirs] = await Promise.all([
    storms(40),
    Promise.all(bodies.map((body) => house.elastic.posts(body, other))),
  ]);
  expect(theirs.flatMap(({ results }) => results).filter(({ outcome }) => outcome === 'opened')).toHaveLength(30);
  expect(await house.count('incidents where is_storm')).toBe(1);
  expect(
    await house.count(
      `incident_alerts a join incidents i on i.id = a.incident_id where i.is_storm and a.source_id = '${made.id}'`,
    ),
  ).toBe(0);
  await house.settles();
});

test('two backends in one storm have one storm incident', async () => {
  await startHouse();
  const there = await house.another();
  const ways = [house.sourceApi(house.backend), house.sourceApi(there)];
  const bodies = Array.from({ length: 120 }, (_, index) => house.elastic.active(`problem ${index}`));
  await Promise.all(bodies.map((body, index) => house.elastic.posts(body, ways[index % 2])));
  await house.settlesTogether();
  expect(await house.count('incidents where is_storm')).toBe(1);
  expect(await house.count('incidents')).toBeLessThanOrEqual(2 * RATE + 1);
  expect(await house.count('incident_alerts where unresolved')).toBe(120);
});

test('a silence that means all of a storm lets it go when something else joins it, and people are told', async () => {
  await startHouse();
  await silence(house, hours(2), { matchers: { rule: ['problem*'] } });
  await storms(RATE + 4);
  await house.settles();
  house.mailbox.expectNothingMore();
  expect(await theStorm()).toMatchObject({ suppressed: { kind: 'silence' } });
  expect((await storms(1, {}, 100))[0]).toMatchObject({ outcome: 'attached', reason: 'storm' });
  await house.settles();
  house.mailbox.expectNothingMore();
  const [joined] = (await house.elastic.posts(house.elastic.active('the disks burn'))).results;
  expect(joined).toMatchObject({ outcome: 'attached', reason: 'storm' });
  await house.settles();
  house.mailbox.expect('ada', 'Storm of alerts from kibana');
  house.mailbox.expectNothingMore();
  expect(await theStorm()).toMatchObject({ suppressed: null });
});
