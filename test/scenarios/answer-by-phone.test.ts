import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { codeIn, pressesKey, textsBack, twilioCalls } from '../harness/callbacks.ts';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

const PHONE = '+4915112345678';
const OTHER = '+4915187654321';

let house: House;
beforeEach(async () => {
  house = await House.start({ policy: [step('ada'), step('grace').waits(hours(1))], reachable: true });
  await house.removeMail('ada');
  await house.addContact('ada', 'sms', PHONE);
  await house.addContact('ada', 'voice', PHONE);
  await house.addContact('linus', 'sms', OTHER);
});
afterEach(() => house.stop());

describe('the code of an SMS, sent back', () => {
  test('acknowledges as its owner, says so, and stops the escalation', async () => {
    const incident = await house.elastic.fires('disk full');
    await house.settles();
    const code = codeIn(house.twilio.expect('sms', PHONE));
    const answer = await textsBack(house, PHONE, ` ${code} thanks `, 'SM1');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^text\/xml/);
    expect(answer.body).toContain(
      '<Response><Message>Acknowledged, it is yours: #1 disk full (checkout, production)</Message></Response>',
    );
    expect(await house.incident(incident)).toMatchObject({ status: 'acknowledged', assignee: { name: 'ada' } });
    expect(await house.entries(incident, 'acknowledged')).toMatchObject([
      { actor: { type: 'user', name: 'ada', via: 'sms' } },
    ]);
    await house.passes(hours(3));
    house.twilio.expectNothingMore();
    house.mailbox.expectNothingMore();
  });

  test('twice, or after a release, is answered with how things stand and changes nothing', async () => {
    const incident = await house.elastic.fires('disk full');
    await house.settles();
    const code = codeIn(house.twilio.expect('sms', PHONE));
    await textsBack(house, PHONE, code, 'SM1');
    await house.startWork(incident, 'grace');
    const replayed = await textsBack(house, PHONE, code, 'SM1');
    expect(replayed.body).toContain('Nothing has changed. In progress by grace: #1 disk full');
    expect(await house.incident(incident)).toMatchObject({ status: 'in_progress', assignee: { name: 'grace' } });
  });

  test('counts as phones send it: behind what it answers, in other digits, with spaces', async () => {
    const wide = (code: string) => [...code].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join('');
    const forms = [
      (code: string) => `> CRITICAL #1042, since 2027\n${code} 👍`,
      wide,
      (code: string) => [...code].join(' '),
    ];
    for (const [index, write] of forms.entries()) {
      const incident = await house.elastic.fires(`disk full ${index}`);
      await house.settles();
      const code = codeIn(house.twilio.expect('sms', PHONE, `disk full ${index}`));
      expect((await textsBack(house, PHONE, write(code), `SM${index}`)).body).toContain('Acknowledged, it is yours');
      expect(await house.incident(incident)).toMatchObject({ status: 'acknowledged' });
    }
  });

  test('beside the code of another incident acts on neither', async () => {
    const incidents = [await house.elastic.fires('disk full'), await house.elastic.fires('queue stuck')];
    await house.settles();
    const codes = [codeIn(house.twilio.expect('sms', PHONE)), codeIn(house.twilio.expect('sms', PHONE))];
    expect((await textsBack(house, PHONE, codes.join(' or '), 'SM1')).body).toContain('is no code of a message to you');
    for (const id of incidents) expect(await house.incident(id)).toMatchObject({ status: 'triggered' });
  });

  test('keeps what is to be confirmed: the message says so', async () => {
    const incident = await house.elastic.fires('disk full');
    await house.settles();
    const code = codeIn(house.twilio.expect('sms', PHONE));
    await textsBack(house, PHONE, code, 'SM1');
    house.clock.forward(60);
    await house.elastic.fires('disk full', { severity: 'critical' });
    await house.settles();
    expect(codeIn(house.twilio.expect('sms', PHONE))).toBe(code);
    expect(String((await textsBack(house, PHONE, code, 'SM2')).body)).toContain('Acknowledged, it is yours: #1');
    await house.passes(minutes(20));
    expect(await house.incident(incident)).toMatchObject({ status: 'acknowledged', assignee: { name: 'ada' } });
  });

  test('that means two incidents to two people who share the phone acts on neither', async () => {
    await house.addContact('grace', 'sms', PHONE);
    const [one, two] = [await house.elastic.fires('disk full'), await house.elastic.fires('queue stuck')];
    const code = async (person: string, incident: string, digits: string) =>
      house.rows(
        `insert into reply_codes (user_id, code, incident_id, expires_at) values (?, ?, ?, '2027-01-06T00:00:00Z')`,
        [house.person(person).id, digits, incident],
      );
    await code('ada', one, '4711');
    await code('grace', two, '4711');
    await code('grace', one, '1234');
    await code('ada', one, '1234').catch(() => undefined);
    await textsBack(house, PHONE, '4711', 'SM1');
    for (const id of [one, two]) expect(await house.incident(id)).toMatchObject({ status: 'triggered' });
    await textsBack(house, PHONE, '1234', 'SM2');
    expect(await house.incident(one)).toMatchObject({ status: 'acknowledged' });
  });

  test('of what has recovered is told so', async () => {
    await house.elastic.fires('disk full');
    await house.settles();
    const code = codeIn(house.twilio.expect('sms', PHONE));
    await house.elastic.recovers('disk full');
    house.clock.forward(120);
    expect((await textsBack(house, PHONE, code, 'SM1')).body).toContain('Recovered 2 min ago: #1 disk full');
  });

  test.each([
    ['a number that nobody has', '+15005550099', (code: string) => code, 'not known here'],
    ['the number of somebody else', OTHER, (code: string) => code, 'is no code of a message to you'],
    ['a wrong code', PHONE, (code: string) => (code === '1234' ? '4321' : '1234'), 'is no code of a message to you'],
    ['words', PHONE, () => 'what is this?', 'Reply with the four digits'],
    ['a longer number', PHONE, (code: string) => `${code}0`, 'Reply with the four digits'],
  ])('from %s does nothing, and says why', async (_, from, write, says) => {
    const incident = await house.elastic.fires('disk full');
    await house.settles();
    const code = codeIn(house.twilio.expect('sms', PHONE));
    expect((await textsBack(house, from, write(code), 'SM1')).body).toContain(says);
    expect(await house.incident(incident)).toMatchObject({ status: 'triggered' });
  });

  test('of who may not work on incidents is refused politely', async () => {
    await house.giveRole('ada', 'viewer');
    const incident = await house.elastic.fires('disk full');
    await house.settles();
    const code = codeIn(house.twilio.expect('sms', PHONE));
    expect((await textsBack(house, PHONE, code, 'SM1')).body).toContain('You may not work on the incidents');
    expect(await house.incident(incident)).toMatchObject({ status: 'triggered' });
  });

  test('a day later is no code any more', async () => {
    await house.elastic.fires('disk full');
    await house.settles();
    const code = codeIn(house.twilio.expect('sms', PHONE));
    house.clock.forward(hours(24));
    expect((await textsBack(house, PHONE, code, 'SM1')).body).toContain('or no longer');
  });

  test('each incident has a code of its own, the same in all its messages', async () => {
    await house.setPolicy([step('ada').waits(60), step('ada').waits(hours(1))]);
    await house.elastic.fires('disk full');
    await house.settles();
    const one = codeIn(house.twilio.expect('sms', PHONE, 'disk full'));
    await house.passes(61);
    expect(codeIn(house.twilio.expect('sms', PHONE, 'disk full'))).toBe(one);
    await house.elastic.fires('queue stuck');
    await house.settles();
    expect(codeIn(house.twilio.expect('sms', PHONE, 'queue stuck'))).not.toBe(one);
  });
});

