import { afterEach, expect, test } from '@jest/globals';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

let house: House;
afterEach(() => house.stop());

const open = async () => (await house.api.ok<{ open: readonly { kind: string }[] }>('GET', '/v1/self-check')).open;
const repairs = async (incident: string) =>
  (await house.entries(incident, 'repaired')).map(({ data }) => data['finding']);

/** A house in which ada has been told, and grace is to be after ten minutes. */
async function told(): Promise<string> {
  house = await House.start({ policy: [step('ada').waits(minutes(10)), step('grace').waits(minutes(10))] });
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  house.mailbox.expect('ada', 'disk full');
  return incident;
}

test('an escalation whose due row was deleted by hand begins again, and is seen through', async () => {
  const incident = await told();
  await house.rows('delete from escalations');
  await house.passes(hours(1));
  // Without the auditor nobody would ever hear of it again.
  house.mailbox.expectNothingMore();

  await house.audits();
  house.mailbox.expect('ada', 'disk full', 'step 1 of 2');
  house.mailbox.expectNothingMore();
  expect(await repairs(incident)).toEqual(['run_missing']);
  expect(await house.entries(incident, 'escalation_started')).toMatchObject([
    { data: { run: 1, because: 'opened' } },
    { data: { run: 1, because: 'auditor' } },
  ]);
  await house.passes(minutes(10));
  house.mailbox.expect('grace', 'disk full', 'step 2 of 2');

  await house.audits();
  expect(await repairs(incident)).toEqual(['run_missing']);
  expect(await house.metric('incidents_audit_repairs_total')).toBe(1);
  await house.acknowledge(incident, 'grace');
  await house.audits();
  await house.passes(hours(3));
  house.mailbox.expectNothingMore();
});

test('the first run deleted before anybody was told is begun again too', async () => {
  house = await House.start({ policy: [step('ada').after(minutes(5))] });
  const incident = await house.elastic.fires('disk full');
  await house.rows('delete from escalations');
  await house.audits();
  house.mailbox.expectNothingMore();
  await house.passes(minutes(5));
  house.mailbox.expect('ada', 'disk full');
  expect(await repairs(incident)).toEqual(['run_missing']);
});

test.each([
  ['has no due time any more', 'update escalations set due_at = null'],
  ['is due in a hundred years', `update escalations set due_at = due_at + interval '100 years'`],
])('a run that %s goes on when its step is over', async (_, damage) => {
  const incident = await told();
  await house.passes(minutes(4));
  await house.rows(damage);
  await house.audits();
  house.mailbox.expectNothingMore();
  await house.passes(minutes(4));
  house.mailbox.expectNothingMore();
  await house.passes(minutes(1));
  house.mailbox.expect('grace', 'disk full', 'step 2 of 2');
  expect(await repairs(incident)).toHaveLength(1);
  expect(await house.minutesOf(incident, 'step_escalated')).toEqual([10]);
});

test.each([
  ['has no due time any more', 'update escalations set due_at = null'],
  ['is due in a hundred years', `update escalations set due_at = due_at + interval '100 years'`],
  ['has lost its record as well', `delete from escalation_steps; update escalations set due_at = null`],
])('a run that waits for its first step and %s begins it no later than planned', async (_, damage) => {
  house = await House.start({ policy: [step('ada').after(minutes(5))] });
  const incident = await house.elastic.fires('disk full');
  await house.database.database.raw(damage);
  await house.audits();
  await house.passes(minutes(4));
  house.mailbox.expect('ada', 'disk full');
  house.mailbox.expectNothingMore();
  expect(await repairs(incident)).toHaveLength(1);
});

test('a passage whose record was deleted is written down again, and nobody is told twice', async () => {
  const incident = await told();
  await house.rows('delete from escalation_steps');
  await house.audits();
  house.mailbox.expectNothingMore();
  expect(await repairs(incident)).toEqual(['passage_missing']);
  await house.passes(minutes(9));
  house.mailbox.expect('grace', 'disk full');
  expect(await house.rows('select step, status from escalation_steps order by step')).toEqual([
    { step: 1, status: 'escalated' },
    { step: 2, status: 'notified' },
  ]);
});

test('a run that an exhausted policy was to start over with is missed as well', async () => {
  house = await House.start({ policy: [step('ada').waits(minutes(5))] });
  const incident = await house.elastic.fires('disk full');
  await house.passes(minutes(6));
  house.mailbox.expect('ada', 'disk full');
  expect(await house.rows(`delete from escalations where status = 'pending' returning started_because`)).toEqual([
    { startedBecause: 'exhausted' },
  ]);
  await house.audits();
  house.mailbox.expect('ada', 'disk full');
  expect(await repairs(incident)).toEqual(['run_missing']);
});

