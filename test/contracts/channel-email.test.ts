import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createServer, type AddressInfo, type Server } from 'node:net';
import type { OutgoingMessage } from '../../backend/src/delivery/channel.ts';
import { EmailChannel } from '../../backend/src/delivery/email.channel.ts';
import { isEmailAddress } from '../../backend/src/platform/email-address.ts';
import { startMailbox, type Mailbox } from '../../scripts/mailbox.mjs';
import { outgoing } from '../harness/outgoing.ts';

const NOW = new Date('2027-01-05T03:24:00Z');
const ADA = { kind: 'email', address: 'ada@example.org', name: 'Ada Lovelace' } as const;
const toChannel = (smtpUrl: string) =>
  new EmailChannel({
    smtpUrl,
    from: 'Incidents <incidents@example.org>',
    messageIdDomain: 'incidents.example.org',
    now: () => NOW,
  });

describe('with a mail server', () => {
  let mailbox: Mailbox;
  let channel: EmailChannel;
  beforeEach(async () => {
    mailbox = await startMailbox();
    channel = toChannel(`smtp://127.0.0.1:${mailbox.smtpPort}`);
  });
  afterEach(async () => {
    await channel.close();
    await mailbox.stop();
  });
  const send = (over: Partial<OutgoingMessage> = {}) => channel.send(outgoing({ to: ADA, ...over }));
  const received = () => {
    const [message] = mailbox.messages();
    if (message === undefined) throw new Error('no mail has come');
    return message;
  };

  test("a mail has our own id, hangs in its incident's thread and says that a machine wrote it", async () => {
    expect(await send()).toEqual({
      kind: 'sent',
      providerId: '<delivery-01890a5d-ac96-774b-bcce-b302099a8057@incidents.example.org>',
    });
    const thread = '<incident-01890a5d-ac96-774b-bcce-b302099a8058@incidents.example.org>';
    expect(received()).toMatchObject({
      to: ['ada@example.org'],
      from: 'incidents@example.org',
      subject: '[critical] #12 Disk full',
      message_id: '<delivery-01890a5d-ac96-774b-bcce-b302099a8057@incidents.example.org>',
      in_reply_to: thread,
      references: [thread],
      headers: {
        from: 'Incidents <incidents@example.org>',
        to: 'Ada Lovelace <ada@example.org>',
        date: 'Tue, 05 Jan 2027 03:24:00 +0000',
        'auto-submitted': 'auto-generated',
        'x-incident-id': '01890a5d-ac96-774b-bcce-b302099a8058',
      },
    });
    expect(received().text?.trim()).toBe('Disk full');
    expect(received().html?.trim()).toBe('<p>Disk full</p>');
  });

  test('two deliveries of one incident share the thread and not the id', async () => {
    await send({ deliveryId: 'a' });
    await send({ deliveryId: 'b' });
    const [second, first] = mailbox.messages();
    expect(second?.in_reply_to).toBe(first?.in_reply_to);
    expect(second?.message_id).not.toBe(first?.message_id);
  });

  test.each([
    ['an unknown mailbox is final', 550, '5.1.1 unknown', 'recipient', false],
    ['a mailbox that has moved is final', 551, 'moved', 'recipient', false],
    ['a rejected content is final', 554, '5.7.1 looks like spam', 'message', false],
    ['a mail that is too big is final', 552, '5.3.4 too big', 'message', false],
    ['a full mailbox may be emptied', 552, '5.2.2 full', 'recipient', true],
    ['a full mailbox may be emptied, also as 550', 550, '5.2.2 full', 'recipient', true],
    ['552 without a reason may pass', 552, 'exceeded storage', 'message', true],
    ['452 passes', 452, '4.2.2 full', 'recipient', true],
    ['greylisting passes', 450, '4.7.1 later', 'recipient', true],
    ['421 passes', 421, 'closing', 'message', true],
    ['a sender that is refused is for the operator to mend', 550, '5.7.1 not you', 'sender', true],
    ['a client that is refused is for the operator to mend', 554, 'no service', 'connect', true],
  ] as const)('%s', async (_title, code, text, at, retryable) => {
    mailbox.refuseWith(code, `${text} <ada@example.org>`, at);
    const outcome = await send();
    expect(outcome).toMatchObject({ kind: 'refused', retryable, retryAfterSeconds: null, gone: false });
    expect(JSON.stringify(outcome)).toContain(String(code));
    expect(JSON.stringify(outcome)).not.toMatch(/ada|example/);
    mailbox.accept();
    expect(await send()).toMatchObject({ kind: 'sent' });
  });

  test('a refusal names the code and the command, in words for the timeline', async () => {
    mailbox.refuseWith(550, '5.1.1 no such user');
    expect(await send()).toMatchObject({
      error: expect.stringMatching(/^the mail server answered 550( 5\.1\.1)? to RCPT TO$/),
    });
  });

  test.each([
    ['a line break in the name', 'Ada\r\nBcc: grace@example.org'],
    ['an address in the name', 'Ada" <grace@example.org>, "'],
    ['a list in the name', 'grace@example.org, eve@example.org'],
    ['a reversing character in the name', 'Ada\u202egro'],
    ['letters of another script in the name', 'Åda 支'],
    ['a name without end', 'Ada '.repeat(2000)],
    ['an empty name', ''],
  ])('%s adds no recipient and no header', async (_title, name) => {
    await send({ to: { ...ADA, name } });
    expect(received().to).toEqual(['ada@example.org']);
    expect(received().headers['bcc']).toBeUndefined();
    expect(received().headers['to']).toMatch(/ada@example\.org>?$/);
    expect(received().headers['to']).not.toMatch(/=E2=80=AE|\u202e/);
    expect(received().headers['to']?.length).toBeLessThan(200);
  });

  test('a line break in the subject adds no header', async () => {
    await send({ rendered: { subject: 'a\r\nX-Evil: yes\r\n\r\nbody', text: 't', html: 'h' } });
    expect(received().headers['x-evil']).toBeUndefined();
    expect(received().subject).toContain('X-Evil');
  });

  test('an address that could be more than one is refused before it is sent', async () => {
    const to = { ...ADA, address: 'ada@example.org\r\nRCPT TO:<grace@example.org>' };
    expect(await send({ to })).toMatchObject({
      kind: 'refused',
      retryable: false,
      error: 'the e-mail address is not valid',
    });
    expect(mailbox.messages()).toHaveLength(0);
  });

  test('a domain in another script is written as the mail system wants it', async () => {
    expect(await send({ to: { ...ADA, address: 'ada@bücher.example' } })).toMatchObject({ kind: 'sent' });
    expect(received().headers['to']).toBe('Ada Lovelace <ada@xn--bcher-kva.example>');
  });

  test('after close, a mail is refused for now, for another process may send it', async () => {
    await channel.close();
    expect(await send()).toMatchObject({ kind: 'refused', retryable: true });
  });

  test('close waits for the mail that is under way', async () => {
    const ends: string[] = [];
    const sending = send().then(() => ends.push('sending'));
    const closing = channel.close().then(() => ends.push('closing'));
    await Promise.all([sending, closing]);
    expect(ends).toEqual(['sending', 'closing']);
  });

  test('long lines and all scripts arrive as they were written', async () => {
    const line = `https://kibana.example.org/${'x'.repeat(1900)}`;
    const rendered = {
      subject: `[critical] #12 Zahlung läuft nicht – 支払い 💸 ${'ü'.repeat(140)}`,
      text: `${line}\n.\n..\nFrom here: 支払い 💸\n${'ü'.repeat(1500)}\n`,
      html: `<p>.\n${line} 支払い 💸 ${'ü'.repeat(1500)}</p>\n`,
    };
    await send({ rendered });
    expect(received()).toMatchObject({ subject: rendered.subject, text: rendered.text, html: rendered.html });
  });

  test.each([
    ['lines that begin with dots', '.\n..\n.hidden\n\n\nend\n'],
    [
      'lines that mean something to mail',
      'From ada\n--\nContent-Type: text/html\n>From\n\tindented\n--_NmP-0-Part_1\n',
    ],
    ['a line of the most that there may be', `${'x'.repeat(998)}\nend\n`],
    ['a line of more', `${'x'.repeat(999)}\nend\n`],
    ['what stands beyond ASCII', 'naïve – 東京\n.\n'],
    ['control characters', 'bell\u0007\n'],
    ['nothing', ''],
  ])('%s arrive as they were written', async (_what, written) => {
    const html = `<p>${written}</p>\n`;
    await send({ rendered: { ...outgoing({ to: ADA }).rendered, text: written, html } });
    expect(received().text?.trimEnd()).toBe(written.trimEnd());
    expect(received().html?.trimEnd()).toBe(html.trimEnd());
  });

  test('a connection that was cut while idle costs no attempt', async () => {
    await send();
    await mailbox.closeSmtp();
    await mailbox.openSmtp();
    expect(await send({ deliveryId: 'b' })).toMatchObject({ kind: 'sent' });
    expect(mailbox.messages()).toHaveLength(2);
  });

  test('one mail that hangs does not hold up the others', async () => {
    mailbox.answerAfter(60_000);
    const hanging = send({ timeoutMs: 300 });
    mailbox.accept();
    const others = await Promise.all(['b', 'c', 'd'].map((deliveryId) => send({ deliveryId })));
    expect(others.every(({ kind }) => kind === 'sent')).toBe(true);
    expect(['sent', 'refused']).toContain((await hanging).kind);
  });
});

