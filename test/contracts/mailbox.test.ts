import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { startMailbox } from '../../scripts/mailbox.mjs';

type Mailbox = Awaited<ReturnType<typeof startMailbox>>;

let mailbox: Mailbox;
beforeEach(async () => {
  mailbox = await startMailbox();
});
afterEach(() => mailbox.stop());

describe('receiving', () => {
  const inThread = { inReplyTo: '<first@example.com>', references: '<first@example.com>' };

  test('a mail is listed with its bare addresses, its texts and its thread', async () => {
    await send({ to: 'Ada <ada@example.com>', bcc: 'grace@example.com', ...inThread });
    expect(await listed()).toEqual([
      expect.objectContaining({
        to: ['ada@example.com', 'grace@example.com'],
        from: 'incidents@example.com',
        subject: 'Checkout <b>fails</b>',
        text: expect.stringContaining('42%'),
        html: expect.stringContaining('<p>42%</p>'),
        message_id: expect.stringMatching(/^<.+@.+>$/),
        in_reply_to: '<first@example.com>',
        references: ['<first@example.com>'],
        headers: expect.objectContaining({ 'x-incident': '7' }),
        received_at: expect.stringMatching(/^\d{4}-.+Z$/),
      }),
    ]);
  });

  test('the newest comes first, and `to` filters without regard to case', async () => {
    await send({ subject: 'one' });
    await send({ subject: 'two', to: 'grace@example.com' });
    expect((await listed()).map(({ subject }) => subject)).toEqual(['two', 'one']);
    expect((await listed('?to=ADA@example.com')).map(({ subject }) => subject)).toEqual(['one']);
    expect(await listed('?to=nobody@example.com')).toEqual([]);
  });

  test('it holds no more than it is told to, and drops the oldest', async () => {
    const small = await startMailbox({ most: 2 });
    for (const subject of ['one', 'two', 'three']) await send({ subject }, { port: small.smtpPort });
    await small.stop();
    expect(small.messages().map(({ subject }) => subject)).toEqual(['three', 'two']);
  });

  test('DELETE empties it', async () => {
    await send({});
    const answer = await fetch(address('/messages'), { method: 'DELETE' });
    expect(answer.status).toBe(204);
    expect(await listed()).toEqual([]);
  });

  test('listeners hear of each mail until they stop listening', async () => {
    const heard: string[] = [];
    const stopListening = mailbox.onMessage(({ subject }) => heard.push(subject));
    await send({ subject: 'one' });
    stopListening();
    await send({ subject: 'two' });
    expect(heard).toEqual(['one']);
  });
});

describe('failing on purpose', () => {
  test.each(['connect', 'sender', 'recipient', 'message'] as const)(
    'refuses at the %s with the code asked for',
    async (at) => {
      mailbox.refuseWith(452, 'Try later', at);
      await expect(send({})).rejects.toMatchObject({ responseCode: 452 });
      mailbox.accept();
      await send({});
      expect(mailbox.messages()).toHaveLength(1);
    },
  );

  test('a server that is down refuses connections, and comes back on its port', async () => {
    await mailbox.closeSmtp();
    await expect(send({})).rejects.toMatchObject({ code: 'ESOCKET' });
    await mailbox.openSmtp();
    await send({});
    expect(mailbox.messages()).toHaveLength(1);
  });

  test('a slow server lets the sender run into its time limit', async () => {
    mailbox.answerAfter(60_000);
    await expect(send({}, { socketTimeout: 50 })).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    expect(mailbox.messages()).toEqual([]);
  });

  test('a port in use is refused, and nothing stays open', async () => {
    await expect(startMailbox({ httpPort: mailbox.httpPort })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

describe('the page', () => {
  test('runs only its own script, and shows mail in a frame where nothing runs', async () => {
    const answer = await fetch(address('/'));
    const policy = answer.headers.get('content-security-policy') ?? '';
    const nonce = /script-src 'nonce-([^']+)'/.exec(policy)?.[1] ?? 'none';
    const page = await answer.text();
    expect(policy).toContain("default-src 'none'");
    expect(page).toContain(`<script nonce="${nonce}">`);
    expect(page).toContain('sandbox=""');
    expect(page).not.toContain('innerHTML');
    expect(page).not.toMatch(/(src|href)="https?:/);
  });

  test('brings its own style', async () => {
    const answer = await fetch(address('/page.css'));
    expect(answer.headers.get('content-type')).toBe('text/css; charset=utf-8');
    expect(await answer.text()).toContain('prefers-color-scheme: dark');
  });

  test('answers 404 and 405 to what it does not know', async () => {
    expect((await fetch(address('/nothing'))).status).toBe(404);
    expect((await fetch(address('/messages'), { method: 'POST' })).status).toBe(405);
  });
});

const mail = {
  from: 'Incidents <incidents@example.com>',
  to: 'ada@example.com',
  subject: 'Checkout <b>fails</b>',
  text: '42% of the transactions',
  html: '<p>42%</p>',
  headers: { 'X-Incident': '7' },
};

async function send(over: SendMailOptions, options: object = {}): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: mailbox.smtpPort, ...options });
  await transport.sendMail({ ...mail, ...over });
}

function address(path: string): string {
  return `http://127.0.0.1:${mailbox.httpPort}${path}`;
}

async function listed(query = ''): Promise<{ readonly subject: string }[]> {
  const answer = await fetch(address(`/messages${query}`));
  return ((await answer.json()) as { readonly items: { readonly subject: string }[] }).items;
}
