/** The mailbox's SMTP server, with the failures that tests ask of it. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** @typedef {import('../mailbox.mjs').Message} Message */
/** @typedef {import('../mailbox.mjs').Refusal} Refusal */

/** @param {number} wantedPort @param {(message: Message) => void} receive */
export async function startSmtp(wantedPort, receive) {
  /** @type {Refusal | undefined} */
  let refusal;
  let delay = 0;
  /** @param {Refusal['at']} at */
  const refusalAt = (at) => (refusal?.at === at ? toError(refusal) : null);

  const make = () =>
    new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      size: 25 * 1024 * 1024,
      onConnect: (_session, callback) => callback(refusalAt('connect')),
      onMailFrom: (_address, _session, callback) => callback(refusalAt('sender')),
      onRcptTo: (_address, _session, callback) => callback(refusalAt('recipient')),
      onData(stream, session, callback) {
        readMessage(stream, session).then((message) => {
          const refused = refusalAt('message');
          const answer = () => {
            if (!refused) receive(message);
            callback(refused);
          };
          if (delay > 0) setTimeout(answer, delay).unref();
          else answer();
        }, callback);
      },
    });

  let running = await listen(make(), wantedPort);
  const { port } = running;
  return {
    port,
    /** @param {number} code @param {string} text @param {Refusal['at']} [at] */
    refuseWith(code, text, at = 'recipient') {
      refusal = { code, text, at };
    },
    accept() {
      refusal = undefined;
      delay = 0;
    },
    /** @param {number} milliseconds */
    answerAfter(milliseconds) {
      delay = milliseconds;
    },
    closeSmtp: () => running.close(),
    async openSmtp() {
      await running.close();
      running = await listen(make(), port);
    },
  };
}

/** @param {SMTPServer} smtp @param {number} wantedPort */
async function listen(smtp, wantedPort) {
  /** @type {Set<import('node:net').Socket>} */
  const sockets = new Set();
  smtp.server.on('connection', (/** @type {import('node:net').Socket} */ socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  smtp.listen(wantedPort, '127.0.0.1');
  await once(smtp.server, 'listening');
  // From now on its errors are those of single connections, which their clients see.
  smtp.on('error', () => undefined);
  const address = smtp.server.address();
  /** @type {Promise<void> | undefined} */
  let closed;
  return {
    port: typeof address === 'object' && address ? address.port : wantedPort,
    close() {
      closed ??= new Promise((resolve) => {
        smtp.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      });
      return closed;
    },
  };
}

/** @param {import('node:stream').Readable} stream @param {import('smtp-server').SMTPServerSession} session @returns {Promise<Message>} */
async function readMessage(stream, session) {
  const parsed = await simpleParser(stream, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true });
  return {
    id: randomUUID(),
    to: session.envelope.rcptTo.map(({ address }) => address),
    from: parsed.from?.value[0]?.address ?? '',
    subject: parsed.subject ?? '',
    text: parsed.text ?? null,
    html: parsed.html || null,
    message_id: parsed.messageId ?? null,
    in_reply_to: parsed.inReplyTo ?? null,
    references: [parsed.references ?? []].flat(),
    headers: Object.fromEntries(parsed.headerLines.map(({ key, line }) => [key, valueOf(line)])),
    received_at: new Date().toISOString(),
  };
}

/** @param {string} line a header line, folded or not */
function valueOf(line) {
  return line
    .slice(line.indexOf(':') + 1)
    .replaceAll(/\r?\n[ \t]+/g, ' ')
    .trim();
}

/** @param {Refusal} refusal */
function toError({ code, text }) {
  return Object.assign(new Error(text), { responseCode: code });
}