describe('a key pressed during a call', () => {
  const called = async () => {
    const incident = await house.elastic.fires('disk full');
    await house.passes(minutes(2));
    house.twilio.expect('sms', PHONE);
    return { incident, call: house.twilio.expect('voice', PHONE, 'disk full') };
  };

  test('4 acknowledges as who was called, says so, and stops the escalation', async () => {
    const { incident, call } = await called();
    const answer = await pressesKey(house, call, '4');
    expect(answer.body).toContain(
      '<Say>Acknowledged, it is yours: #1 disk full (checkout, production). Goodbye.</Say><Hangup/>',
    );
    expect(await house.entries(incident, 'acknowledged')).toMatchObject([{ actor: { name: 'ada', via: 'voice' } }]);
    await house.passes(hours(2));
    house.mailbox.expectNothingMore();
    house.twilio.expectNothingMore();
  });

  test('0, or any other, says it again as it stands then', async () => {
    const { incident, call } = await called();
    expect((await pressesKey(house, call, '0')).body).toContain('Press 4 to acknowledge');
    await house.acknowledge(incident, 'grace');
    const answer = await pressesKey(house, call, '7');
    expect(answer.body).toContain('Acknowledged by grace.');
    expect(answer.body).not.toContain('Press 4');
  });

  test('forged, or at a number that is not theirs any more, does nothing', async () => {
    const { incident, call } = await called();
    const path = /(\/v1\/callbacks\/twilio\/voice\?delivery=[\w-]+)/.exec(call.content)?.[1] ?? '';
    expect((await twilioCalls(house, path, { Digits: '4', To: PHONE }, 'another-token')).status).toBe(403);
    expect((await twilioCalls(house, path, { Digits: '4', To: OTHER })).body).toContain('not known here any more');
    expect(await house.incident(incident)).toMatchObject({ status: 'triggered' });
  });
});
