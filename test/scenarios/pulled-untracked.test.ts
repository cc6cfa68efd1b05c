import { afterEach, expect, test } from '@jest/globals';
import { minutes } from '../harness/manual-clock.ts';
import type { HousePlan } from '../harness/house.ts';
import { startPulledHouse, type PulledHouse } from '../harness/pulled-house.ts';

let place: PulledHouse;
afterEach(() => place.stop());

/** An incident that ada works on, whose rule is then disabled; Kibana does not say when that was in `@timestamp`. */
async function untracked(plan: HousePlan = {}): Promise<string> {
  place = await startPulledHouse(plan, { interval_seconds: 300 });
  const { house, elasticsearch } = place;
  elasticsearch.shows(house.elastic.active('disk full', { tags: ['incidents-for-kibana'], uuid: 'u-1' }));
  await house.passes(minutes(5));
  const [incident] = await house.incidents();
  const id = incident?.id ?? '';
  await house.startWork(id, 'ada');
  house.mailbox.expect('ada', 'disk full');
  await house.passes(minutes(30));
  elasticsearch.untracks('u-1', house.clock.now());
  await house.passes(minutes(5));
  return id;
}

test('an untracked alert is noted, the assignee told, and its incident resolves after 60 minutes', async () => {
  const id = await untracked();
  const { house } = place;
  expect(await house.incident(id)).toMatchObject({ status: 'in_progress', resolve_due_at: expect.any(String) });
  expect(await house.entries(id, 'untracked')).toMatchObject([{ data: { found_by: 'pull' } }]);
  house.mailbox.expect('ada', 'No longer watched', 'disk full', 'disabled or deleted');
  await house.passes(minutes(55));
  expect(await house.entries(id, 'untracked')).toHaveLength(1);
  expect(await house.incident(id)).toMatchObject({ status: 'in_progress' });
  await house.passes(minutes(5));
  expect(await house.incident(id)).toMatchObject({ status: 'resolved', resolution: 'untracked' });
});

test('a team may want it to stay open for ever', async () => {
  const id = await untracked({ team: { resolve_after_untracked_seconds: null } });
  const { house } = place;
  await house.passes(minutes(180));
  expect(await house.incident(id)).toMatchObject({ status: 'in_progress', resolve_due_at: null });
});

test('the assignee may keep it open', async () => {
  const id = await untracked();
  const { house } = place;
  await house.change(id, 'keep-open', 'ada');
  await house.passes(minutes(120));
  expect(await house.incident(id)).toMatchObject({ status: 'in_progress' });
  expect(await house.entries(id, 'untracked')).toHaveLength(1);
});

test('a new episode calls the end off', async () => {
  const id = await untracked();
  const { house, elasticsearch } = place;
  elasticsearch.shows(house.elastic.active('disk full', { tags: ['incidents-for-kibana'], uuid: 'u-2' }));
  await house.passes(minutes(5));
  expect(await house.incident(id)).toMatchObject({ status: 'in_progress', resolve_due_at: null });
  await house.passes(minutes(90));
  expect(await house.incident(id)).toMatchObject({ status: 'in_progress' });
});
