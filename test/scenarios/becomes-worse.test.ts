import { afterEach, expect, test } from '@jest/globals';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';
import { silence } from '../harness/suppressions.ts';

let house: House;
afterEach(() => house.stop());

async function warning(): Promise<string> {
  house = await House.start({ policy: [step('ada').waits(hours(1)), step('grace').waits(hours(1))] });
  const incident = await house.elastic.fires('disk full', { uuid: 'e1', severity: 'warning' });
  await house.passes(minutes(1));
  house.mailbox.expect('ada', '[warning]');
  return incident;
}
const rises = (severity: string) => house.elastic.fires('disk full', { uuid: 'e1', severity });

test('while triggered, the step that is active is told again, and no other', async () => {
  await warning();
  await rises('critical');
  await house.settles();
  house.mailbox.expect('ada', 'Worse', 'from warning to critical');
  await house.passes(minutes(20));
  await rises('critical');
  await rises('error');
  await house.settles();
  house.mailbox.expectNothingMore();
});

test('while acknowledged, its holder hears it; what became critical is triggered again unless that is confirmed', async () => {
  const incident = await warning();
  await house.acknowledge(incident, 'ada');
  await house.passes(minutes(1));
  await rises('critical');
  await house.settles();
  house.mailbox.expect('ada', 'Worse', 'Confirm');
  house.mailbox.expectNothingMore();
  expect(await house.incident(incident)).toMatchObject({ status: 'acknowledged', urgency: 'high' });

  await house.passes(minutes(15));
  house.mailbox.expect('ada', 'Triggered again', 'became critical');
  house.mailbox.expect('ada', 'step 1 of 2, run 2');
  house.mailbox.expectNothingMore();
  expect(await house.incident(incident)).toMatchObject({ status: 'triggered', confirm_due_at: null });
});

test.each(['confirm', 'acknowledge'])('to %s keeps it', async (verb) => {
  const incident = await warning();
  await house.acknowledge(incident, 'ada');
  await rises('critical');
  await house.settles();
  house.mailbox.expect('ada', 'Worse');
  await house.passes(minutes(14));
  expect(await house.change(incident, verb, 'ada')).toMatchObject({ status: 'acknowledged', confirm_due_at: null });
  await house.passes(minutes(20));
  house.mailbox.expectNothingMore();
  expect((await house.incident(incident)).status).toBe('acknowledged');
});

test('during work, who works hears it and needs to confirm nothing', async () => {
  const incident = await warning();
  await house.startWork(incident, 'ada');
  await rises('critical');
  await house.settles();
  house.mailbox.expect('ada', 'Worse');
  await house.passes(hours(2));
  house.mailbox.expectNothingMore();
  expect((await house.incident(incident)).status).toBe('in_progress');
});

test('what was of low urgency, and whose policy ran out, begins again at once when it becomes urgent', async () => {
  house = await House.start({ policy: [step('ada').waits(minutes(5))] });
  const incident = await house.elastic.fires('disk full', { uuid: 'e1', severity: 'warning' });
  await house.passes(minutes(1));
  house.mailbox.expect('ada', '[warning]');
  await house.passes(hours(3));
  expect(await house.kinds(incident)).toContain('exhausted');
  house.mailbox.expectNothingMore();

  await rises('info');
  await house.passes(minutes(1));
  house.mailbox.expectNothingMore();
  await rises('critical');
  await house.settles();
  house.mailbox.expect('ada', '[critical]', 'step 1 of 1, run 2');
  house.mailbox.expectNothingMore();
  const begun = await house.entries(incident, 'escalation_started');
  expect(begun.map(({ data }) => data['because'])).toEqual(['opened', 'became_urgent']);
});

test('what is urgent, and whose policy ran out, begins again at once when it becomes worse, and not an hour later', async () => {
  house = await House.start({ policy: [step('ada').waits(minutes(5))] });
  const incident = await house.elastic.fires('disk full', { uuid: 'e1', severity: 'error' });
  await house.passes(minutes(6));
  house.mailbox.expect('ada', '[error]');
  expect(await house.kinds(incident)).toContain('exhausted');
  await rises('critical');
  await house.settles();
  house.mailbox.expect('ada', '[critical]', 'step 1 of 1, run 2');
  await house.passes(minutes(64));
  house.mailbox.expectNothingMore();
  await house.passes(minutes(1));
  house.mailbox.expect('ada', '[critical]', 'run 3');
  const begun = await house.entries(incident, 'escalation_started');
  expect(begun.map(({ data }) => data['because'])).toEqual(['opened', 'became_urgent', 'exhausted']);
});

test('what nobody was told of for want of a policy is, when it becomes urgent, by the one that was made since', async () => {
  house = await House.start({ policy: null, fallback: 'grace' });
  await house.elastic.fires('disk full', { uuid: 'e1', severity: 'info' });
  await house.settles();
  house.mailbox.expect('grace', 'NOBODY REACHED');
  await house.setPolicy([step('ada').waits(hours(1))]);
  await rises('warning');
  await house.passes(minutes(10));
  house.mailbox.expectNothingMore();
  await rises('critical');
  await house.settles();
  house.mailbox.expect('ada', '[critical]', 'step 1 of 1, run 2');
  await house.passes(minutes(55));
  house.mailbox.expectNothingMore();
});

test('and of what has none yet, the fallback hears again', async () => {
  house = await House.start({ policy: null, fallback: 'grace' });
  await house.elastic.fires('disk full', { uuid: 'e1', severity: 'warning' });
  await house.passes(minutes(1));
  house.mailbox.expect('grace', 'NOBODY REACHED');
  await rises('critical');
  await house.settles();
  house.mailbox.expect('grace', 'NOBODY REACHED');
  await house.passes(minutes(59));
  house.mailbox.expectNothingMore();
});

test('what is held stays held, however bad it becomes', async () => {
  house = await House.start({ policy: [step('ada')] });
  await silence(house, hours(1));
  await house.elastic.fires('disk full', { uuid: 'e1', severity: 'warning' });
  await house.passes(minutes(1));
  await rises('critical');
  await house.passes(minutes(58));
  house.mailbox.expectNothingMore();
  await house.passes(minutes(1));
  house.mailbox.expect('ada', '[critical]');
});
