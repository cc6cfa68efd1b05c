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

test('it resolves then, also where the acknowledgement runs out before', async () => {
  const team = { acknowledgement_timeout_seconds: minutes(30) };
  place = await startPulledHouse({ policy: null, team }, { interval_seconds: 300 });
  const { house, elasticsearch } = place;
  elasticsearch.shows(house.elastic.active('disk full', { tags: ['incidents-for-kibana'], uuid: 'u-1' }));
  await house.passes(minutes(5));
  const [incident] = await house.incidents();
  const id = incident?.id ?? '';
  elasticsearch.untracks('u-1', house.clock.now());
  await house.passes(minutes(5));
  const { resolve_due_at: due } = await house.incident(id);
  await house.acknowledge(id, 'ada');
  await house.passes(minutes(30));
  expect(await house.incident(id)).toMatchObject({ status: 'triggered', resolve_due_at: due });
  await house.passes(minutes(30));
  expect(await house.incident(id)).toMatchObject({ status: 'resolved', resolution: 'untracked' });
});

/** One incident with two alerts, of two rules; only the first is found by polls where the other is pushed. */
async function grouped(other: 'pulled' | 'pushed'): Promise<string> {
  place = await startPulledHouse({ policy: null, team: { grouping_window_seconds: 600 } }, { interval_seconds: 60 });
  const { house, elasticsearch } = place;
  const [first, second] = ['disk full', 'queue full'].map((title, at) =>
    house.elastic.active(title, { tags: ['incidents-for-kibana'], uuid: `u-${at + 1}` }),
  );
  elasticsearch.shows(first ?? {});
  if (other === 'pulled') elasticsearch.shows(second ?? {});
  else await house.elastic.posts(second);
  await house.passes(minutes(5));
  const [incident, ...others] = await house.incidents();
  expect(others).toEqual([]);
  return incident?.id ?? '';
}

test('an incident of several alerts resolves 60 minutes after the last of them became untracked', async () => {
  const id = await grouped('pulled');
  const { house, elasticsearch } = place;
  elasticsearch.untracks('u-1', house.clock.now());
  await house.passes(minutes(30));
  expect(await house.incident(id)).toMatchObject({ status: 'triggered', resolve_due_at: null });
  elasticsearch.untracks('u-2', house.clock.now());
  await house.passes(minutes(1));
  expect(await house.entries(id, 'untracked')).toHaveLength(2);
  await house.passes(minutes(59));
  expect(await house.incident(id)).toMatchObject({ status: 'triggered' });
  await house.passes(minutes(1));
  expect(await house.incident(id)).toMatchObject({ status: 'resolved', resolution: 'untracked' });
});

test('so it does once the last that was tracked has recovered', async () => {
  const id = await grouped('pushed');
  const { house, elasticsearch } = place;
  elasticsearch.untracks('u-1', house.clock.now());
  await house.passes(minutes(5));
  expect(await house.incident(id)).toMatchObject({ resolve_due_at: null });
  expect((await house.elastic.recovers('queue full')).results).toMatchObject([{ reason: 'others_active' }]);
  await house.passes(minutes(60));
  expect(await house.incident(id)).toMatchObject({ status: 'resolved', resolution: 'untracked' });
});

test('two of them that are merged end as one does: when the later of the two would have', async () => {
  const gone = await untracked();
  const { house, elasticsearch } = place;
  elasticsearch.shows(house.elastic.active('disk slow', { tags: ['incidents-for-kibana'], uuid: 'u-9' }));
  await house.passes(minutes(5));
  const stays = (await house.incidents()).find(({ id }) => id !== gone)?.id ?? '';
  expect(await house.change(gone, 'merge', 'ada', { into: stays })).toMatchObject({ resolution: 'merged' });
  // Kibana looks at one of its alerts still.
  expect(await house.incident(stays)).toMatchObject({ resolve_due_at: null });
  await house.passes(minutes(60));
  expect((await house.incident(stays)).status).not.toBe('resolved');

  elasticsearch.untracks('u-9', house.clock.now());
  elasticsearch.shows(house.elastic.active('disk odd', { tags: ['incidents-for-kibana'], uuid: 'u-10' }));
  await house.passes(minutes(5));
  const other = (await house.incidents()).find(({ id }) => ![gone, stays].includes(id))?.id ?? '';
  elasticsearch.untracks('u-10', house.clock.now());
  await house.passes(minutes(5));
  const { resolve_due_at: dueAt } = await house.incident(other);
  await house.change(stays, 'merge', 'ada', { into: other });
  expect(await house.incident(other)).toMatchObject({ resolve_due_at: dueAt, alerts: [{}, {}, {}] });
  await house.change(other, 'acknowledge', 'ada');
  await house.passes(minutes(60));
  expect(await house.incident(other)).toMatchObject({ status: 'resolved', resolution: 'untracked' });
});
