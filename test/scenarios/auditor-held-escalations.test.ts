import { afterEach, expect, test } from '@jest/globals';
import { House } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';
import { later, silence } from '../harness/suppressions.ts';

let house: House;
afterEach(() => house.stop());

const repairs = async (incident: string) =>
  (await house.entries(incident, 'repaired')).map(({ data }) => data['finding']);

/** A house in which a silence of four hours holds an incident. */
async function held(): Promise<string> {
  house = await House.start();
  await silence(house, hours(4));
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  return incident;
}

test('an escalation that is held for hours is as it should be', async () => {
  const incident = await held();
  for (let round = 0; round < 3; round += 1) {
    await house.passes(hours(1));
    await house.audits();
  }
  expect(await repairs(incident)).toEqual([]);
  expect(await house.metric('incidents_audit_findings_total')).toBe(0);
  house.mailbox.expectNothingMore();
});

test.each([
  ['has no due time any more', 'update escalations set due_at = null'],
  ['is due in a hundred years', `update escalations set due_at = due_at + interval '100 years'`],
])('one that %s goes on when the silence is over', async (_, damage) => {
  const incident = await held();
  await house.rows(damage);
  await house.audits();
  expect(await repairs(incident)).toHaveLength(1);
  await house.passes(hours(4) - minutes(2));
  house.mailbox.expectNothingMore();
  await house.passes(minutes(1));
  house.mailbox.expect('ada', 'disk full', 'held it until now');
});

test.each([
  ['was deleted by hand', 'delete from suppressions'],
  ['ended without that its end was applied', 'update suppressions set ended_at = starts_at, change_at = null'],
])('one whose silence %s is told', async (_, damage) => {
  const incident = await held();
  await house.rows(damage);
  await house.passes(minutes(3));
  house.mailbox.expectNothingMore();
  await house.audits();
  house.mailbox.expect('ada', 'disk full');
  house.mailbox.expectNothingMore();
  expect(await repairs(incident)).toEqual(['run_held_for_nothing']);
});

test('a silence whose beginning would not be seen to is, and holds what is escalating', async () => {
  house = await House.start();
  await silence(house, hours(4), { starts_at: later(house, minutes(30)) });
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  house.mailbox.expect('ada', 'disk full');
  await house.rows('update suppressions set change_at = null');
  await house.passes(minutes(40));
  expect(await house.incident(incident)).toMatchObject({ suppressed: null });
  await house.audits();
  expect(await house.incident(incident)).toMatchObject({ suppressed: { kind: 'silence' } });
  expect(await house.metric('incidents_audit_repairs_total')).toBe(1);
});
