import { startMailbox, type Mailbox, type Message } from '../../scripts/mailbox.mjs';

export const addressOf = (name: string) => `${name}@example.com`;

/** What has arrived by mail, each message looked at once; what nobody expected fails the test. */
export class Mail {
  private readonly seen = new Set<Message>();

  private constructor(readonly server: Mailbox) {}

  static async start(): Promise<Mail> {
    return new Mail(await startMailbox({ smtpPort: 0, httpPort: 0 }));
  }

  /** Takes the oldest message to that person that nobody has looked at, and checks that it says this. */
  expect(name: string, ...texts: readonly string[]): Message {
    const message = this.unseen().find(({ to }) => to.includes(addressOf(name)));
    if (!message) throw new Error(`no mail for ${name}; unseen: ${this.describe()}`);
    this.seen.add(message);
    const whole = `${message.subject}\n${message.text ?? ''}`;
    for (const text of texts) {
      if (!whole.includes(text)) throw new Error(`the mail for ${name} does not say "${text}":\n${whole}`);
    }
    return message;
  }

  /** Takes all messages to that person that nobody has looked at; their subjects without severity and number, sorted. */
  takeTitles(name: string): readonly string[] {
    const messages = this.unseen().filter(({ to }) => to.includes(addressOf(name)));
    for (const message of messages) this.seen.add(message);
    return messages.map(({ subject }) => subject.replace(/^\[\w+\] #\d+ /, '')).sort();
  }

  expectNothingMore(): void {
    if (this.unseen().length > 0) throw new Error(`unexpected mail: ${this.describe()}`);
  }

  unseen(): readonly Message[] {
    return this.server
      .messages()
      .filter((message) => !this.seen.has(message))
      .reverse();
  }

  private describe(): string {
    return JSON.stringify(this.unseen().map(({ to, subject }) => `${to.join()}: ${subject}`));
  }
}
