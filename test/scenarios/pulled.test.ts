import { afterEach, expect, test } from '@jest/globals';
import { hours, minutes } from '../harness/manual-clock.ts';
import { startPulledHouse, type PulledHouse } from '../harness/pulled-house.ts';

const OURS = { tags: ['incidents-for-kibana'] };

let place: PulledHouse;
afterEach(() => place.stop());

test('a webhook that never came, and a recovery that never came, are repaired within one poll', async () => {
  place = await startPulledHouse();
  const { house, elasticsearch } = place;
  elasticsearch.shows(house.elastic.active('disk full', { ...OURS, uuid: 'u-1' }));
  await house.passes(119);
  expect(await house.incidents()).toEqual([]);
  await house.passes(30);
  const [incident] = await house.incidents();
  expect(incident).toMatchObject({ title: expect.stringContaining('disk full'), status: 'triggered', alert_count: 1 });
  const id = incident?.id ?? '';
  expect(await house.entries(id, 'opened')).toMatchObject([
    { actor: { type: 'source', name: 'kibana' }, data: { found_by: 'pull' } },
  ]);
  house.mailbox.expect('ada', 'disk full');

  elasticsearch.shows(house.elastic.recovery('disk full'));
  await house.passes(30);
  expect(await house.incident(id)).toMatchObject({ status: 'resolved', resolution: 'recovery' });
  expect(await house.entries(id, 'resolved')).toMatchObject([{ data: { found_by: 'pull' } }]);
  house.mailbox.expect('ada', 'disk full');
  await house.passes(minutes(20));
  house.mailbox.expectNothingMore();

  expect(await house.count('raw_events')).toBe(2);
  expect(await house.rows('select outcome from ledger_entries order by received_at')).toEqual([
    { outcome: 'opened' },
    { outcome: 'resolved' },
  ]);
  expect(await house.metric('incidents_found_by_pull_total')).toBe(2);
  expect(await place.source()).toMatchObject({ health: { status: 'active', found_by_pull: 2, last_push_at: null } });
});

test('a lost recovery of what was pushed is found, whether its rule asks for incidents or not', async () => {
  place = await startPulledHouse();
  const { house, elasticsearch } = place;
  const posted = house.elastic.active('no tag of ours', { tags: ['theirs'] });
  elasticsearch.shows(posted);
  const { results } = await house.elastic.posts(posted);
  const id = results[0]?.incident_id ?? '';
  await house.passes(minutes(3));
  elasticsearch.shows(house.elastic.recovery('no tag of ours', { tags: ['theirs'] }));
  await house.passes(30);
  expect(await house.incident(id)).toMatchObject({ status: 'resolved', resolution: 'recovery' });
});

test('a recovery that was missed for days is found by the incident that is still open', async () => {
  place = await startPulledHouse();
  const { house, elasticsearch } = place;
  await house.api.ok('DELETE', `/v1/sources/${house.sourceId}/pull`);
  const posted = house.elastic.active('forgotten');
  elasticsearch.shows(posted);
  const { results } = await house.elastic.posts(posted);
  await house.passes(60);
  elasticsearch.shows(house.elastic.recovery('forgotten'));
  house.clock.forward(hours(72));
  await place.pulls();
  await house.settles();
  expect(await house.incident(results[0]?.incident_id ?? '')).toMatchObject({ status: 'resolved' });
});

test('push and pull of the same alert are one incident, whichever comes first', async () => {
  place = await startPulledHouse();
  const { house, elasticsearch } = place;
  const pushedFirst = house.elastic.active('pushed first', OURS);
  const pulledFirst = house.elastic.active('pulled first', OURS);
  const { results } = await house.elastic.posts(pushedFirst);
  for (const posted of [pushedFirst, pulledFirst]) elasticsearch.shows(posted);
  await house.passes(minutes(3));
  await house.elastic.posts(pulledFirst);
  await house.passes(minutes(3));
  const incidents = await house.incidents();
  expect(incidents.map(({ title }) => title).sort()).toEqual([
    expect.stringContaining('pulled first'),
    expect.stringContaining('pushed first'),
  ]);
  expect(incidents.map(({ id }) => id)).toContain(results[0]?.incident_id);
  expect(incidents.map(({ status }) => status)).toEqual(['triggered', 'triggered']);
  // The pull opened one of them; neither does it count what it sees again.
  expect(await house.metric('incidents_found_by_pull_total')).toBe(1);
});

