import { afterEach, expect, test } from '@jest/globals';
import { House } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

let house: House;
afterEach(() => house.stop());

test('a recovery that names rule, alert and episode and nothing else, as Kibana 8.12 posts it, resolves', async () => {
  house = await House.start();
  const incident = await house.elastic.fires('disk full', { service: 'billing', environment: 'staging' });
  await house.passes(minutes(2));
  house.mailbox.expect('ada', 'disk full');

  const recovery = house.elastic.bareRecovery('disk full', { service: 'billing', environment: 'staging' });
  expect((await house.elastic.posts(recovery)).results).toMatchObject([
    { outcome: 'resolved', incident_id: incident, team_id: house.teamId },
  ]);
  expect(await house.incident(incident)).toMatchObject({
    status: 'resolved',
    title: 'disk full (billing, staging)',
    service: 'billing',
    description: 'disk full: failed transactions is 42%',
    severity: 'error',
  });
  await house.passes(hours(1));
  house.mailbox.expect('ada', 'Resolved: ', 'billing');
  house.mailbox.expectNothingMore();
});

test('of an episode that nobody knows, it opens nothing and is kept', async () => {
  house = await House.start();
  const { results } = await house.elastic.posts(house.elastic.bareRecovery('disk full'));
  expect(results).toMatchObject([{ outcome: 'ignored', reason: 'nothing_to_recover', incident_id: null }]);
  expect(await house.incidents()).toEqual([]);
  expect(await house.count('raw_events')).toBe(1);
  expect(await house.count('ledger_entries')).toBe(1);
});
