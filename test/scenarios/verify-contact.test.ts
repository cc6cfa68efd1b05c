import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { ContactMethodAnswer } from 'incident-core';
import type { Answer } from '../harness/api.ts';
import { House } from '../harness/house.ts';
import { addressOf } from '../harness/mail.ts';
import { hours, minutes } from '../harness/manual-clock.ts';
import { Pruning } from '../../backend/src/platform/pruning.ts';

const PHONE = '+4915112345678';

let house: House;
/** Ada's own token, which may only work on incidents. */
let ada: ReturnType<House['as']>;
beforeEach(async () => {
  house = await House.start({ reachable: true });
  ada = await responder('ada');
});
afterEach(() => house.stop());

async function responder(name: string): Promise<ReturnType<House['as']>> {
  const given = { name, user_id: house.person(name).id };
  return house.api.as((await house.api.ok<{ token: string }>('POST', '/v1/tokens', given)).token);
}
async function add(channel: string, address: string): Promise<string> {
  const path = `/v1/users/${house.person('ada').id}/contact-methods`;
  return (await ada.ok<ContactMethodAnswer>('POST', path, { channel, address })).id;
}
const send = (id: string, as = ada) => as.call('POST', `/v1/contact-methods/${id}/verification`);
const confirm = (id: string, code: string, as = ada) =>
  as.call('POST', `/v1/contact-methods/${id}/verification/confirm`, { code });
const typeOf = ({ status, body }: Answer) => `${status} ${(body as { type: string }).type.split(':').pop() ?? ''}`;
const another = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
async function mailedCode(to = 'ada'): Promise<string> {
  await house.settles();
  return codeIn(house.mailbox.expect(to, 'Your code for Incidents').text ?? '');
}
function codeIn(text: string): string {
  const code = /\b(\d{6})\b/.exec(text)?.[1];
  if (code === undefined) throw new Error(`no code in: ${text}`);
  return code;
}

test('a mail address is verified by the code that was sent to it, and used from then on', async () => {
  await house.removeMail('ada');
  const id = await add('email', addressOf('ada'));
  await house.elastic.fires('before');
  await house.settles();
  house.mailbox.expectNothingMore();
  const sent = await send(id);
  expect(sent).toMatchObject({
    status: 202,
    body: { contact_method_id: id, channel: 'email', expires_at: '2027-01-05T03:15:00.000Z' },
  });
  const code = await mailedCode();
  expect(await confirm(id, `${code.slice(0, 3)} ${code.slice(3)}`)).toMatchObject({
    status: 200,
    body: { verified: true },
  });
  await house.elastic.fires('after');
  await house.settles();
  house.mailbox.expect('ada', 'after');
  house.mailbox.expectNothingMore();
  // The code itself is kept nowhere, nor anything that it could be guessed from without our key.
  expect(JSON.stringify(await house.rows('select * from contact_verifications'))).not.toContain(code);
});

test('a number is verified by SMS, another by a call that says the digits, and Slack by a direct message', async () => {
  const [sms, voice, slack] = [await add('sms', PHONE), await add('voice', PHONE), await add('slack', 'U0ADA')];
  for (const id of [sms, voice, slack]) expect((await send(id)).status).toBe(202);
  await house.settles();
  const message = house.twilio.expect('sms', PHONE, 'is your code for Incidents. Good for 15 min.');
  expect((await confirm(sms, codeIn(message.content))).status).toBe(200);
  const call = house.twilio.expect('voice', PHONE, 'Your code is: ');
  expect(call.content).not.toContain('Gather');
  const digits = /Your code is: ((\d, ){5}\d)\./.exec(call.content)?.[1]?.replaceAll(', ', '') ?? '';
  expect((await confirm(voice, digits)).status).toBe(200);
  const [post] = house.slack.in('U0ADA');
  expect((await confirm(slack, codeIn(post?.text ?? ''))).status).toBe(200);
  house.twilio.expectNothingMore();
  house.mailbox.expectNothingMore();
  // What is of no incident stands in no incident's history.
  expect(await house.count('timeline_entries')).toBe(0);
});

test('after five wrong tries the right code does not count, and a new one does', async () => {
  const id = await add('email', addressOf('ada'));
  await send(id);
  const code = await mailedCode();
  for (const left of [4, 3, 2, 1, 0]) {
    expect(await confirm(id, another(code))).toMatchObject({ status: 422, body: { tries_left: left } });
  }
  expect(typeOf(await confirm(id, code))).toBe('409 code-used-up');
  await send(id);
  expect((await confirm(id, await mailedCode())).status).toBe(200);
  house.mailbox.expectNothingMore();
});

test('tries that come at once are all counted', async () => {
  const id = await add('email', addressOf('ada'));
  await send(id);
  const code = await mailedCode();
  const answers = await Promise.all(Array.from({ length: 12 }, () => confirm(id, another(code))));
  expect(answers.filter(({ status }) => status === 422)).toHaveLength(5);
  expect(typeOf(await confirm(id, code))).toBe('409 code-used-up');
});

