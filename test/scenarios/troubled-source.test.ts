import { afterEach, expect, test } from '@jest/globals';
import { House } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

let house: House;
afterEach(() => house.stop());

test('whatever cannot be read is kept and opens one incident of its source, which further ones refresh', async () => {
  house = await House.start({ routed: false, sourceOfTeam: true });
  const bodies = ['{"rule": {"id": ', '[{"a":1}]', 'error rendering mustache template "{{#alerts}}"', '\u0000\u0001'];
  for (const body of bodies) {
    const { results } = await house.elastic.posts(body);
    expect(results.map(({ outcome }) => outcome)).toEqual(['unreadable']);
    expect(results[0]).toMatchObject({ path: expect.any(String), found: expect.any(String), team_id: house.teamId });
    await house.passes(minutes(1));
  }
  const incidents = await house.incidents();
  expect(incidents).toMatchObject([
    { title: 'kibana sends alerts that we cannot read', status: 'triggered', alert_count: 4 },
  ]);
  const { alerts } = await house.incident(incidents[0]?.id ?? '');
  expect(alerts).toMatchObject([{ metadata: { raw_text: expect.any(String), expected: expect.any(String) } }]);
  house.mailbox.expect('ada', 'kibana sends alerts that we cannot read', 'expected', 'Payments');
  house.mailbox.expectNothingMore();
  expect(await house.count('raw_events')).toBe(4);
  expect(await house.count(`ledger_entries where outcome = 'unreadable' and incident_id is not null`)).toBe(4);
});

test('an empty body is refused with 400 and one over 1 MiB with 413; both are kept and refresh that incident', async () => {
  house = await House.start();
  expect(await house.elastic.tries('')).toMatchObject({ status: 400, body: { results: [{ outcome: 'unreadable' }] } });
  await house.passes(minutes(1));
  expect(await house.elastic.tries('x'.repeat(1024 * 1024 + 1))).toMatchObject({ status: 413 });
  expect(await house.incidents()).toMatchObject([{ alert_count: 2 }]);
  expect(
    await house.rows('select body_size, truncated, length(body) as kept from raw_events order by body_size'),
  ).toEqual([
    { bodySize: 0, truncated: false, kept: 0 },
    { bodySize: 1024 * 1024 + 1, truncated: true, kept: 64 * 1024 },
  ]);
});

test('a token that was good once is refused, and opens one incident about its source', async () => {
  house = await House.start({ routed: false });
  const { items } = await house.api.ok<{ items: { id: string }[] }>('GET', `/v1/sources/${house.sourceId}/tokens`);
  await house.api.ok('DELETE', `/v1/sources/${house.sourceId}/tokens/${items[0]?.id ?? ''}`);
  for (const wait of [1, 1, minutes(10)]) {
    expect(await house.elastic.tries(house.elastic.active('disk full'))).toMatchObject({ status: 401 });
    await house.passes(wait);
  }
  expect(await house.elastic.tries(house.elastic.active('disk full'))).toMatchObject({ status: 401 });
  await house.settles();
  // Told once a minute at most.
  expect(await house.incidents()).toMatchObject([
    { title: 'kibana uses a token that is revoked or expired', team_id: house.catchAllTeamId, alert_count: 2 },
  ]);
  house.mailbox.expect('ada', 'revoked or expired');
  expect(await house.count('raw_events')).toBe(0);
});

test('a token that nobody knows opens nothing', async () => {
  house = await House.start();
  const stranger = house.api.as(`iks_${'x'.repeat(43)}`);
  for (const api of [stranger, house.api.as(null)]) {
    expect(await house.elastic.tries(house.elastic.active('disk full'), api)).toMatchObject({ status: 401 });
  }
  await house.passes(hours(1));
  expect(await house.incidents()).toEqual([]);
  house.mailbox.expectNothingMore();
});
