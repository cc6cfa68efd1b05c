import { afterEach, expect, test } from '@jest/globals';
import type { IncidentDetail } from 'incident-core';
import { House, step } from '../harness/house.ts';
import { minutes } from '../harness/manual-clock.ts';

let house: House;
afterEach(() => house.stop());

const listed = async (query: string) =>
  (await house.api.ok<{ items: readonly IncidentDetail[] }>('GET', `/v1/incidents?${query}`)).items.map(({ id }) => id);

test('what cannot be read and what nothing routed is listed by that, and counted', async () => {
  house = await House.start({ policy: [step('ada')], routed: false });
  const plain = await house.elastic.fires('disk full');
  await house.elastic.posts('{"broken');
  const [unreadable = ''] = await listed('unreadable=true');
  expect(unreadable).not.toBe('');
  expect(await listed('unreadable=true')).toEqual([unreadable]);
  expect(await listed('unreadable=false')).toEqual([plain]);
  expect(await listed('unrouted=true')).toEqual(expect.arrayContaining([plain]));
  expect(await listed('unreadable=true&q=disk')).toEqual([]);
  expect(await house.metric('incidents_alerts_total')).toBe(2);
  expect(await house.metric('incidents_unrouted_total')).toBeGreaterThan(0);
  expect((await house.api.call('GET', '/v1/incidents?unreadable=perhaps')).status).toBe(400);
});

test('a new episode inside the reopen window opens the same incident again, one behind it another', async () => {
  house = await House.start({ policy: [step('ada')], team: { reopen_window_seconds: 600 } });
  const incident = await house.elastic.fires('disk full');
  await house.elastic.recovers('disk full');
  await house.passes(minutes(9));
  expect(await house.elastic.fires('disk full')).toBe(incident);
  await house.elastic.recovers('disk full');
  await house.passes(minutes(11));
  expect(await house.elastic.fires('disk full')).not.toBe(incident);
  expect((await house.incident(incident)).reopen_count).toBe(1);
  expect(await house.incidents()).toHaveLength(2);
});
