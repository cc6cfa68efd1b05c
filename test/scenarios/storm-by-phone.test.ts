import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { codeIn, linkIn, presses, pressesKey, textsBack, twilioSays } from '../harness/callbacks.ts';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

const ADA = 'U024BE7LH';
const PHONE = '+4915112345678';

let house: House;
beforeEach(async () => {
  house = await House.start({ policy: [step('ada').waits(hours(2))], reachable: true });
  await house.removeMail('ada');
});
afterEach(() => house.stop());

const storm = (count: number) =>
  Promise.all(
    Array.from({ length: count }, (_, at) => house.elastic.fires(`problem ${at + 1}`, { severity: 'critical' })),
  );

test('one SMS tells of a storm; its receipt is that of all, its code acknowledges the one that it names', async () => {
  await house.addContact('ada', 'sms', PHONE);
  const incidents = await storm(6);
  await house.settles();
  const sms = house.twilio.expect('sms', PHONE, '(and 5 more: 5 critical)');
  house.twilio.expectNothingMore();
  expect((await twilioSays(house, sms, 'delivered')).status).toBe(204);
  for (const id of incidents) expect(await house.kinds(id)).toContain('notification_delivered');
  expect(await house.count(`deliveries where status = 'delivered' and provider_id is not null`)).toBe(6);

  expect((await textsBack(house, PHONE, codeIn(sms), 'SM1')).status).toBe(200);
  const held = (await house.incidents()).filter(({ status }) => status === 'acknowledged');
  expect(held.map(({ number }) => `#${number}.`)).toEqual([/acknowledge (#\d+\.)/.exec(sms.content)?.[1]]);
  await house.passes(minutes(30));
  house.twilio.expectNothingMore();
});

test('an SMS about a storm that does not arrive is followed by one call, about the worst that nobody has', async () => {
  await house.addContact('ada', 'sms', PHONE);
  await house.addContact('ada', 'voice', PHONE);
  const incidents = await storm(6);
  await house.settles();
  const sms = house.twilio.expect('sms', PHONE);
  await twilioSays(house, sms, 'undelivered', { ErrorCode: '30003' });
  await house.settles();
  const call = house.twilio.expect('voice', PHONE, '6 incidents: 6 critical');
  house.twilio.expectNothingMore();
  expect((await pressesKey(house, call, '4')).status).toBe(200);
  const statuses = await Promise.all(incidents.map(async (id) => (await house.incident(id)).status));
  expect(statuses.filter((status) => status === 'acknowledged')).toHaveLength(1);
  await twilioSays(house, call, 'completed', { AnsweredBy: 'human' });
  await house.passes(minutes(30));
  house.twilio.expectNothingMore();
  for (const id of incidents) expect(await house.kinds(id)).not.toContain('nobody_notified');
});

test('one Slack message lists a storm, each with its button; what happens to one of them goes into its thread', async () => {
  await house.addContact('ada', 'slack', ADA);
  const incidents = await storm(6);
  await house.settles();
  const [post, ...more] = house.slack.in(ADA);
  if (!post) throw new Error('nothing was posted');
  expect(more).toEqual([]);
  expect(post.text).toContain('6 incidents: 6 critical');
  const [first = '', ...others] = incidents;
  expect((await presses(house, ADA, 'acknowledge', post, first)).status).toBe(200);
  await house.settles();
  expect(await house.incident(first)).toMatchObject({ status: 'acknowledged', assignee: { name: 'ada' } });
  for (const id of others) expect(await house.incident(id)).toMatchObject({ status: 'triggered' });
  const replies = house.slack.posts.filter(({ threadTs }) => threadTs === post.ts);
  expect(replies).toMatchObject([{ text: expect.stringContaining('Acknowledged by ada') }]);
  expect(house.slack.posts).toHaveLength(2);
  expect(post.text).toContain('6 incidents: 6 critical');
});

test('each incident in the mail about a storm has a link of its own', async () => {
  await house.setPolicy([step('grace').waits(hours(2))]);
  const incidents = await storm(6);
  await house.settles();
  const { text } = house.mailbox.expect('grace', '6 incidents: 6 critical');
  const links = (text ?? '').split('\n').filter((line) => line.includes('/ack/'));
  expect(new Set(links.map(linkIn)).size).toBe(6);
  const [link = ''] = links;
  expect((await house.api.as(null).call('POST', `${linkIn(link)}/acknowledge`)).body).toContain(
    'Acknowledged by grace',
  );
  const statuses = await Promise.all(incidents.map(async (id) => (await house.incident(id)).status));
  expect([...statuses].sort()).toEqual(['acknowledged', ...Array.from({ length: 5 }, () => 'triggered')]);
});
