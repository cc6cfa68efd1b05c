import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { presses } from '../harness/callbacks.ts';
import { signedBySlack } from '../harness/fake-slack.ts';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

const ROOM = 'C024BE91L';
const ADA = 'U024BE7LH';

let house: House;
beforeEach(async () => {
  house = await House.start({ policy: null, reachable: true });
  await house.addContact('ada', 'slack', ADA);
  const room = await house.addSlackChannel(ROOM);
  await house.setPolicy([step(`slack:${room}`), step('grace').waits(hours(1))]);
});
afterEach(() => house.stop());

async function told() {
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  const [post] = house.slack.in(ROOM);
  if (!post) throw new Error('nothing was posted');
  return { incident, post };
}

test('a button acknowledges as the member it belongs to, the message shows it, and nobody else is told', async () => {
  const { incident, post } = await told();
  const answer = await presses(house, ADA, 'acknowledge', post, incident);
  expect([answer.status, answer.body]).toEqual([200, null]);
  expect(await house.entries(incident, 'acknowledged')).toMatchObject([
    { actor: { type: 'user', name: 'ada', via: 'slack' } },
  ]);
  await house.settles();
  expect(post.text).toContain('Acknowledged by ada.');
  expect(house.slack.buttons(post)).toEqual(['start', 'resolve', 'view']);

  await presses(house, ADA, 'start', post, incident);
  await house.settles();
  expect(post.text).toContain('In progress by ada.');
  await presses(house, ADA, 'resolve', post, incident);
  await house.passes(hours(3));
  expect(post.text).toMatch(/^RESOLVED/);
  expect(house.slack.buttons(post)).toEqual(['view']);
  expect(house.slack.whispers).toEqual([]);
  house.mailbox.expectNothingMore();
});

test('who is to confirm what has become worse does so by the message that says it', async () => {
  const { incident, post } = await told();
  await presses(house, ADA, 'acknowledge', post, incident);
  await house.passes(10);
  await house.elastic.fires('disk full', { severity: 'critical' });
  await house.settles();
  const [worse] = house.slack.in(ADA);
  if (!worse) throw new Error('ada was not told');
  expect(house.slack.buttons(worse)).toEqual(['acknowledge', 'start', 'resolve', 'view']);
  expect(JSON.stringify(worse.blocks)).toContain('Acknowledge once more');
  await presses(house, ADA, 'acknowledge', worse, incident);
  await house.passes(minutes(20));
  expect(await house.incident(incident)).toMatchObject({ status: 'acknowledged', assignee: { name: 'ada' } });
});

test('what its holder lets go of has its button again', async () => {
  const { incident, post } = await told();
  await presses(house, ADA, 'acknowledge', post, incident);
  await house.settles();
  await house.as('ada').ok('POST', `/v1/incidents/${incident}/release`);
  await house.settles();
  expect(post.text).toContain('Nobody has acknowledged it yet.');
  expect(house.slack.buttons(post)).toEqual(['acknowledge', 'start', 'resolve', 'view']);
});

test('who is not known, or may not, is told so alone, and nothing is done', async () => {
  const { incident, post } = await told();
  await presses(house, 'U0000', 'acknowledge', post, incident);
  await house.giveRole('ada', 'viewer');
  await presses(house, ADA, 'acknowledge', post, incident);
  expect(house.slack.whispers).toMatchObject([
    { channel: ROOM, user: 'U0000', text: expect.stringContaining('not known here') },
    { channel: ROOM, user: ADA, text: expect.stringContaining('You may not work') },
  ]);
  expect(await house.incident(incident)).toMatchObject({ status: 'triggered' });
});

test('an account that two people claim is nobody’s', async () => {
  await house.addContact('grace', 'slack', ADA);
  const { incident, post } = await told();
  await presses(house, ADA, 'acknowledge', post, incident);
  expect(await house.incident(incident)).toMatchObject({ status: 'triggered' });
  expect(house.slack.whispers).toHaveLength(1);
});

test('what has recovered is said to have', async () => {
  const { incident, post } = await told();
  await house.elastic.recovers('disk full');
  house.clock.forward(120);
  await presses(house, ADA, 'acknowledge', post, incident);
  expect(house.slack.whispers).toMatchObject([
    { user: ADA, text: 'Recovered 2 min ago: #1 disk full (checkout, production)' },
  ]);
});

test('forged, old and repeated calls are refused or change nothing', async () => {
  const { incident, post } = await told();
  const path = '/v1/callbacks/slack/interactive';
  const call = (body: string, headers: Record<string, string>) => house.api.call('POST', path, body, headers);
  const now = house.clock.now();
  const { body, headers } = house.slack.pressed({ member: ADA, post, action: 'acknowledge', value: incident, at: now });
  const statuses = await Promise.all([
    call(body, { ...headers, 'x-slack-signature': `v0=${'0'.repeat(64)}` }),
    call(body, signedBySlack(body, now, 'another-secret')),
    call(body.replace(ADA, 'U0000'), headers),
    call(body, { ...headers, 'x-slack-request-timestamp': String(Number(headers['x-slack-request-timestamp']) + 1) }),
    call(body, signedBySlack(body, new Date(now.getTime() - 301_000))),
    call(body, signedBySlack(body, new Date(now.getTime() + 301_000))),
    call(body, {}),
  ]);
  expect(statuses.map(({ status }) => status)).toEqual(statuses.map(() => 403));
  expect(statuses[0]?.body).toMatchObject({ type: 'urn:incidents:problem:signature-refused' });
  expect(await house.incident(incident)).toMatchObject({ status: 'triggered' });

  expect((await call(body, headers)).status).toBe(200);
  await house.startWork(incident, 'grace');
  expect((await call(body, headers)).status).toBe(200);
  expect(await house.incident(incident)).toMatchObject({ status: 'in_progress', assignee: { name: 'grace' } });
  house.clock.forward(minutes(6));
  expect((await call(body, headers)).status).toBe(403);
});

test('a signed call that asks for nothing of ours is taken, and does nothing', async () => {
  await told();
  const path = '/v1/callbacks/slack/interactive';
  for (const body of ['payload=%7B%7D', 'payload=nonsense', '', 'payload=%7B%22type%22%3A%22view_closed%22%7D']) {
    expect((await house.api.call('POST', path, body, signedBySlack(body, house.clock.now()))).status).toBe(200);
  }
  expect(house.slack.whispers).toEqual([]);
});
