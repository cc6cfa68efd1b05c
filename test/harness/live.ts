import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { incidentChangeSchema, type IncidentChangeAnswer } from 'incident-core';

/** An event as it came. */
export interface LiveEvent {
  readonly event: string;
  readonly id: string | null;
  readonly change: IncidentChangeAnswer | null;
}

const PATIENCE_MS = 120_000;

/** One who watches `/v1/stream`, as a browser's EventSource would. */
export class Live {
  readonly events: LiveEvent[] = [];
  /** As an EventSource keeps it, for the next connection. */
  lastId: string | null = null;
  private rest = '';
  private readonly waiting = new Set<() => void>();
  private over = false;

  private constructor(
    private readonly call: ClientRequest,
    readonly answer: IncomingMessage,
  ) {
    answer.setEncoding('utf8');
    answer.on('data', (text: string) => this.take(text));
    answer.on('close', () => {
      this.over = true;
      this.look();
    });
    answer.on('error', () => undefined);
  }

  /** Comes back once the connection stands and its place is known. */
  static async open(base: string, token: string, lastId: string | null = null): Promise<Live> {
    const live = await Live.connect(base, token, lastId);
    if (live.answer.statusCode === 200) await live.until(() => live.lastId !== null);
    return live;
  }

  /** As `open`, for who never reads. */
  static connect(base: string, token: string, lastId: string | null = null): Promise<Live> {
    return new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${token}`,
        ...(lastId === null ? {} : { 'last-event-id': lastId }),
      };
      const call = request(`${base}/v1/stream`, { headers, agent: false }, (answer) => resolve(new Live(call, answer)));
      call.on('error', reject);
      call.end();
    });
  }

  /** The changes that have come, as `number change`. */
  get changes(): readonly string[] {
    return this.events.flatMap(({ change }) => (change ? [`${change.number} ${change.change}`] : []));
  }

  /** Waits until there are so many changes of that kind; fails after a while. */
  async sees(change: string, count = 1): Promise<readonly IncidentChangeAnswer[]> {
    const seen = () => this.events.flatMap((event) => (event.change?.change === change ? [event.change] : []));
    await this.until(() => seen().length >= count);
    return seen();
  }

  async until(isSo: () => boolean): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const tooLate = setTimeout(() => {
        this.waiting.delete(look);
        reject(
          new Error(`what was awaited did not come; the last that came: ${JSON.stringify(this.events.slice(-20))}`),
        );
      }, PATIENCE_MS);
      const look = () => {
        if (!isSo()) return;
        clearTimeout(tooLate);
        this.waiting.delete(look);
        resolve();
      };
      this.waiting.add(look);
      look();
    });
  }

  /** Waits until the server has ended it. */
  async isLetGo(): Promise<void> {
    await this.until(() => this.over);
  }

  close(): void {
    this.call.destroy();
  }

  private take(text: string): void {
    const blocks = `${this.rest}${text}`.split('\n\n');
    this.rest = blocks.pop() ?? '';
    for (const block of blocks) this.read(block);
    this.look();
  }

  private read(block: string): void {
    const fields = new Map(
      block
        .split('\n')
        .map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
    );
    this.lastId = fields.get('id') ?? this.lastId;
    const data = fields.get('data');
    const event = fields.get('event') ?? 'message';
    if (data === undefined) return;
    const change = event === 'incident' ? incidentChangeSchema.parse(JSON.parse(data)) : null;
    this.events.push({ event, id: fields.get('id') ?? null, change });
  }

  private look(): void {
    for (const look of [...this.waiting]) look();
  }
}
