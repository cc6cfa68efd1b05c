import { afterEach, expect, test } from '@jest/globals';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';
import { later, silence } from '../harness/suppressions.ts';

let house: House;
afterEach(() => house.stop());

const TWO_STEPS = { policy: [step('ada').waits(minutes(10)), step('grace').waits(minutes(10))] };

test('what fires in a silence is held visibly; what still does at its end starts at step 1 and says why now', async () => {
  house = await House.start(TWO_STEPS);
  const made = await silence(house, hours(1));
  const incident = await house.elastic.fires('disk full');
  await house.passes(minutes(59));
  house.mailbox.expectNothingMore();
  expect(await house.incident(incident)).toMatchObject({
    status: 'triggered',
    suppressed: { kind: 'silence', id: made.id, reason: 'we deploy', until: made.ends_at },
    escalation: { status: 'pending', due_at: made.ends_at },
  });
  expect(await house.entries(incident, 'held')).toMatchObject([
    { data: { suppression: { kind: 'silence', id: made.id }, reason: 'we deploy', until: made.ends_at } },
  ]);
  expect(await house.metric('incidents_suppressed')).toBe(1);

  await house.passes(minutes(1));
  house.mailbox.expect('ada', 'disk full', 'step 1 of 2', 'a silence (we deploy) held it until now');
  house.mailbox.expectNothingMore();
  expect(await house.incident(incident)).toMatchObject({ status: 'triggered', suppressed: null });
  expect(await house.entries(incident, 'hold_over')).toMatchObject([{ data: { reason: 'we deploy' } }]);
  expect(await house.entries(incident, 'escalation_started')).toMatchObject([{ data: { because: 'silence_over' } }]);
  expect(await house.metric('incidents_suppressed')).toBe(0);

  await house.passes(minutes(10));
  house.mailbox.expect('grace', 'step 2 of 2');
  house.mailbox.expectNothingMore();
});

test('what recovers in a silence resolves quietly, and nothing of it comes later', async () => {
  house = await House.start(TWO_STEPS);
  await silence(house, hours(1));
  const incident = await house.elastic.fires('disk full');
  await house.passes(minutes(5));
  await house.elastic.recovers('disk full');
  await house.passes(hours(5));
  house.mailbox.expectNothingMore();
  expect(await house.incident(incident)).toMatchObject({ status: 'resolved', suppressed: null });
  expect(await house.count('notifications')).toBe(0);
  // The ledger finds what held it in the run.
  expect(await house.rows('select hold_kind, hold_over_at, end_reason from escalations')).toEqual([
    { holdKind: 'silence', holdOverAt: null, endReason: 'recovered' },
  ]);
});

test('what it does not match is told as ever', async () => {
  house = await House.start(TWO_STEPS);
  await silence(house, hours(1), { matchers: { service: ['somewhere-else'] } });
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  house.mailbox.expect('ada', 'disk full');
  expect(await house.incident(incident)).toMatchObject({ suppressed: null });
});

test('ended early, it lets go at once', async () => {
  house = await House.start(TWO_STEPS);
  const { id } = await silence(house, hours(8));
  await house.elastic.fires('disk full');
  await house.passes(minutes(5));
  house.mailbox.expectNothingMore();
  expect(await house.as('ada').ok('POST', `/v1/silences/${id}/end`)).toMatchObject({ state: 'over' });
  await house.settles();
  house.mailbox.expect('ada', 'disk full', 'held it until now');
  house.mailbox.expectNothingMore();
  // Ending it once more changes nothing.
  expect(await house.as('ada').ok('POST', `/v1/silences/${id}/end`)).toMatchObject({ state: 'over' });
});

test('shortened, it lets go earlier; lengthened, it holds on', async () => {
  house = await House.start(TWO_STEPS);
  const { id } = await silence(house, hours(8));
  const incident = await house.elastic.fires('disk full');
  const ends_at = later(house, minutes(30));
  await house.as('ada').ok('PATCH', `/v1/silences/${id}`, { ends_at });
  await house.settles();
  expect(await house.incident(incident)).toMatchObject({ suppressed: { until: ends_at } });
  await house.passes(minutes(20));
  await house.as('ada').ok('PATCH', `/v1/silences/${id}`, { ends_at: later(house, minutes(60)) });
  await house.passes(minutes(59));
  house.mailbox.expectNothingMore();
  await house.passes(minutes(1));
  house.mailbox.expect('ada', 'disk full');
  house.mailbox.expectNothingMore();
});

test('edited so that it means something else, it lets go of what it held', async () => {
  house = await House.start(TWO_STEPS);
  const { id } = await silence(house, hours(8));
  await house.elastic.fires('disk full');
  await house.as('ada').ok('PATCH', `/v1/silences/${id}`, { matchers: { service: ['cart'] } });
  await house.settles();
  house.mailbox.expect('ada', 'disk full');
  house.mailbox.expectNothingMore();
});

test('made while it is escalating, it holds it from then on, and the end starts at step 1 again', async () => {
  house = await House.start(TWO_STEPS);
  const incident = await house.elastic.fires('disk full');
  await house.passes(minutes(2));
  house.mailbox.expect('ada', 'disk full');
  const made = await silence(house, hours(1));
  await house.settles();
  expect(await house.incident(incident)).toMatchObject({ suppressed: { id: made.id } });
  expect(await house.entries(incident, 'escalation_ended')).toMatchObject([{ data: { run: 1, reason: 'held' } }]);
  await house.passes(minutes(59));
  // Neither grace, whose step would have come after ten minutes, nor anybody again.
  house.mailbox.expectNothingMore();
  await house.passes(minutes(1));
  house.mailbox.expect('ada', 'step 1 of 2, run 2', 'held it until now');
  house.mailbox.expectNothingMore();
  await house.acknowledge(incident, 'ada');
  await house.passes(hours(3));
  house.mailbox.expectNothingMore();
});

