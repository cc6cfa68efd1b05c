/**
 * A mailbox for everybody: a real SMTP server that takes all mail, and the received mail over HTTP. For the demo and
 * the tests; in memory, on the loopback address, without login.
 *
 * As a program: `node scripts/mailbox.mjs`, with MAILBOX_SMTP_PORT and MAILBOX_PORT.
 */
import { isMain } from './ports.mjs';
import { startMailPage } from './mailbox/http.mjs';
import { startSmtp } from './mailbox/smtp.mjs';

/**
 * @typedef {object} Message
 * @property {string} id
 * @property {readonly string[]} to bare addresses that the sender named to the server, blind copies included
 * @property {string} from
 * @property {string} subject
 * @property {string | null} text
 * @property {string | null} html
 * @property {string | null} message_id
 * @property {string | null} in_reply_to
 * @property {readonly string[]} references
 * @property {Readonly<Record<string, string>>} headers names in lower case, values as they came
 * @property {string} received_at
 */
/** @typedef {{ readonly code: number, readonly text: string, readonly at: 'connect' | 'sender' | 'recipient' | 'message' }} Refusal */
/**
 * @typedef {object} Mailbox
 * @property {number} smtpPort
 * @property {number} httpPort
 * @property {() => readonly Message[]} messages newest first
 * @property {() => void} clear
 * @property {(listen: (message: Message) => void) => () => void} onMessage gives what ends the listening
 * @property {(code: number, text: string, at?: Refusal['at']) => void} refuseWith until `accept`; at the recipient when nothing is said
 * @property {() => void} accept takes mail again, at once
 * @property {(milliseconds: number) => void} answerAfter accepts each message only then
 * @property {() => Promise<void>} closeSmtp cuts every connection and gives the port up, as a server that is down
 * @property {() => Promise<void>} openSmtp on the same port again
 * @property {() => Promise<void>} stop
 */

/**
 * @param {{ smtpPort?: number, httpPort?: number, most?: number }} options ports: 0 or nothing for free ones; most: how many mails are kept
 * @returns {Promise<Mailbox>}
 */
export async function startMailbox({ smtpPort = 0, httpPort = 0, most = 1000 } = {}) {
  /** @type {Message[]} */
  let messages = [];
  /** @type {Set<(message: Message) => void>} */
  const listeners = new Set();
  const clear = () => void (messages = []);

  const smtp = await startSmtp(smtpPort, (message) => {
    messages = [message, ...messages].slice(0, most);
    for (const listen of listeners) listen(message);
  });
  const page = await startMailPage(httpPort, { messages: () => messages, clear }).catch(async (error) => {
    await smtp.closeSmtp();
    throw error;
  });

  return {
    smtpPort: smtp.port,
    httpPort: page.port,
    messages: () => messages,
    clear,
    onMessage(listen) {
      listeners.add(listen);
      return () => void listeners.delete(listen);
    },
    refuseWith: smtp.refuseWith,
    accept: smtp.accept,
    answerAfter: smtp.answerAfter,
    closeSmtp: smtp.closeSmtp,
    openSmtp: smtp.openSmtp,
    async stop() {
      await Promise.all([smtp.closeSmtp(), page.close()]);
    },
  };
}

async function main() {
  const { MAILBOX_SMTP_PORT = '8653', MAILBOX_PORT = '8652' } = process.env;
  const mailbox = await startMailbox({ smtpPort: Number(MAILBOX_SMTP_PORT), httpPort: Number(MAILBOX_PORT) });
  process.stdout.write(`SMTP on 127.0.0.1:${mailbox.smtpPort}, mail on http://127.0.0.1:${mailbox.httpPort}\n`);
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.once(signal, () => void mailbox.stop());
}

if (isMain(import.meta.url)) {
  main().catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}
