import type { AttemptOutcome } from 'incident-core';
import { createTransport, type NodemailerError, type SendMailOptions } from 'nodemailer';
import { isEmailAddress, toBareAddress } from '../platform/email-address.ts';
import {
  refusedForGood,
  refusedForNow,
  type DeliveryChannel,
  type EmailRecipient,
  type OutgoingMessage,
  type Refused,
} from './channel.ts';

export interface EmailOptions {
  /** `smtp://user:password@host:port`, or `smtps://`. */
  readonly smtpUrl: string;
  /** The sender as a mail shows it: an address, or `Name <address>`. */
  readonly from: string;
  /** The domain of our Message-IDs. */
  readonly messageIdDomain: string;
  readonly now: () => Date;
  /** Open connections at most. */
  readonly connections?: number;
}

/** Hands mails to one SMTP server. Its word is final: SMTP can say *sent*, never *delivered*. */
export class EmailChannel implements DeliveryChannel {
  readonly channel = 'email';
  readonly #transport;
  readonly #options: EmailOptions;
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(options: EmailOptions) {
    if (!isEmailAddress(toBareAddress(options.from)))
      throw new RangeError('the sender of mails is not an e-mail address');
    this.#options = options;
    this.#transport = createTransport({
      url: options.smtpUrl,
      pool: true,
      maxConnections: options.connections ?? 10,
      maxMessages: 1000,
      // Only for a connection that the server had closed while it was idle; all other retries are decided by delivery.
      maxRequeues: 1,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 20_000,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  async send(message: OutgoingMessage): Promise<AttemptOutcome> {
    const { to } = message;
    if (to.kind !== 'email') return refusedForGood('this channel sends to e-mail addresses only');
    if (!isEmailAddress(to.address)) return refusedForGood('the e-mail address is not valid');
    try {
      const { messageId } = await this.#hand(this.#toMail(message, to));
      return { kind: 'sent', providerId: messageId };
    } catch (error) {
      // nodemailer reports the mail server's and the network's failures as errors; all of them are outcomes here.
      return toRefused(typeof error === 'object' && error !== null ? error : {});
    }
  }

  /** Takes no more mails, and ends when those that are under way have an outcome. */
  async close(): Promise<void> {
    this.#transport.close();
    await Promise.allSettled(this.#underWay);
  }

  async #hand(mail: SendMailOptions): Promise<{ readonly messageId: string }> {
    const handed = this.#transport.sendMail(mail);
    this.#underWay.add(handed);
    try {
      return await handed;
    } finally {
      this.#underWay.delete(handed);
    }
  }

  #toMail(
    { deliveryId, incidentId, rendered, timeoutMs }: OutgoingMessage,
    { address, name }: EmailRecipient,
  ): SendMailOptions {
    const { from, messageIdDomain, now } = this.#options;
    // No mail has this id: it is the root that holds all mails of one incident together in one thread.
    const thread = incidentId === null ? null : `<incident-${toIdPart(incidentId)}@${messageIdDomain}>`;
    return {
      from,
      to: { name: toDisplayName(name), address },
      date: now(),
      messageId: `<delivery-${toIdPart(deliveryId)}@${messageIdDomain}>`,
      ...(thread !== null && { inReplyTo: thread, references: [thread] }),
      headers: {
        'Auto-Submitted': 'auto-generated',
        'X-Auto-Response-Suppress': 'All',
        ...(incidentId !== null && { 'X-Incident-Id': toIdPart(incidentId) }),
      },
      subject: rendered.subject,
      text: toPart('text/plain', rendered.text),
      html: toPart('text/html', rendered.html),
      signal: AbortSignal.timeout(timeoutMs),
    };
  }
}

function toDisplayName(name: string): string {
  return name
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ')
    .slice(0, 100)
    .trim();
}

/** The most that a line may have (RFC 5322, 2.1.1). */
const LINE_LENGTH = 998;

/**
 * A part that needs no encoding goes as it stands: to work out how to encode it takes the library as long as all else of a
 * mail. What does need one is left to the library.
 */
function toPart(type: 'text/plain' | 'text/html', text: string): string | { readonly raw: string } {
  const isPlain = /^[\t\n -~]*$/.test(text) && text.split('\n').every((line) => line.length <= LINE_LENGTH);
  if (!isPlain) return text;
  return { raw: `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n${text}` };
}

function toIdPart(id: string): string {
  return id.replace(/[^\w.-]/g, '_').slice(0, 128);
}

/** The error's own text is left out: servers repeat addresses in it. */
function toRefused({ code, command, responseCode, response }: Partial<NodemailerError>): Refused {
  if (responseCode === undefined) {
    return refusedForNow(`the mail server could not be spoken to (${toCode(code)})`);
  }
  const [, enhanced] = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response ?? '') ?? [];
  const error = ['the mail server answered', responseCode, enhanced, 'to', toCommand(command)]
    .filter(Boolean)
    .join(' ');
  return isRecipientRefused(command, responseCode, enhanced) ? refusedForGood(error) : refusedForNow(error);
}

function toCode(code: string | undefined): string {
  return code !== undefined && /^[A-Z_]{1,40}$/.test(code) ? code : 'no code';
}

function toCommand(command: string | undefined): string {
  const [known] = /^(CONN|EHLO|HELO|LHLO|STARTTLS|AUTH|MAIL FROM|RCPT TO|DATA)/.exec(command ?? '') ?? [];
  return known ?? 'a command';
}

/**
 * Whether the answer is about this mail and final. A refusal at the greeting, at login or of the sender is about us: it
 * ends when an operator mends it. 552 once meant "too many recipients" (RFC 5321 4.5.3.1.10) and often means a full
 * mailbox; only with an enhanced code about the message's size (x.2.3, x.3.4) is it final. 503 is a broken session.
 */
function isRecipientRefused(command: string | undefined, responseCode: number, enhanced: string | undefined): boolean {
  if (responseCode < 500 || responseCode === 503) return false;
  if (!/^(RCPT TO|DATA)/.test(command ?? '')) return false;
  if (responseCode === 552) return /^5\.(2\.3|3\.4)$/.test(enhanced ?? '');
  return enhanced !== '5.2.2';
}