test('what ran out at low urgency has said so: it is left alone', async () => {
  house = await House.start({ policy: [step('ada').waits(minutes(5))] });
  const incident = await house.elastic.fires('disk full', { severity: 'warning' });
  await house.passes(minutes(30));
  house.mailbox.expect('ada', 'disk full');
  expect(await house.kinds(incident)).toContain('exhausted');
  await house.audits();
  await house.passes(hours(3));
  house.mailbox.expectNothingMore();
  expect(await repairs(incident)).toEqual([]);
});

test('a run of an incident that somebody holds ends, and nobody more is told', async () => {
  const incident = await told();
  await house.acknowledge(incident, 'ada');
  await house.rows(
    `update escalations set status = 'notified', ended_at = null, end_reason = null, due_at = ?::timestamptz + interval '1 hour'`,
    [house.clock.now()],
  );
  await house.audits();
  expect(await repairs(incident)).toEqual(['run_not_wanted']);
  expect(await house.rows('select status, end_reason from escalations')).toEqual([
    { status: 'resolved', endReason: 'acknowledged' },
  ]);
  await house.passes(hours(2));
  house.mailbox.expectNothingMore();
});

test('a run that was parked is taken up once more, and is for people when it is parked again', async () => {
  const incident = await told();
  const park = () => house.rows('update escalations set parked_at = ?, failures = 5', [house.clock.now()]);
  await park();
  await house.audits();
  expect(await repairs(incident)).toEqual([]);
  await house.passes(minutes(30));
  house.mailbox.expectNothingMore();
  await house.audits();
  house.mailbox.expect('grace', 'disk full', 'step 2 of 2');
  expect(await repairs(incident)).toEqual(['run_parked']);
  expect(await open()).toEqual([]);

  await park();
  await house.audits();
  expect(await open()).toMatchObject([{ kind: 'run_parked' }]);
  expect(await house.metric('incidents_audit_findings')).toBe(1);
  expect(await house.api.ok('GET', '/v1/self-check')).toMatchObject({ well: false, found: { run_parked: 1 } });
  await house.acknowledge(incident, 'ada');
  await house.audits();
  expect(await open()).toEqual([]);
  expect(await repairs(incident)).toEqual(['run_parked']);
});

test('a step whose notifications were deleted is told, since nobody was', async () => {
  house = await House.start({ policy: [step('ada').waits(hours(2))] });
  house.mailbox.server.refuseWith(451, 'try later');
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  await house.rows('delete from notifications');
  house.mailbox.server.accept();
  await house.passes(minutes(30));
  house.mailbox.expectNothingMore();
  await house.audits();
  house.mailbox.expect('ada', 'disk full');
  expect(await repairs(incident)).toEqual(['step_untold']);
  await house.audits();
  house.mailbox.expectNothingMore();
});

test('a step whose notifications were deleted, and whose people cannot be reached any more, is left loudly', async () => {
  house = await House.start({ policy: [step('ada').waits(hours(2)), step('grace')] });
  house.mailbox.server.refuseWith(451, 'try later');
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  await house.rows('delete from notifications');
  await house.removeMail('ada');
  house.mailbox.server.accept();
  await house.audits();
  house.mailbox.expect('grace', 'disk full', 'step 2 of 2');
  expect(await house.kinds(incident)).toContain('nobody_notified');
});

test('a run that no worker has moved wakes one, and is wrong until it has', async () => {
  const incident = await told();
  house.clock.forward(minutes(15));
  await house.backend.workers.makeRound('audit');
  expect(await open()).toMatchObject([
    { kind: 'run_overdue', incident_id: incident, found_at: house.clock.now().toISOString() },
  ]);
  expect(await house.metric('incidents_audit_repairs_total')).toBe(0);
  await house.settles();
  house.mailbox.expect('grace', 'disk full');
  await house.audits();
  expect(await open()).toEqual([]);
  expect(await repairs(incident)).toEqual([]);
});

test('that nobody was reached after all, and no worker has noted, is wrong until one has', async () => {
  house = await House.start({ policy: [step('ada').waits(hours(2)), step('grace')] });
  await house.elastic.fires('disk full');
  await house.settles();
  house.mailbox.expect('ada', 'disk full');
  await house.rows(`update deliveries set status = 'failed', ended_at = ?`, [house.clock.now()]);
  house.clock.forward(minutes(3));
  await house.backend.workers.makeRound('audit');
  expect(await open()).toMatchObject([{ kind: 'step_unheard' }]);
  await house.settles();
  house.mailbox.expect('grace', 'disk full');
  await house.audits();
  expect(await open()).toEqual([]);
});
