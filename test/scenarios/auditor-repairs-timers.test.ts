import { afterEach, expect, test } from '@jest/globals';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

let house: House;
afterEach(() => house.stop());

const open = async () => (await house.api.ok<{ open: readonly { kind: string }[] }>('GET', '/v1/self-check')).open;
const repairs = async (incident: string) =>
  (await house.entries(incident, 'repaired')).map(({ data }) => data['finding']);

async function held(timeout: number | null = minutes(30)): Promise<string> {
  house = await House.start({ policy: [step('ada')], team: { acknowledgement_timeout_seconds: timeout } });
  const incident = await house.elastic.fires('disk full', { uuid: 'e1' });
  await house.settles();
  house.mailbox.expect('ada', 'disk full');
  return incident;
}

test('an acknowledgement that has lost its end runs out all the same', async () => {
  const incident = await held();
  await house.acknowledge(incident, 'grace');
  await house.rows('update incidents set acknowledgement_due_at = null, acknowledgement_warn_at = null');
  await house.audits();
  expect(await repairs(incident)).toEqual(['timer_missing']);
  house.mailbox.expectNothingMore();
  await house.passes(minutes(25));
  house.mailbox.expect('grace', 'About to run out');
  await house.passes(minutes(5));
  house.mailbox.expect('grace', 'Triggered again');
  house.mailbox.expect('ada', 'disk full');
  house.mailbox.expectNothingMore();
});

test('a snooze that has lost its end does not last for ever', async () => {
  const incident = await held();
  await house.change(incident, 'snooze', 'grace', { minutes: 120 });
  await house.rows('update incidents set snoozed_until = null');
  await house.audits();
  expect(await repairs(incident)).toEqual(['timer_missing']);
  await house.passes(minutes(30));
  house.mailbox.expect('grace', 'About to run out');
  house.mailbox.expect('grace', 'Triggered again');
  house.mailbox.expect('ada', 'disk full');
});

test('a snooze that was moved to the next century ends within a day', async () => {
  const incident = await held();
  await house.change(incident, 'snooze', 'grace', { minutes: 120 });
  await house.rows(`update incidents set snoozed_until = snoozed_until + interval '100 years'`);
  await house.audits();
  expect(await repairs(incident)).toEqual(['timer_too_late']);
  await house.passes(hours(24));
  house.mailbox.expect('grace', 'Triggered again', 'its snooze is over');
  house.mailbox.expect('ada', 'disk full');
});

test('whoever works is reminded although the reminder was deleted', async () => {
  const incident = await held(null);
  await house.startWork(incident, 'grace');
  await house.rows('update incidents set reminder_due_at = null');
  await house.audits();
  expect(await repairs(incident)).toEqual(['timer_missing']);
  await house.passes(hours(4));
  house.mailbox.expect('grace', 'Still in progress');
});

test('what a team lets hold for ever, what is not urgent, and what is kept open by hand has lost nothing', async () => {
  const incident = await held(null);
  await house.acknowledge(incident, 'grace');
  const low = await house.elastic.fires('memory full', { severity: 'info' });
  await house.acknowledge(low, 'grace');
  const kept = await house.elastic.fires('network slow', { uuid: 'e2' });
  await house.startWork(kept, 'grace');
  await house.elastic.recovers('network slow');
  await house.change(kept, 'keep-open', 'grace');
  await house.passes(60);
  const writes = await house.count('timeline_entries');
  await house.audits();
  expect(await house.count('timeline_entries')).toBe(writes);
  expect(await house.metric('incidents_audit_findings_total')).toBe(0);
});

test('an incident that no worker has moved wakes one, and is wrong until it has', async () => {
  const incident = await held();
  await house.change(incident, 'snooze', 'grace', { minutes: 60 });
  house.clock.forward(minutes(70));
  await house.backend.workers.makeRound('audit');
  expect(await open()).toMatchObject([{ kind: 'timer_overdue', incident_id: incident }]);
  await house.settles();
  house.mailbox.expect('ada', 'disk full');
  await house.audits();
  expect(await open()).toEqual([]);
});