test('a code counts for fifteen minutes, once, and only the last one', async () => {
  const id = await add('email', addressOf('ada'));
  expect(typeOf(await confirm(id, '000000'))).toBe('409 no-code');
  await send(id);
  const first = await mailedCode();
  await house.passes(minutes(15));
  expect(typeOf(await confirm(id, first))).toBe('409 code-expired');
  await send(id);
  const second = await mailedCode();
  await send(id);
  const third = await mailedCode();
  expect(typeOf(await confirm(id, second))).toBe('422 wrong-code');
  expect((await confirm(id, third)).status).toBe(200);
  expect(typeOf(await confirm(id, third))).toBe('409 no-code');
  expect(typeOf(await send(id))).toBe('409 already-verified');
  await house.passes(hours(1));
  house.mailbox.expectNothingMore();
});

test('a code that was sent to another address does not count', async () => {
  const id = await add('email', addressOf('grace'));
  await send(id);
  const code = await mailedCode('grace');
  await ada.ok('PATCH', `/v1/contact-methods/${id}`, { address: addressOf('linus') });
  expect(typeOf(await confirm(id, code))).toBe('409 no-code');
  await ada.ok('PATCH', `/v1/contact-methods/${id}`, { address: addressOf('grace') });
  expect(typeOf(await confirm(id, code))).toBe('409 no-code');
});

test('five codes an hour are sent, then one waits, and deleting the contact method helps for no longer than that', async () => {
  const id = await add('email', addressOf('ada'));
  for (let sent = 0; sent < 5; sent += 1) {
    expect((await send(id)).status).toBe(202);
    await house.passes(minutes(1));
  }
  const refused = await send(id);
  expect(typeOf(refused)).toBe('429 too-many');
  expect(refused.headers.get('retry-after')).toBe(String(minutes(55)));
  expect(house.mailbox.takeTitles('ada')).toHaveLength(5);
  await house.passes(minutes(55));
  expect((await send(id)).status).toBe(202);
  for (let sent = 0; sent < 25; sent += 1) await send(await add('email', addressOf('ada')));
  expect((await send(await add('email', addressOf('ada')))).status).toBe(429);
});

test('a code that the mail server does not take is tried until it is too old, and not after', async () => {
  const id = await add('email', addressOf('ada'));
  house.mailbox.server.refuseWith(451, 'later');
  await send(id);
  await house.passes(minutes(20));
  house.mailbox.server.accept();
  await house.passes(hours(2));
  house.mailbox.expectNothingMore();
  expect(await house.rows('select status, reason from deliveries')).toEqual([
    { status: 'failed', reason: 'gave_up: the mail server answered 451 to RCPT TO' },
  ]);
});

test('a code that is replaced before it left does not leave', async () => {
  const id = await add('email', addressOf('ada'));
  await send(id);
  await send(id);
  const code = await mailedCode();
  house.mailbox.expectNothingMore();
  expect(await house.count(`deliveries where reason = 'code_over'`)).toBe(1);
  expect((await confirm(id, code)).status).toBe(200);
});

test('people arrange their own contact methods, and nobody vouches for themselves or acts for others', async () => {
  const grace = await responder('grace');
  const id = await add('email', addressOf('ada'));
  expect((await send(id, grace)).status).toBe(403);
  expect((await confirm(id, '000000', grace)).status).toBe(403);
  house.mailbox.expectNothingMore();
  const own = `/v1/users/${house.person('ada').id}/contact-methods`;
  expect((await grace.call('POST', own, { channel: 'email', address: 'x@example.com' })).status).toBe(403);
  expect((await ada.call('POST', own, { channel: 'sms', address: PHONE, verified: true })).status).toBe(403);
  expect((await ada.call('PATCH', `/v1/contact-methods/${id}`, { verified: true })).status).toBe(403);
  expect((await grace.call('PATCH', `/v1/contact-methods/${id}`, { position: 3 })).status).toBe(403);
  expect((await grace.call('DELETE', `/v1/contact-methods/${id}`)).status).toBe(403);
  await ada.ok('PATCH', `/v1/contact-methods/${id}`, { position: 3 });
  await house.api.ok('PATCH', `/v1/contact-methods/${id}`, { verified: true });
  // Another place in the order says nothing against the address, another address does.
  expect(await ada.ok('PATCH', `/v1/contact-methods/${id}`, { position: 7 })).toMatchObject({ verified: true });
  expect(await ada.ok('PATCH', `/v1/contact-methods/${id}`, { address: 'y@example.com' })).toMatchObject({
    verified: false,
  });
  expect((await ada.call('DELETE', `/v1/contact-methods/${id}`)).status).toBe(204);
});

test('a code and what was sent of it are thrown away after thirty days; the address stays verified', async () => {
  await house.removeMail('ada');
  const id = await add('email', addressOf('ada'));
  await send(id);
  expect(await confirm(id, await mailedCode())).toMatchObject({ status: 200 });
  const prune = () => house.backend.app.get(Pruning).prune();
  const left = () =>
    house.count('deliveries d join notifications n on n.id = d.notification_id and n.verification_id is not null');
  house.clock.forward(hours(24 * 30));
  expect(await prune()).toMatchObject({ contact_verifications: 0 });
  expect(await left()).toBe(1);
  house.clock.forward(hours(1));
  expect(await prune()).toMatchObject({ contact_verifications: 1 });
  expect(await left()).toBe(0);
  expect(await house.api.ok('GET', `/v1/users/${house.person('ada').id}`)).toMatchObject({
    contact_methods: [{ id, verified: true }],
  });
});
