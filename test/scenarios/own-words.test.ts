import { afterEach, describe, expect, test } from '@jest/globals';
import { codeIn, pressesKey, textsBack } from '../harness/callbacks.ts';
import { House, step, type HousePlan } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

const ROOM = 'C024BE91L';
const ADA = 'U0000001';
const PHONE = '+4915112345678';

let house: House;
afterEach(() => house.stop());

/** Ada has mail, Slack and a phone; Grace has mail. */
async function open(plan: HousePlan = {}): Promise<void> {
  house = await House.start({ policy: [step('ada'), step('grace').waits(hours(1))], reachable: true, ...plan });
  await house.addContact('ada', 'slack', ADA);
  await house.addContact('ada', 'sms', PHONE);
}

const write = (place: string, parts: object, team_id: string | null = house.teamId) =>
  house.api.ok<{ id: string }>('PUT', `/v1/templates/${place}`, { team_id, parts });

describe("a team's own words", () => {
  test('reach its people by mail, Slack and SMS, with the way to answer', async () => {
    await open();
    await write('email/triggered', {
      subject: 'Wake up: {{ title }}',
      text: '{{ service }} has a problem.\n\n> {{ description }}',
      html: '<p class="{{ severity }}">{{ title }}</p>',
    });
    await write('slack/triggered', { text: ':fire: {{ title }}\nSince {{ age }}' });
    await write('sms/triggered', { text: '{{ service }}: {{ title }}' });
    const incident = await house.elastic.fires('disk <b>full', { severity: 'critical' });
    await house.settles();

    const mail = house.mailbox.expect('ada', 'Wake up: disk <b>full', 'checkout has a problem.', '/ack/');
    expect(mail.text).not.toContain('Severity:');
    expect(mail.html).toContain('<p class="critical">disk &#60;b&#62;full');
    expect(mail.html).toMatch(/<a href="https:\/\/incidents\.example\.org\/ack\/[\w-]+">Open and acknowledge #1</);

    const [post] = house.slack.in(ADA);
    expect(post?.text).toContain(':fire: disk &lt;b&gt;full');
    expect(post && house.slack.buttons(post)).toEqual(['acknowledge', 'start', 'resolve', 'view']);

    const sms = house.twilio.expect('sms', PHONE, 'checkout: disk <b>full');
    expect(sms.content).not.toContain('CRITICAL');
    expect(sms.content).toMatch(/Reply \d{4} to acknowledge\. https:\/\/incidents\.example\.org\/ack\/[\w-]+$/);
    await textsBack(house, PHONE, codeIn(sms), 'SM1');
    expect(await house.incident(incident)).toMatchObject({ status: 'acknowledged' });
    await house.passes(hours(2));
    house.mailbox.expectNothingMore();
    house.twilio.expectNothingMore();
    expect(await house.kinds(incident)).not.toContain('template_failed');
  });

  test('are not those of another team, which has the built-in ones', async () => {
    await open({ routed: false });
    await write('email/triggered', { subject: 'Ours: {{ title }}' });
    await house.elastic.fires('disk full');
    await house.settles();
    expect(house.mailbox.expect('ada', 'disk full').subject).toMatch(/^\[error\] #1 disk full/);
    house.mailbox.expectNothingMore();
  });

  test('go before those for all, part for part, and are gone when they are taken back', async () => {
    await open();
    await write('email/triggered', { subject: 'All: {{ title }}', text: 'text for all' }, null);
    const { id } = await write('email/triggered', { subject: 'Ours: {{ title }}' });
    await house.elastic.fires('disk full');
    await house.settles();
    house.mailbox.expect('ada', 'Ours: disk full', 'text for all');
    await house.api.ok('DELETE', `/v1/templates/${id}`);
    await house.elastic.fires('queue stuck');
    await house.settles();
    house.mailbox.expect('ada', 'All: queue stuck', 'text for all');
    house.mailbox.expectNothingMore();
  });

  test('are chosen by what happens: a later step, and the resolution, have words of theirs', async () => {
    await open();
    await write('email/escalated', { subject: 'Still open after {{ age }}: {{ title }} ({{ escalation }})' });
    await write('email/resolved', { subject: 'Over: {{ title }}', text: '{{ headline }} {{ reason }}' });
    await house.elastic.fires('disk full');
    await house.passes(minutes(6));
    expect(house.mailbox.expect('ada', 'disk full').subject).toMatch(/^\[error\]/);
    house.mailbox.expect('grace', 'Still open after 5 min: disk full', '(step 2 of 2)');
    await house.elastic.recovers('disk full');
    await house.settles();
    for (const name of ['ada', 'grace']) house.mailbox.expect(name, 'Over: disk full', 'Resolved by recovery after');
    house.mailbox.expectNothingMore();
  });

  test('leave the thread of the mails as it is', async () => {
    await open();
    await write('email/triggered', { subject: 'One' });
    await write('email/resolved', { subject: 'Two' });
    const incident = await house.elastic.fires('disk full');
    await house.settles();
    await house.elastic.recovers('disk full');
    await house.settles();
    const mails = [house.mailbox.expect('ada', 'One'), house.mailbox.expect('ada', 'Two')];
    for (const { references, message_id: messageId } of mails) {
      expect(references).toEqual([`<incident-${incident}@localhost>`]);
      expect(messageId).toMatch(/^<delivery-[\w-]+@localhost>$/);
    }
    expect(mails[0]?.message_id).not.toBe(mails[1]?.message_id);
  });

  test('in Slack head the message as the incident stands, and tell in its thread what happened', async () => {
    await open();
    const room = await house.addSlackChannel(ROOM);
    await house.setPolicy([step(`slack:${room}`), step(`slack:${room}`).waits(hours(1))]);
    await write('slack/triggered', { text: 'burning: {{ title }}' });
    await write('slack/escalated', { text: 'still burning: {{ title }}' });
    await write('slack/acknowledged', { text: 'somebody is on it: {{ acknowledged_by }}' });
    const incident = await house.elastic.fires('disk full');
    await house.passes(minutes(6));
    const [first, reply] = house.slack.in(ROOM);
    expect(first?.text).toContain('burning: disk full');
    expect(first?.text).not.toContain('still');
    expect(reply).toMatchObject({ threadTs: first?.ts, text: expect.stringMatching(/^still burning: disk full/) });
    await house.acknowledge(incident, 'grace');
    await house.settles();
    expect(first?.text).toContain('somebody is on it: grace');
    expect(house.slack.in(ROOM)[2]?.text).toBe('somebody is on it: grace');
  });

  test('are spoken in a call, and again when it is asked for', async () => {
    await open();
    await house.removeMail('ada');
    await house.addContact('ada', 'voice', PHONE);
    await write('voice/triggered', { text: 'Please get up, {{ recipient }}.' });
    house.slack.refuses('channel_not_found');
    await house.elastic.fires('disk full', { severity: 'critical' });
    await house.passes(minutes(4));
    house.twilio.expect('sms', PHONE);
    const call = house.twilio.expect('voice', PHONE, 'Please get up, ada.', 'Press 4 to acknowledge');
    expect((await pressesKey(house, call, '0')).body).toContain('Please get up, ada.');
  });

  test('tell of a shift that begins', async () => {
    await open();
    await write('email/handoff', { subject: 'Your turn in {{ schedule }}', text: 'After you: {{ next_on_call }}' });
    const rotation = { type: 'daily', starts_on: '2027-01-01', handoff_time: '07:00' };
    await house.addSchedule('Primary', [{ name: 'days', turns: ['ada', 'grace'], rotation }], 'UTC', true);
    await house.passes(hours(5));
    const mail = house.mailbox.expect('ada', 'Your turn in Primary', 'After you: grace');
    expect(mail.html).toContain('You are on call in Primary.');
    house.mailbox.expect('grace', 'No longer on call: Primary');
    house.mailbox.expectNothingMore();
  });
});

describe('a template that breaks when it is used', () => {
  // It was tried when it was saved; what no sample shows comes to light with an alert.
  const LOOP = '{% if title contains "full" %}{% for i in (1..100000000) %}x{% endfor %}{% endif %}{{ title }}';

  test('does not hold the page back: the built-in text goes out, and the timeline says why, once', async () => {
    await open({ policy: [step('ada', 'grace', 'linus'), step('grace').waits(hours(1))] });
    const { id } = await write('email/triggered', { subject: 'Own: {{ title }}', text: LOOP });
    const incident = await house.elastic.fires('disk full');
    await house.settles();
    for (const name of ['ada', 'grace', 'linus']) {
      const mail = house.mailbox.expect(name, 'Own: disk full', 'Severity:    error (high urgency)');
      expect(mail.text).not.toContain('xxx');
    }
    const failures = await house.entries(incident, 'template_failed');
    expect(failures).toMatchObject([
      { data: { channel: 'email', event: 'triggered', part: 'text', template_id: id, team_id: house.teamId } },
    ]);
    expect(failures[0]?.data['reason']).toMatch(/^text, line 1, column \d+: memory alloc limit exceeded/);
    expect(await house.metric('incidents_template_failures_total')).toBe(3);
    const shown = await house.api.ok<{ for_team: unknown }>(
      'GET',
      `/v1/templates/email/triggered?team_id=${house.teamId}`,
    );
    expect(shown.for_team).toMatchObject({ last_failure: { reason: expect.stringContaining('memory alloc') } });

    const other = await house.elastic.fires('queue stuck');
    await house.settles();
    for (const name of ['ada', 'grace', 'linus']) {
      expect(house.mailbox.expect(name, 'Own: queue stuck').text).toMatch(/^queue stuck/);
    }
    expect(await house.entries(other, 'template_failed')).toEqual([]);
    house.mailbox.expectNothingMore();
  });

  test('and takes the time of others is tried once a minute, not for each recipient', async () => {
    await open({ policy: [step('ada', 'grace', 'linus'), step('grace').waits(hours(1))] });
    const slow = '{% for i in (1..9000) %}{% for j in (1..9000) %}x{% endfor %}{% endfor %}';
    await write('email/triggered', { text: `{% if title contains "full" %}${slow}{% endif %}Own: {{ title }}` });
    const incident = await house.elastic.fires('disk full');
    await house.settles();
    for (const name of ['ada', 'grace', 'linus']) house.mailbox.expect(name, 'disk full', 'Severity:');
    expect(await house.entries(incident, 'template_failed')).toMatchObject([
      { data: { reason: expect.stringContaining('template render limit exceeded') } },
    ]);
    await house.elastic.fires('queue stuck');
    await house.settles();
    for (const name of ['ada', 'grace', 'linus']) house.mailbox.expect(name, 'queue stuck', 'Severity:');
    await house.passes(minutes(1));
    await house.elastic.fires('queue stuck again');
    await house.settles();
    for (const name of ['ada', 'grace', 'linus']) house.mailbox.expect(name, 'Own: queue stuck again');
    house.mailbox.expectNothingMore();
  });

  test('is used again once it is mended', async () => {
    await open();
    await write('sms/triggered', { text: LOOP });
    const first = await house.elastic.fires('disk full', { severity: 'critical' });
    await house.settles();
    house.twilio.expect('sms', PHONE, 'CRITICAL #1 disk full', 'Reply ');
    await write('sms/triggered', { text: 'mended: {{ title }}' });
    const second = await house.elastic.fires('the other disk is full', { severity: 'critical' });
    await house.settles();
    house.twilio.expect('sms', PHONE, 'mended: the other disk is full', 'Reply ');
    house.twilio.expectNothingMore();
    expect(await house.entries(first, 'template_failed')).toHaveLength(1);
    expect(await house.entries(second, 'template_failed')).toEqual([]);
  });

  test('of a shift is counted, and the notice goes out all the same', async () => {
    await open();
    const broken = JSON.stringify({ text: '{{ nothing_such }}' });
    const { id } = await write('email/handoff', { text: 'x' });
    // As a template would be that an older version took.
    await house.rows('update templates set parts = ?::jsonb where id = ?', [broken, id]);
    const rotation = { type: 'daily', starts_on: '2027-01-01', handoff_time: '07:00' };
    await house.addSchedule('Primary', [{ name: 'days', turns: ['ada', 'grace'], rotation }], 'UTC', true);
    await house.passes(hours(5));
    house.mailbox.expect('ada', 'On call: Primary until', 'grace');
    house.mailbox.expect('grace', 'No longer on call: Primary');
    house.mailbox.expectNothingMore();
    expect(await house.metric('incidents_template_failures_total')).toBe(1);
  });
});

test('two backends at once note a failure once', async () => {
  await open({ policy: [step('ada', 'grace', 'linus')] });
  await house.another();
  const { id } = await write('email/triggered', { text: 'x' });
  await house.rows('update templates set parts = ?::jsonb where id = ?', [JSON.stringify({ text: '{{ nope }}' }), id]);
  const incident = await house.elastic.fires('disk full');
  await house.settlesTogether();
  for (const name of ['ada', 'grace', 'linus']) house.mailbox.expect(name, 'disk full', 'Severity:');
  expect(await house.entries(incident, 'template_failed')).toHaveLength(1);
});
