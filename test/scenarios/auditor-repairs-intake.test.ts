import { afterEach, expect, test } from '@jest/globals';
import { lostEvents } from '../harness/kept.ts';
import { House, step } from '../harness/house.ts';
import { hours } from '../harness/manual-clock.ts';

let house: House;
afterEach(() => house.stop());

const open = async () => (await house.api.ok<{ open: readonly { kind: string }[] }>('GET', '/v1/self-check')).open;
const outcomes = () =>
  house.rows<{ outcome: string }>('select outcome, reason from ledger_entries order by received_at, position');

/** As if the commit that kept the post had lost all that followed from it. */
async function loseAllThatFollowed(): Promise<void> {
  await house.database.database.raw('delete from ledger_entries; delete from incidents; delete from alert_episodes');
}

test('an accepted raw event without an end takes effect: the incident opens and people are told', async () => {
  house = await House.start({ policy: [step('ada').waits(hours(2))] });
  await house.elastic.fires('disk full');
  await loseAllThatFollowed();
  await house.audits();
  // A post is still on its way for two minutes.
  expect(await house.incidents()).toEqual([]);
  await house.audits();
  await house.audits();
  house.mailbox.expect('ada', 'disk full');
  expect(await house.incidents()).toMatchObject([{ status: 'triggered', alert_count: 1 }]);
  expect(await outcomes()).toEqual([{ outcome: 'opened', reason: null }]);
  expect(await lostEvents(house.database.database)).toEqual([]);
  await house.audits();
  house.mailbox.expectNothingMore();
  expect(await house.metric('incidents_audit_repairs_total')).toBe(1);
});

test('one that had taken effect changes nothing: only the ledger knows of it again', async () => {
  house = await House.start({ policy: [step('ada').waits(hours(2))] });
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  house.mailbox.expect('ada', 'disk full');
  await house.rows('delete from ledger_entries');
  for (let minute = 0; minute < 4; minute += 1) await house.audits();
  house.mailbox.expectNothingMore();
  expect(await outcomes()).toEqual([{ outcome: 'duplicate', reason: 'duplicate' }]);
  expect(await house.incident(incident)).toMatchObject({ status: 'triggered', alert_count: 1 });
});

test('one whose alert has recovered since opens nothing', async () => {
  house = await House.start();
  await house.elastic.fires('disk full');
  await loseAllThatFollowed();
  await house.elastic.recovers('disk full');
  for (let minute = 0; minute < 4; minute += 1) await house.audits();
  house.mailbox.expectNothingMore();
  expect(await house.incidents()).toEqual([]);
  expect(await outcomes()).toHaveLength(2);
});

test('one that could not be read says so again', async () => {
  house = await House.start();
  await house.elastic.posts('{"broken": ');
  await house.settles();
  house.mailbox.expect('ada', 'sends alerts that we cannot read');
  await house.rows('delete from ledger_entries');
  for (let minute = 0; minute < 4; minute += 1) await house.audits();
  house.mailbox.expectNothingMore();
  expect(await outcomes()).toMatchObject([{ outcome: 'unreadable' }]);
});

test('one of a source that is gone is for people', async () => {
  house = await House.start();
  await house.elastic.fires('disk full');
  await loseAllThatFollowed();
  await house.rows('delete from sources');
  for (let minute = 0; minute < 4; minute += 1) await house.audits();
  expect(await open()).toMatchObject([{ kind: 'raw_event_without_end' }]);
  await house.rows('delete from raw_events');
  await house.audits();
  expect(await open()).toEqual([]);
});

test('the partitions of today and tomorrow are made when they are missing', async () => {
  house = await House.start();
  await house.database.database.raw('drop table raw_events_20270106');
  await house.audits();
  expect(await house.count(`pg_class where relname = 'raw_events_20270106'`)).toBe(1);
  expect(await house.metric('incidents_audit_repairs_total')).toBe(1);
  expect(await open()).toEqual([]);
  // A day of which the default partition holds something stays there, and is nothing wrong.
  house.clock.forward(hours(24 * 40));
  await house.elastic.fires('disk full');
  await house.backend.workers.makeRound('audit');
  expect(await open()).toEqual([]);
});
