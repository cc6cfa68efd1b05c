import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { linkIn } from '../harness/callbacks.ts';
import { House, PUBLIC_URL, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

let house: House;
beforeEach(async () => {
  house = await House.start({ policy: [step('ada'), step('grace').waits(hours(1))], reachable: true });
});
afterEach(() => house.stop());

const open = (path: string) => house.api.as(null).call('GET', path);
/** As a browser does: it posts, and goes where it is led. */
async function press(path: string, action: string): Promise<string> {
  const answer = await fetch(`${house.api.base}${path}/${action}`, { method: 'POST', redirect: 'manual' });
  expect(answer.status).toBe(303);
  const next = new URL(answer.headers.get('location') ?? '', `${house.api.base}${path}/${action}`);
  return String((await open(`${next.pathname}${next.search}`)).body);
}

async function told() {
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  const { text } = house.mailbox.expect('ada', 'disk full', `Open and acknowledge #1:\n${PUBLIC_URL}/ack/`);
  return { incident, link: linkIn(text ?? '') };
}

test('looking changes nothing, however often; the button acknowledges as who was told', async () => {
  const { incident, link } = await told();
  for (let count = 0; count < 3; count += 1) {
    const page = await open(link);
    expect(page.status).toBe(200);
    expect(page.body).toContain('Nobody has it');
  }
  expect(await house.incident(incident)).toMatchObject({ status: 'triggered' });
  expect(await press(link, 'acknowledge')).toMatch(/Acknowledged by ada[^]*Done\./);
  expect(await house.entries(incident, 'acknowledged')).toMatchObject([{ actor: { name: 'ada', via: 'link' } }]);
  await house.passes(hours(2));
  house.mailbox.expectNothingMore();
});

test('a second press shows how things stand, also when somebody else has it by then', async () => {
  const { incident, link } = await told();
  await press(link, 'acknowledge');
  await house.startWork(incident, 'grace');
  expect(await press(link, 'acknowledge')).toMatch(/In progress by grace[^]*This link has done that before/);
  expect(await house.incident(incident)).toMatchObject({ status: 'in_progress', assignee: { name: 'grace' } });
  house.mailbox.expectNothingMore();
});

test('the link also starts and resolves, each once', async () => {
  const { incident, link } = await told();
  await press(link, 'start');
  expect(await house.incident(incident)).toMatchObject({ status: 'in_progress', assignee: { name: 'ada' } });
  expect(await press(link, 'resolve')).toContain('Resolved by a responder');
  expect(await house.incident(incident)).toMatchObject({ status: 'resolved' });
});

test.each([
  ['is about to run out', 'About to run out', () => house.passes(minutes(26))],
  [
    'is to be confirmed, since it became critical',
    'Worse',
    () => {
      house.clock.forward(60);
      return house.elastic.fires('disk full', { severity: 'critical' });
    },
  ],
])('what %s is kept by the link of the mail that says so', async (_, subject, happens) => {
  await house.api.ok('PATCH', `/v1/teams/${house.teamId}`, { acknowledgement_timeout_seconds: minutes(30) });
  const { incident, link } = await told();
  await press(link, 'acknowledge');
  await happens();
  await house.settles();
  const { text } = house.mailbox.expect('ada', subject, 'Open and acknowledge #1');
  const again = linkIn(text ?? '');
  expect((await open(again)).body).toContain('Keep it');
  expect(await press(again, 'acknowledge')).toMatch(/Acknowledged by ada[^]*Done\./);
  expect((await open(again)).body).not.toContain('Keep it');
  await house.passes(minutes(25));
  expect(await house.incident(incident)).toMatchObject({ status: 'acknowledged', assignee: { name: 'ada' } });
});

test('pressed twice at once, the link escalates once', async () => {
  const { incident, link } = await told();
  const pages = await Promise.all([press(link, 'escalate'), press(link, 'escalate')]);
  expect(pages.filter((page) => page.includes('This link has done that before'))).toHaveLength(1);
  expect(await house.entries(incident, 'escalated_by_hand')).toHaveLength(1);
});

test('what came to nothing may be pressed again', async () => {
  const { incident, link } = await told();
  await house.rows('alter table escalations rename to elsewhere');
  const answer = await fetch(`${house.api.base}${link}/escalate`, { method: 'POST', redirect: 'manual' });
  expect(answer.status).toBe(500);
  await house.rows('alter table elsewhere rename to escalations');
  expect(await press(link, 'escalate')).toContain('Done.');
  expect(await house.entries(incident, 'escalated_by_hand')).toHaveLength(1);
});

test('the link lets its owner escalate, and let go again', async () => {
  const { incident, link } = await told();
  expect((await open(link)).body).not.toContain('Release');
  await press(link, 'escalate');
  await house.settles();
  house.mailbox.expect('grace', 'disk full');
  await press(link, 'acknowledge');
  expect((await open(link)).body).toContain('Release');
  expect(await press(link, 'release')).toContain('Nobody has it');
  expect(await house.entries(incident, 'released')).toMatchObject([{ actor: { name: 'ada', via: 'link' } }]);
  expect(await house.incident(incident)).toMatchObject({ status: 'triggered', assignee: null });
});

test('what has recovered says so, and takes no answer', async () => {
  const { link } = await told();
  await house.elastic.recovers('disk full');
  house.clock.forward(120);
  expect((await open(link)).body).toContain('Recovered 2 min ago');
  expect((await open(link)).body).not.toContain('<form');
  expect(await press(link, 'acknowledge')).toContain('It is over already');
});

test('who may not work on incidents is told whom to ask', async () => {
  await house.giveRole('ada', 'viewer');
  const { incident, link } = await told();
  expect(await press(link, 'acknowledge')).toContain('Ask an administrator');
  expect(await house.incident(incident)).toMatchObject({ status: 'triggered' });
});

test('a link that nobody was sent shows nothing; one of yesterday neither, and acts no more', async () => {
  const { incident, link } = await told();
  const changed = `${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`;
  for (const path of [changed, '/ack/x', `/ack/${'x'.repeat(43)}`]) {
    const page = await open(path);
    expect([page.status, String(page.body).includes('disk full')]).toEqual([404, false]);
  }
  house.clock.forward(hours(24));
  expect((await open(link)).status).toBe(410);
  expect((await open(link)).body).not.toContain('disk full');
  expect((await house.api.call('POST', `${link}/resolve`)).status).toBe(410);
  expect((await house.api.call('POST', `${link}/explode`)).status).toBe(400);
  expect(await house.incident(incident)).toMatchObject({ status: 'triggered' });
});

test('the page lets nothing in and nothing out, and is kept nowhere', async () => {
  const { link } = await told();
  const { headers } = await open(link);
  expect(headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; style-src 'sha256-[\w+/=]+'; form-action 'self'/,
  );
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  const kept = JSON.stringify(await house.rows("select encode(token_hash, 'hex') as hash from answer_links"));
  expect(kept).not.toContain(link.slice('/ack/'.length));
});
