import { FakeWebhook, type WebhookAnswer, type WebhookRequest } from './fake-webhook.ts';

/** A Microsoft Teams workflow: takes a message with one Adaptive Card and answers 202 before it shows it. */
export class FakeTeams {
  readonly cards: { readonly trackingId: string; readonly content: string }[] = [];

  private constructor() {}
  private server!: FakeWebhook;

  static async start(port = 0): Promise<FakeTeams> {
    const teams = new FakeTeams();
    teams.server = await FakeWebhook.start(port, (request) => teams.respond(request));
    return teams;
  }

  get requests(): readonly WebhookRequest[] {
    return this.server.requests;
  }
  get port(): number {
    return this.server.port;
  }
  get url(): string {
    return `http://127.0.0.1:${this.port}/workflows/abc/triggers/manual/paths/invoke?sig=swordfish`;
  }
  async open(port: number): Promise<void> {
    this.server = await FakeWebhook.start(port, (request) => this.respond(request));
  }
  /** Takes what is posted, and then fails to say so. */
  misbehavesAfterTaking(answer: WebhookAnswer | null): void {
    this.afterTaking = answer;
  }
  private afterTaking: WebhookAnswer | null = null;
  whenAnswered(act: () => void): void {
    this.server.whenAnswered = act;
  }
  answers(answer: WebhookAnswer | null): void {
    this.server.answers(answer);
  }
  async stop(): Promise<void> {
    await this.server.stop();
  }

  private respond({ headers, body }: WebhookRequest): WebhookAnswer {
    const message = JSON.parse(body) as {
      type?: string;
      attachments?: { contentType?: string; content?: { type?: string } }[];
    };
    const [attachment] = message.attachments ?? [];
    const isCard =
      message.type === 'message' &&
      attachment?.contentType === 'application/vnd.microsoft.card.adaptive' &&
      attachment.content?.type === 'AdaptiveCard';
    if (!isCard) return { kind: 'status', status: 400 };
    this.cards.push({ trackingId: String(headers['x-ms-client-tracking-id'] ?? ''), content: body });
    return this.afterTaking ?? { kind: 'status', status: 202 };
  }
}
