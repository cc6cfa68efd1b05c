import { startMailbox, type Mailbox, type Message } from '../../scripts/mailbox.mjs';

export const addressOf = (name: string) => `${name}@example.com`;

/** What has arrived by mail, each message looked at once; what nobody expected fails the test. */
export class Mail {
  private readonly seen = new Set<Message>();

  private constructor(readonly server: Mailbox) {}

  static async start(): Promise<Mail> {
    return new Mail(await startMailbox({ smtpPort: 0, httpPort: 0 }));
  }

  /** Takes the oldest message to that person that nobody has looked at and that says this; two sent at once have no order. */
  expect(name: string, ...texts: readonly string[]): Message {
    const messages = this.unseen().filter(({ to }) => to.includes(addressOf(name)));
    const lacks = (message: Message) => texts.filter((text) => !wholeOf(message).includes(text));
    const message = messages.find((each) => lacks(each).length === 0);
    if (message) {
      this.seen.add(message);
      return message;
    }
    const [first] = messages;
    if (!first) throw new Error(`no mail for ${name}; unseen: ${this.describe()}`);
    throw new Error(`no mail for ${name} says all; the first lacks "${lacks(first).join('", "')}":\n${wholeOf(first)}`);
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

function wholeOf({ subject, text }: Message): string {
  return `${subject}\n${text ?? ''}`;
}