test('an episode that a person resolved never comes back, by poll or push; a new one does', async () => {
  place = await startPulledHouse({ team: { reopen_window_seconds: 0 } });
  const { house, elasticsearch } = place;
  const firing = { ...OURS, uuid: 'u-1' };
  elasticsearch.shows(house.elastic.active('disk full', firing));
  await house.passes(minutes(3));
  const [incident] = await house.incidents();
  await house.resolve(incident?.id ?? '', 'ada');
  for (let run = 0; run < 5; run += 1) {
    const again = house.elastic.active('disk full', firing);
    elasticsearch.shows(again);
    await house.passes(minutes(2));
    const { results } = await house.elastic.posts(again);
    expect(results).toMatchObject([{ outcome: 'ignored', reason: 'episode_ended' }]);
  }
  expect(await house.incidents()).toMatchObject([{ id: incident?.id, status: 'resolved' }]);

  elasticsearch.shows(house.elastic.active('disk full', { ...OURS, uuid: 'u-2' }));
  await house.passes(minutes(3));
  expect((await house.incidents()).map(({ status }) => status)).toEqual(['triggered', 'resolved']);
});

test('pull alone is enough: severity, recovery and a new episode come by it', async () => {
  place = await startPulledHouse();
  const { house, elasticsearch } = place;
  const show = (tag: string) =>
    elasticsearch.shows(
      house.elastic.active('disk full', { tags: ['incidents-for-kibana', `severity:${tag}`], uuid: 'u-1' }),
    );
  show('warning');
  await house.passes(minutes(3));
  const [incident] = await house.incidents();
  const id = incident?.id ?? '';
  expect(incident).toMatchObject({ severity: 'warning', urgency: 'low' });
  show('critical');
  await house.passes(30);
  expect(await house.incident(id)).toMatchObject({ severity: 'critical', urgency: 'high', alert_count: 2 });
  elasticsearch.shows(house.elastic.recovery('disk full', OURS));
  await house.passes(30);
  expect(await house.incident(id)).toMatchObject({ status: 'resolved' });
  elasticsearch.shows(house.elastic.active('disk full', { ...OURS, uuid: 'u-2' }));
  await house.passes(minutes(3));
  expect(await house.incident(id)).toMatchObject({ status: 'triggered', reopen_count: 1 });
});

test('alerts of other spaces and indices are not looked at', async () => {
  place = await startPulledHouse({}, { spaces: ['ops'] });
  const { house, elasticsearch } = place;
  elasticsearch.shows(house.elastic.active('of the default space', OURS));
  await house.passes(minutes(5));
  expect(await house.incidents()).toMatchObject([{ title: 'kibana cannot be pulled' }]);
});

test('a storm is over six hours after the last of it was seen, and not while polls find it active', async () => {
  place = await startPulledHouse({ policy: null, stormRate: 1 }, { interval_seconds: 1_800 });
  const { house, elasticsearch } = place;
  const shown = () => [1, 2, 3].map((at) => house.elastic.active(`problem ${at}`, { ...OURS, uuid: `u-${at}` }));
  for (const body of shown()) await house.elastic.posts(body);
  const storm = (await house.incidents()).find((incident) => incident.storm)?.id ?? '';
  for (let half = 0; half < 14; half += 1) {
    // Each run of its rule writes the document anew.
    for (const body of shown()) elasticsearch.shows(body);
    await house.passes(minutes(30));
  }
  expect(await house.incident(storm)).toMatchObject({ status: 'triggered' });
  expect(await house.incidents()).toHaveLength(2);
  elasticsearch.hasNoIndices();
  await house.passes(hours(6) - 1);
  expect(await house.incident(storm)).toMatchObject({ status: 'triggered' });
  await house.passes(2);
  expect(await house.incident(storm)).toMatchObject({ status: 'resolved', resolution: 'storm_over' });
});