describe('with a mail server that misbehaves', () => {
  /** Answers each line that it gets by the first rule whose start fits, and what no rule fits with 250. */
  const serve = async (greeting: string | null, rules: Readonly<Record<string, string | null>>): Promise<Server> => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      if (greeting !== null) socket.write(greeting);
      let content = false;
      socket.on('data', (chunk: Buffer) => {
        for (const line of chunk.toString().split('\r\n').slice(0, -1)) {
          if (content && line !== '.') continue;
          const [, answer = '250 ok\r\n'] = Object.entries(rules).find(([start]) => line.startsWith(start)) ?? [];
          if (answer === null) return void socket.destroy();
          content = answer.startsWith('354');
          socket.write(answer);
        }
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return server;
  };
  const hello = '220 hello\r\n';
  const auth = { EHLO: '250-hi\r\n250 AUTH PLAIN LOGIN\r\n' };

  test.each([
    ['no greeting', null, {}],
    ['a greeting that is none', 'SSH-2.0-OpenSSH\r\n', {}],
    ['a login that fails', hello, { ...auth, AUTH: '535 5.7.8 user:swordfish is wrong\r\n' }],
    ['a login that is not offered', hello, { 'MAIL FROM': '530 5.7.0 swordfish, log in first\r\n' }],
    ['a connection cut at the sender', hello, { ...auth, AUTH: '235 ok\r\n', 'MAIL FROM': null }],
    ['a connection cut at the content', hello, { ...auth, AUTH: '235 ok\r\n', DATA: null }],
    ['a connection cut before the receipt', hello, { ...auth, AUTH: '235 ok\r\n', DATA: '354 go\r\n', '.': null }],
    ['a broken session', hello, { ...auth, AUTH: '235 ok\r\n', 'RCPT TO': '503 bad sequence\r\n' }],
    ['an answer that is none', hello, { ...auth, AUTH: '235 ok\r\n', 'RCPT TO': 'swordfish\r\n' }],
  ])('%s is retryable and betrays nothing', async (_title, greeting, rules) => {
    const server = await serve(greeting, rules);
    const channel = toChannel(`smtp://user:swordfish@127.0.0.1:${(server.address() as AddressInfo).port}`);
    const outcome = await channel.send(outgoing({ to: ADA, timeoutMs: 500 }));
    await channel.close();
    server.close();
    expect(outcome).toMatchObject({ kind: 'refused', retryable: true, gone: false });
    expect(JSON.stringify(outcome)).not.toMatch(/swordfish|127\.0\.0\.1|user|ada@/);
  });
});

test.each([['not an address'], ['Incidents'], ['Incidents <a@b.example>, c@d.example'], ['<a@b.example\r\n>'], ['']])(
  'the sender %j stops the start',
  (from) => {
    const options = { smtpUrl: 'smtp://127.0.0.1', messageIdDomain: 'example.org', now: () => NOW };
    expect(() => new EmailChannel({ ...options, from })).toThrow(RangeError);
  },
);

test.each([
  ['ada@example.org', true],
  ['ada.lovelace+page@mail.example.org', true],
  ['ada@localhost', true],
  ["o'hara@bücher.example", true],
  ['', false],
  ['ada', false],
  ['@example.org', false],
  ['ada@', false],
  ['ada@example..org', false],
  ['.ada@example.org', false],
  ['ada@-example.org', false],
  ['ada@[127.0.0.1]', false],
  ['ada@example.org,grace@example.org', false],
  ['ada@example.org grace@example.org', false],
  ['Ada <ada@example.org>', false],
  ['"a b"@example.org', false],
  ['ada@example.org\n', false],
  ['ada\u0000@example.org', false],
  [`${'a'.repeat(65)}@example.org`, false],
])('the address %j can be used as it stands: %s', (address, expected) => {
  expect(isEmailAddress(address)).toBe(expected);
});
