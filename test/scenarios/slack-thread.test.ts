import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

const ROOM = 'C024BE91L';
const ADA = 'U024BE7LH';

let house: House;
beforeEach(async () => {
  house = await House.start({ policy: null, reachable: true });
  await house.addContact('ada', 'slack', ADA);
  await house.removeMail('ada');
  const room = await house.addSlackChannel(ROOM);
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
