import { afterEach, expect, test } from '@jest/globals';
import { House } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

let house: House;
afterEach(() => house.stop());

/** The alert fires and recovers, each for a minute, so many times; answers its last incident. */
async function flaps(times: number): Promise<string> {
  let incident = '';
  for (let episode = 0; episode < times; episode += 1) {
    incident = await house.elastic.fires('latency');
    await house.passes(minutes(1));
    await house.elastic.recovers('latency');
    await house.passes(minutes(1));
  }
  return incident;
}

test('from its fourth episode within an hour an alert keeps its incident open, and nobody is told any more', async () => {
  house = await House.start();
  const incident = await flaps(3);
  expect(await house.incident(incident)).toMatchObject({ status: 'resolved', flapping: false });
  expect(house.mailbox.takeTitles('ada')).toHaveLength(6);

  expect(await flaps(1)).toBe(incident);
  expect(house.mailbox.takeTitles('ada')).toHaveLength(1);
  expect(await house.incident(incident)).toMatchObject({ status: 'triggered', flapping: true });
  expect(await house.entries(incident, 'flapping')).toMatchObject([{ data: { reason: 'flapping' } }]);
  await flaps(5);
  house.mailbox.expectNothingMore();
  expect(await house.incident(incident)).toMatchObject({ status: 'triggered', reopen_count: 3, alert_count: 9 });
  expect((await house.entries(incident, 'recovery_noted')).at(-1)).toMatchObject({ data: { reason: 'flapping' } });
  expect(await house.entries(incident, 'flapping')).toHaveLength(1);
  expect(await house.metric('incidents_flapping_total')).toBe(1);

  await house.passes(minutes(13));
  expect(await house.incident(incident)).toMatchObject({ status: 'triggered' });
  await house.passes(minutes(1));
  expect(await house.incident(incident)).toMatchObject({ status: 'resolved', resolution: 'flapping_over' });
  house.mailbox.expect('ada', 'Resolved: ', 'flapped');
  await house.passes(hours(3));
  house.mailbox.expectNothingMore();
});

test('what Kibana calls flapping is so from the first', async () => {
  house = await House.start();
  const body = house.elastic.active('latency', { uuid: 'u-1' });
  const flapping = { ...(body['alert'] as object), flapping: 'true' };
  const { results } = await house.elastic.posts({ ...body, alert: flapping });
  const incident = results[0]?.incident_id ?? '';
  const answer = await house.elastic.posts({
    ...house.elastic.recovery('latency'),
    alert: { ...flapping, action_group: 'recovered' },
  });
  expect(answer.results).toMatchObject([{ outcome: 'recovery_noted', reason: 'flapping' }]);
  await house.passes(minutes(15));
  expect(await house.incident(incident)).toMatchObject({ status: 'resolved', resolution: 'flapping_over' });
  house.mailbox.expect('ada', 'latency');
  house.mailbox.expect('ada', 'Resolved: ');
  house.mailbox.expectNothingMore();
});

test('episodes over hours are no flapping, and what has gone on for an hour resolves with its recovery', async () => {
  house = await House.start({ policy: null });
  for (let episode = 0; episode < 6; episode += 1) {
    await house.elastic.fires('latency');
    await house.passes(minutes(20));
    expect((await house.elastic.recovers('latency')).results).toMatchObject([{ outcome: 'resolved' }]);
  }
  const incident = await flaps(4);
  expect(await house.incident(incident)).toMatchObject({ status: 'triggered', flapping: true });
  expect(await house.elastic.fires('latency')).toBe(incident);
  await house.passes(minutes(61));
  expect((await house.elastic.recovers('latency')).results).toMatchObject([{ outcome: 'resolved' }]);
});

/** Flapped, acknowledged by ada, and recovered. */
async function isQuietWithAda(): Promise<string> {
  await flaps(3);
  const incident = await house.elastic.fires('latency');
  await house.settles();
  await house.acknowledge(incident, 'ada');
  await house.elastic.recovers('latency');
  return incident;
}

test('nobody is called when an acknowledgement runs out of what is only waited for to stay quiet', async () => {
  house = await House.start({ team: { acknowledgement_timeout_seconds: minutes(10) } });
  const incident = await isQuietWithAda();
  house.mailbox.takeTitles('ada');
  await house.passes(minutes(12));
  await house.audits();
  house.mailbox.expectNothingMore();
  expect(await house.incident(incident)).toMatchObject({ status: 'acknowledged', acknowledgement_due_at: null });
  expect(await house.entries(incident, 'repaired')).toEqual([]);
  await house.passes(minutes(3));
  expect(await house.incident(incident)).toMatchObject({ status: 'resolved', resolution: 'flapping_over' });
  house.mailbox.expect('ada', 'Resolved: ');
});

test('a new episode of what was quiet begins the time of its holder anew', async () => {
  house = await House.start({ team: { acknowledgement_timeout_seconds: minutes(10) } });
  const incident = await isQuietWithAda();
  await house.passes(minutes(12));
  house.mailbox.takeTitles('ada');
  await house.elastic.fires('latency');
  await house.passes(minutes(4));
  house.mailbox.expect('ada', 'latency', 'active again');
  await house.passes(minutes(6));
  expect(await house.incident(incident)).toMatchObject({ status: 'triggered', flapping: true });
});

test('the list shows those that flap', async () => {
  house = await House.start({ policy: null });
  await house.elastic.fires('steady');
  const incident = await flaps(4);
  const listed = async (flapping: boolean) =>
    (await house.api.ok<{ items: { id: string }[] }>('GET', `/v1/incidents?flapping=${flapping}`)).items;
  expect(await listed(true)).toMatchObject([{ id: incident, flapping: true }]);
  expect(await listed(false)).toMatchObject([{ flapping: false }]);
});

test('the auditor gives back the end that an incident lost', async () => {
  house = await House.start();
  const incident = await flaps(4);
  house.mailbox.takeTitles('ada');
  await house.rows(`update incidents set resolve_due_at = null where id = ?`, [incident]);
  await house.audits();
  expect(await house.entries(incident, 'repaired')).toHaveLength(1);
  await house.passes(minutes(15));
  expect(await house.incident(incident)).toMatchObject({ status: 'resolved', resolution: 'flapping_over' });
});
