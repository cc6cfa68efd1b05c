import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { incidentSummarySchema, type IncidentAnswer } from 'incident-core';
import { House } from '../harness/house.ts';

let house: House;
beforeEach(async () => {
  house = await House.start({ policy: null });
});
afterEach(() => house.stop());

const summary = async (person: string) =>
  incidentSummarySchema.parse(await house.as(person).ok('GET', '/v1/incidents/summary'));
const found = async (query: string) =>
  (await house.api.ok<{ items: IncidentAnswer[] }>('GET', `/v1/incidents?${query}`)).items.map(({ title }) => title);

test('mine is what I hold, and what nobody holds in my teams; what is over is nobody’s', async () => {
  const [first, second] = await Promise.all(['disk full', 'slow'].map((name) => house.elastic.fires(name)));
  await house.elastic.fires('bad', { severity: 'critical' });
  await house.acknowledge(first ?? '', 'ada');
  expect(await summary('ada')).toMatchObject({
    open: { total: 3 },
    mine: { total: 3, by_status: { acknowledged: 1 } },
  });
  expect(await summary('grace')).toMatchObject({
    open: { total: 3 },
    mine: { total: 2, by_status: { acknowledged: 0 } },
  });
  expect((await summary('ada')).newest_critical_at).toBe(house.clock.now().toISOString());
  await house.resolve(second ?? '', 'grace');
  expect(await summary('grace')).toMatchObject({
    open: { total: 2, by_severity: { error: 1, critical: 1 } },
    mine: { total: 1 },
  });
});

test('an incident is found by its words and by its number, together with filters and pages', async () => {
  for (const name of ['disk full', 'disk slow', 'latency'])
    await house.elastic.fires(name, { service: `shop-${name[0] ?? ''}` });
  expect((await found('q=DISK')).length).toBe(2);
  expect((await found('q=disk+slow&severity=error&limit=1')).length).toBe(1);
  expect((await found(`q=${encodeURIComponent('#3')}`))[0]).toContain('latency');
  expect((await found('q=3'))[0]).toContain('latency');
  expect(await found('q=shop-d')).toHaveLength(2);
  expect(await found(`q=${encodeURIComponent("disk' or 1=1 --")}`)).toEqual([]);
  expect(await found('q=disk&status=resolved')).toEqual([]);
  expect(await found('unrouted=true')).toEqual([]);
  expect(await found('unrouted=false')).toHaveLength(3);
  for (const wrong of ['q=', 'q=%00', `q=${'x'.repeat(201)}`, 'unrouted=yes']) {
    expect((await house.api.call('GET', `/v1/incidents?${wrong}`)).status).toBe(400);
  }
});
