import { afterEach, expect, test } from '@jest/globals';
import { House } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

let house: House;
afterEach(() => house.stop());

/** An incident that ada works on. */
async function workedOn(team: Readonly<Record<string, unknown>> = {}): Promise<string> {
  house = await House.start({ team });
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  house.mailbox.expect('ada', 'disk full');
  await house.startWork(incident, 'ada');
  await house.passes(minutes(10));
  house.mailbox.expectNothingMore();
  return incident;
}

test('a recovery during work is noted and told to the assignee once; after an hour of quiet the incident resolves by itself', async () => {
  const incident = await workedOn();
  const { results } = await house.elastic.recovers('disk full');
  expect(results).toMatchObject([{ outcome: 'recovery_noted', reason: 'in_progress' }]);
  expect((await house.elastic.recovers('disk full')).results).toMatchObject([{ outcome: 'duplicate' }]);
  await house.passes(minutes(59));
  house.mailbox.expect('ada', 'Recovered: ', 'disk full');
  house.mailbox.expectNothingMore();
  expect(await house.incident(incident)).toMatchObject({ status: 'in_progress' });

  await house.passes(minutes(1));
  expect(await house.incident(incident)).toMatchObject({ status: 'resolved', resolution: 'recovery_unattended' });
  house.mailbox.expect('ada', 'Resolved: ', 'by itself');
  house.mailbox.expectNothingMore();
});

test('a new episode before that keeps the incident and tells the assignee, without paging anybody', async () => {
  const incident = await workedOn();
  await house.elastic.recovers('disk full');
  await house.passes(minutes(30));
  house.mailbox.expect('ada', 'Recovered: ');

  expect(await house.elastic.fires('disk full')).toBe(incident);
  await house.passes(hours(3));
  house.mailbox.expect('ada', 'Active again: ', 'disk full');
  house.mailbox.expectNothingMore();
  expect(await house.incident(incident)).toMatchObject({ status: 'in_progress', resolve_due_at: null, alert_count: 2 });
  expect(await house.kinds(incident)).toContain('new_episode');
  expect(await house.count('escalations')).toBe(1);
});

test('the assignee resolves after the recovery, and nothing happens when the hour is over', async () => {
  const incident = await workedOn();
  await house.elastic.recovers('disk full');
  await house.settles();
  house.mailbox.expect('ada', 'Recovered: ');
  const resolved = await house.resolve(incident, 'ada');
  expect(resolved).toMatchObject({ resolution: 'responder', resolve_due_at: null, still_active: false });
  await house.passes(hours(2));
  house.mailbox.expect('ada', 'Resolved: ');
  house.mailbox.expectNothingMore();
  expect(await house.entries(incident, 'resolved')).toHaveLength(1);
});

test('a team that waits no time has its incidents resolved with the recovery', async () => {
  const incident = await workedOn({ resolve_after_recovery_seconds: 0 });
  expect((await house.elastic.recovers('disk full')).results).toMatchObject([{ outcome: 'resolved' }]);
  await house.settles();
  house.mailbox.expect('ada', 'Resolved: ', 'Resolved by recovery');
  house.mailbox.expectNothingMore();
  expect(await house.incident(incident)).toMatchObject({ status: 'resolved', resolution: 'recovery' });
});

test('a team that never wants it keeps its incidents in progress until a person resolves them', async () => {
  const incident = await workedOn({ resolve_after_recovery_seconds: null });
  await house.elastic.recovers('disk full');
  await house.passes(hours(72));
  house.mailbox.expect('ada', 'Recovered: ');
  const reminders = house.mailbox.takeTitles('ada');
  expect(reminders.every((title) => title.startsWith('Still in progress: '))).toBe(true);
  expect(reminders).toHaveLength(72 / 4);
  house.mailbox.expectNothingMore();
  expect(await house.incident(incident)).toMatchObject({ status: 'in_progress', resolve_due_at: null });
});
