import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

const ROOM = 'C024BE91L';
const ADA = 'U024BE7LH';

let house: House;
let room: string;
beforeEach(async () => {
  house = await House.start({ policy: null, reachable: true });
  await house.addContact('ada', 'slack', ADA);
  await house.removeMail('ada');
  room = await house.addSlackChannel(ROOM);
  await house.setPolicy([step(`slack:${room}`, 'ada'), step(`slack:${room}`).waits(hours(2))]);
});
afterEach(() => house.stop());

const only = (conversation: string) => {
  const [post, ...more] = house.slack.in(conversation);
  if (!post || more.length > 0) throw new Error(`not one message in ${conversation}: ${JSON.stringify([post, more])}`);
  return post;
};

test('an incident has one message in each conversation, its thread tells what comes, and it shows how things stand', async () => {
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  expect(only(ADA).text).toContain('disk full');
  const first = only(ROOM);
  expect(house.slack.buttons(first)).toEqual(['acknowledge', 'start', 'resolve', 'view']);

  await house.passes(minutes(5));
  expect(house.slack.in(ROOM)).toMatchObject([{ ts: first.ts }, { threadTs: first.ts }]);
  expect(house.slack.in(ROOM)[1]?.text).toContain('Still triggered');

  await house.acknowledge(incident, 'grace');
  await house.settles();
  expect(first.text).toContain('Acknowledged by grace.');
  expect(house.slack.buttons(first)).toEqual(['start', 'resolve', 'view']);
  const [hers, reply] = house.slack.in(ADA);
  expect(reply).toMatchObject({ threadTs: hers?.ts, text: expect.stringContaining('Acknowledged by grace.') });
});

test('on the resolution the buttons go, and nothing comes after it', async () => {
  await house.elastic.fires('disk full');
  await house.passes(minutes(1));
  await house.elastic.recovers('disk full');
  await house.passes(hours(3));
  for (const conversation of [ROOM, ADA]) {
    const [first, resolved, ...more] = house.slack.in(conversation);
    expect(first?.text).toMatch(/^RESOLVED .* Resolved by recovery/);
    expect(first && house.slack.buttons(first)).toEqual(['view']);
    expect(resolved).toMatchObject({ threadTs: first?.ts });
    expect(more).toEqual([]);
  }
  house.mailbox.expectNothingMore();
  house.twilio.expectNothingMore();
});

test('two tellings at once make one message, and the other its thread', async () => {
  const rooms = [await house.addSlackChannel('C0000002')];
  await house.setPolicy([step(`slack:${rooms[0]}`, 'ada').waits(1), step('ada').waits(hours(2))]);
  house.slack.misbehaves({ kind: 'status', status: 503 });
  await house.elastic.fires('disk full');
  await house.passes(2);
  house.slack.accepts();
  await house.passes(minutes(10));
  const [first, second, ...more] = house.slack.in(ADA);
  expect([first?.threadTs, second?.threadTs]).toEqual([null, first?.ts]);
  expect(more).toEqual([]);
});

const shown = (conversation: string) => house.slack.in(conversation)[0]?.text;
const shows = () => JSON.stringify(house.slack.in(ROOM)[0]);
const thread = (conversation: string) =>
  house.slack
    .in(conversation)
    .slice(1)
    .map(({ text }) => text);
const becomes = async (severity: string) => {
  await house.passes(10);
  await house.elastic.fires('disk full', { uuid: 'e1', severity });
  await house.settles();
};

test('how bad it is now is shown, and its thread hears it once, whoever is told of it', async () => {
  const incident = await house.elastic.fires('disk full', { uuid: 'e1', severity: 'warning' });
  await house.settles();
  expect(only(ROOM).text).toMatch(/^WARNING/);

  // Its channel is one of the step that is told again.
  await becomes('error');
  expect(shows()).toMatch(/ERROR .*error \(high urgency\)/);
  expect(thread(ROOM)).toEqual([expect.stringContaining('It has become worse: error now.')]);
  expect(thread(ADA)).toEqual([expect.stringContaining('It has become worse: error now.')]);

  // Of what becomes milder nobody is told.
  await becomes('info');
  expect(shows()).toMatch(/INFO .*info \(low urgency\)/);
  expect(thread(ROOM).slice(1)).toEqual([expect.stringContaining('It fell from error to info.')]);

  // Whoever holds it is told; the channel is not theirs.
  await house.acknowledge(incident, 'grace');
  await house.settles();
  await becomes('critical');
  expect(shows()).toMatch(/CRITICAL .*Acknowledged by grace/);
  expect(thread(ROOM).slice(3)).toEqual([expect.stringContaining('It rose from info to critical.')]);
  expect(house.slack.posts.filter(({ threadTs }) => threadTs === null)).toHaveLength(2);
});

test('a step that was told before, and is told no more, is shown it too, and none of it is lost while Slack is down', async () => {
  await house.setPolicy([step(`slack:${room}`).waits(minutes(5)), step('ada').waits(hours(2))]);
  await house.elastic.fires('disk full', { uuid: 'e1', severity: 'warning' });
  await house.passes(minutes(6));
  house.slack.misbehaves({ kind: 'status', status: 503 });
  await becomes('critical');
  house.slack.accepts();
  await house.passes(minutes(10));
  expect(shown(ROOM)).toMatch(/^CRITICAL/);
  expect(thread(ROOM)).toEqual([expect.stringContaining('It rose from warning to critical.')]);
  expect(thread(ADA)).toEqual([expect.stringContaining('It has become worse: critical now.')]);
});

test('what changes of whose it is, and what is over and is not, is said as it is', async () => {
  const incident = await house.elastic.fires('disk full', { uuid: 'e1' });
  await house.settles();
  await house.change(incident, 'assign', 'grace', { user_id: house.person('linus').id });
  await house.settles();
  expect(thread(ROOM)).toEqual([expect.stringContaining('Assigned to linus by grace.')]);
  expect(shown(ROOM)).toContain('Nobody has acknowledged it yet.');

  await house.resolve(incident, 'grace');
  await house.settles();
  expect(shown(ROOM)).toMatch(/^RESOLVED/);
  await house.setPolicy([step('linus').waits(hours(2))]);
  await house.change(incident, 'reopen', 'grace');
  await house.settles();
  expect(shown(ROOM)).toMatch(/^ERROR .*Nobody has acknowledged it yet/);
  expect(thread(ROOM).at(-1)).toContain('Reopened by grace.');
});