test('made while it is escalating, what recovers in it is not told to those who were told before', async () => {
  house = await House.start(TWO_STEPS);
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  house.mailbox.expect('ada', 'disk full');
  await silence(house, hours(1));
  await house.passes(minutes(5));
  await house.elastic.recovers('disk full');
  await house.passes(hours(3));
  house.mailbox.expectNothingMore();
  expect(await house.incident(incident)).toMatchObject({ status: 'resolved' });
});

test('of two that overlap, the later end counts; ended early, the other one holds on', async () => {
  house = await House.start(TWO_STEPS);
  const short = await silence(house, hours(1), { reason: 'first' });
  const long = await silence(house, hours(2), { reason: 'second' });
  const incident = await house.elastic.fires('disk full');
  expect(await house.incident(incident)).toMatchObject({ suppressed: { id: long.id } });
  await house.passes(minutes(10));
  await house.as('ada').ok('POST', `/v1/silences/${long.id}/end`);
  await house.settles();
  expect(await house.incident(incident)).toMatchObject({ suppressed: { id: short.id, until: short.ends_at } });
  await house.passes(minutes(49));
  house.mailbox.expectNothingMore();
  await house.passes(minutes(1));
  house.mailbox.expect('ada', 'a silence (first) held it until now');
  house.mailbox.expectNothingMore();
});

test('planned for later, it holds what is escalating from its start on', async () => {
  house = await House.start(TWO_STEPS);
  await silence(house, hours(2), { starts_at: later(house, minutes(5)) });
  await house.elastic.fires('disk full');
  await house.passes(minutes(4));
  house.mailbox.expect('ada', 'disk full');
  await house.passes(minutes(60));
  house.mailbox.expectNothingMore();
});

test('who asks for the next step has it all the same', async () => {
  house = await House.start(TWO_STEPS);
  await silence(house, hours(2));
  const incident = await house.elastic.fires('disk full');
  await house.passes(minutes(5));
  await house.change(incident, 'escalate', 'linus');
  await house.settles();
  house.mailbox.expect('ada', 'disk full', 'step 1 of 2');
  await house.passes(minutes(10));
  house.mailbox.expect('grace', 'disk full', 'step 2 of 2');
  house.mailbox.expectNothingMore();
  expect(await house.incident(incident)).toMatchObject({ suppressed: null });
});

test('released in a silence, it is held; acknowledged in it, it is over', async () => {
  house = await House.start(TWO_STEPS);
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  house.mailbox.expect('ada', 'disk full');
  await house.acknowledge(incident, 'ada');
  await silence(house, hours(1));
  await house.change(incident, 'release', 'ada');
  await house.passes(minutes(30));
  house.mailbox.expectNothingMore();
  expect(await house.incident(incident)).toMatchObject({ suppressed: { kind: 'silence' } });
  await house.acknowledge(incident, 'grace');
  await house.passes(hours(3));
  house.mailbox.expectNothingMore();
  expect(await house.incident(incident)).toMatchObject({ status: 'acknowledged', suppressed: null });
});

test('risen beyond what it means, it is told at once', async () => {
  house = await House.start(TWO_STEPS);
  await silence(house, hours(8), { matchers: { severity: ['warning'] } });
  await house.elastic.fires('disk full', { severity: 'warning', uuid: 'e1' });
  await house.passes(minutes(5));
  house.mailbox.expectNothingMore();
  await house.elastic.fires('disk full', { severity: 'critical', uuid: 'e1' });
  await house.settles();
  house.mailbox.expect('ada', 'disk full');
  house.mailbox.expectNothingMore();
});

test('two backends hold and let go as one, and nobody is told twice', async () => {
  house = await House.start(TWO_STEPS);
  await house.another();
  const { id } = await silence(house, hours(8));
  for (const name of ['a', 'b', 'c', 'd']) await house.elastic.fires(name);
  await house.settlesTogether();
  house.mailbox.expectNothingMore();
  await house.as('ada').ok('POST', `/v1/silences/${id}/end`);
  await house.settlesTogether();
  expect(await house.count(`escalations where status <> 'resolved' and hold_over_at is not null`)).toBe(4);
  expect(await house.count('notifications')).toBe(4);
  expect(await house.count(`timeline_entries where kind = 'hold_over'`)).toBe(4);
  house.mailbox.expect('ada');
});

test('by the rule of one alert, it lets go when another rule joins the incident', async () => {
  house = await House.start({ ...TWO_STEPS, team: { grouping_window_seconds: 600 } });
  await silence(house, hours(8), { matchers: { rule: ['disk full'] } });
  const incident = await house.elastic.fires('disk full', { service: 'checkout', environment: 'production' });
  await house.passes(minutes(2));
  house.mailbox.expectNothingMore();
  expect(await house.incident(incident)).toMatchObject({ suppressed: { kind: 'silence' } });
  const joined = await house.elastic.fires('memory full', { service: 'checkout', environment: 'production' });
  expect(joined).toBe(incident);
  await house.settles();
  house.mailbox.expect('ada', 'step 1 of 2');
  house.mailbox.expectNothingMore();
});
