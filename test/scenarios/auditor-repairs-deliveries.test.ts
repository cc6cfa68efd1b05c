import { afterEach, expect, test } from '@jest/globals';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

let house: House;
afterEach(() => house.stop());

const open = async () => (await house.api.ok<{ open: readonly { kind: string }[] }>('GET', '/v1/self-check')).open;
const repairs = async (incident: string) =>
  (await house.entries(incident, 'repaired')).map(({ data }) => data['finding']);

/** A house in which the mail to ada waits. */
async function waiting(): Promise<string> {
  house = await House.start({ policy: [step('ada').waits(hours(4))] });
  return house.elastic.fires('disk full');
}
/** As `waiting`; ada's step is active, and her mail has not been tried. */
async function planned(): Promise<string> {
  const incident = await waiting();
  house.mailbox.server.refuseWith(451, 'try later');
  await house.settles();
  house.mailbox.server.accept();
  return incident;
}

test.each([
  ['has no due time any more', 'update deliveries set due_at = null', 'delivery_without_due_time'],
  [
    'is due in a hundred years',
    `update deliveries set due_at = due_at + interval '100 years'`,
    'delivery_due_too_late',
  ],
  [
    'is said to be under way, without a lease that could end',
    `update deliveries set status = 'sending', leased_until = null`,
    'delivery_without_due_time',
  ],
  [
    'is under a lease of a hundred years',
    `update deliveries set status = 'sending', leased_until = created_at + interval '100 years'`,
    'delivery_due_too_late',
  ],
  ['was deleted', 'delete from deliveries', 'delivery_missing'],
])('a delivery that %s is made now, once', async (_, damage, finding) => {
  const incident = await planned();
  await house.rows(damage);
  await house.passes(minutes(20));
  house.mailbox.expectNothingMore();
  await house.audits();
  house.mailbox.expect('ada', 'disk full');
  expect(await repairs(incident)).toEqual([finding]);
  await house.audits();
  await house.passes(minutes(60));
  house.mailbox.expectNothingMore();
  expect(await house.count('deliveries')).toBe(1);
  expect(await repairs(incident)).toEqual([finding]);
});

test('a delivery that was deleted when nobody wants it any more is not made', async () => {
  const incident = await planned();
  await house.acknowledge(incident, 'grace');
  await house.rows('delete from deliveries');
  await house.audits();
  house.mailbox.expectNothingMore();
  expect(await repairs(incident)).toEqual([]);
  expect(await house.count('deliveries')).toBe(0);
});

test('what a step lost is told however long ago it was, what else was lost for only as long as it would have been tried', async () => {
  house = await House.start({ policy: [step('ada').waits(hours(48))], fallback: 'linus' });
  house.mailbox.server.refuseWith(451, 'try later');
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  await house.rows('delete from deliveries');
  house.mailbox.server.accept();
  await house.passes(hours(20));
  house.mailbox.expectNothingMore();
  await house.audits();
  house.mailbox.expect('ada', 'disk full');
  expect(await repairs(incident)).toEqual(['step_untold']);
  expect(await house.count('notifications')).toBe(1);

  await house.resolve(incident, 'grace');
  await house.rows(
    `delete from deliveries where notification_id in (select id from notifications where event = 'resolved')`,
  );
  await house.passes(hours(7));
  await house.audits();
  house.mailbox.expectNothingMore();
});

test('a delivery that was parked is tried once more, and is for people when it is parked again', async () => {
  const incident = await planned();
  const park = () =>
    house.rows(`update deliveries set status = 'pending', parked_at = ?, failures = 5`, [house.clock.now()]);
  await park();
  await house.audits();
  expect(await repairs(incident)).toEqual([]);
  await house.passes(minutes(10));
  house.mailbox.expectNothingMore();
  await house.audits();
  house.mailbox.expect('ada', 'disk full');
  expect(await repairs(incident)).toEqual(['delivery_parked']);

  await park();
  await house.audits();
  house.mailbox.expectNothingMore();
  expect(await open()).toMatchObject([{ kind: 'delivery_parked', incident_id: incident }]);
  await house.audits();
  expect(await open()).toHaveLength(1);
});

test('a delivery that no worker saw to wakes one, and is wrong until it has', async () => {
  await planned();
  house.clock.forward(minutes(20));
  await house.backend.workers.makeRound('audit');
  expect(await open()).toMatchObject([{ kind: 'delivery_overdue' }]);
  await house.settles();
  house.mailbox.expect('ada', 'disk full');
  await house.audits();
  expect(await open()).toEqual([]);
});

test('so does a receipt that is overdue', async () => {
  house = await House.start({ policy: [step('ada').waits(hours(4))], reachable: true });
  await house.addContact('ada', 'sms', '+4915112345678');
  await house.removeMail('ada');
  await house.elastic.fires('disk full', { severity: 'critical' });
  await house.settles();
  expect(await house.rows('select status from deliveries')).toEqual([{ status: 'sent' }]);
  house.clock.forward(minutes(20));
  await house.backend.workers.makeRound('audit');
  expect(await open()).toMatchObject([{ kind: 'receipt_overdue' }]);
  await house.audits();
  expect(await open()).toEqual([]);
});

test('the notice of a hand-off whose delivery was deleted is sent', async () => {
  house = await House.start();
  const rotation = { type: 'daily', starts_on: '2027-01-01', handoff_time: '07:00' };
  await house.addSchedule('Primary', [{ name: 'days', turns: ['ada', 'grace'], rotation }], 'UTC', true);
  await house.settles();
  house.mailbox.server.refuseWith(451, 'try later');
  await house.passes(hours(4));
  await house.rows('delete from deliveries');
  house.mailbox.server.accept();
  await house.audits();
  house.mailbox.expect('ada', 'On call: Primary');
  house.mailbox.expect('grace', 'No longer on call: Primary');
  house.mailbox.expectNothingMore();
});

test.each([
  ['has no due time any more', 'update schedule_handoffs set due_at = null'],
  ['is due in a hundred years', `update schedule_handoffs set due_at = due_at + interval '100 years'`],
])('a hand-off that %s is told in time', async (_, damage) => {
  house = await House.start();
  const rotation = { type: 'daily', starts_on: '2027-01-01', handoff_time: '07:00' };
  await house.addSchedule('Primary', [{ name: 'days', turns: ['ada', 'grace'], rotation }], 'UTC', true);
  await house.settles();
  await house.rows(damage);
  await house.audits();
  expect(await house.metric('incidents_audit_repairs_total')).toBe(1);
  house.mailbox.expectNothingMore();
  await house.passes(hours(4));
  house.mailbox.expect('ada', 'On call: Primary');
  house.mailbox.expect('grace', 'No longer on call: Primary');
  house.mailbox.expectNothingMore();
});

test('a hand-off that was left alone by our own fault is for people, until the schedule is changed', async () => {
  house = await House.start();
  const rotation = { type: 'daily', starts_on: '2027-01-01', handoff_time: '07:00' };
  const schedule = await house.addSchedule('Primary', [{ name: 'days', turns: ['ada'], rotation }], 'UTC', true);
  await house.settles();
  await house.rows('update schedule_handoffs set failures = 5');
  await house.audits();
  expect(await open()).toMatchObject([{ kind: 'handoff_parked', subject: schedule, incident_id: null }]);
  await house.rows('update schedules set revision = revision + 1');
  await house.settles();
  await house.audits();
  expect(await open()).toEqual([]);
});
