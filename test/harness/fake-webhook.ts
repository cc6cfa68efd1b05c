import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the receiver answers the next requests. */
export type WebhookAnswer =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** Takes the request and never says a word. */
  | { readonly kind: 'silence' }
  /** The status at once, then a body that never ends, one byte at a time. */
  | { readonly kind: 'slow_body'; readonly status: number }
  /** Ends its side of the connection without an answer. */
  | { readonly kind: 'half_close' }
  /** Promises more bytes than it sends. */
  | { readonly kind: 'cut_body'; readonly status: number }
  /** Cuts the connection with a reset. */
  | { readonly kind: 'reset' }
  /** Is no HTTP at all. */
  | { readonly kind: 'garbage' }
  /** The status at once, then as much as the sender will read. */
  | { readonly kind: 'endless_body'; readonly status: number };

/** What a receiver that is well answers. */
export type Respond = (request: WebhookRequest) => WebhookAnswer | Promise<WebhookAnswer>;

export interface WebhookRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The sender's port: tells connections apart. */
  readonly fromPort: number;
  /** Comes when the exchange is over, or the sender has hung up. */
  readonly over: Promise<void>;
}

/** A webhook's receiver on the loopback address: records what it gets, answers as told. */
export class FakeWebhook {
  readonly #server: Server;
  readonly #requests: WebhookRequest[] = [];
  readonly #ticks = new Set<NodeJS.Timeout>();
  /** Called when an answer has been handed to the network. */
  whenAnswered: () => void = () => undefined;
  #next: WebhookAnswer[] = [];
  #standing: WebhookAnswer | null = null;

  /** On a free port, or again on one that it had before. */
  static async start(port = 0, respond: Respond = () => ({ kind: 'status', status: 204 })): Promise<FakeWebhook> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.on('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    return new FakeWebhook(server, respond);
  }

  private constructor(
    server: Server,
    private readonly respond: Respond,
  ) {
    this.#server = server;
    server.on('request', (request, response) => void this.#take(request, response));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/hook`;
  }

  /** Oldest first. */
  get requests(): readonly WebhookRequest[] {
    return this.#requests;
  }

  /** From now on, and to each request; null: as a receiver that is well. */
  answers(answer: WebhookAnswer | null): void {
    this.#standing = answer;
  }

  /** Only to the next request. */
  answersOnce(answer: WebhookAnswer): void {
    this.#next = [...this.#next, answer];
  }

  async stop(): Promise<void> {
    for (const tick of this.#ticks) clearInterval(tick);
    this.#server.closeAllConnections();
    // Again after a stop it has nothing to close, which is fine.
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url: path = '', headers } = request;
    const over = new Promise<void>((resolve) => response.on('close', resolve));
    const { remotePort: fromPort = 0 } = request.socket;
    const taken = { method, path, headers, body: Buffer.concat(chunks).toString(), fromPort, over };
    this.#requests.push(taken);
    const [answer = this.#standing ?? (await this.respond(taken)), ...later] = this.#next;
    this.#next = later;
    this.#answer(answer, response);
  }

  #answer(answer: WebhookAnswer, response: ServerResponse): void {
    const { socket } = response;
    switch (answer.kind) {
      case 'status':
        response.writeHead(answer.status, answer.headers).end(answer.body, () => this.whenAnswered());
        return;
      case 'silence':
        return;
      case 'slow_body':
        this.#writeOn(response.writeHead(answer.status), '.');
        return;
      case 'endless_body':
        this.#writeOn(response.writeHead(answer.status), '.'.repeat(16 * 1024));
        return;
      case 'half_close':
        socket?.end();
        return;
      case 'cut_body':
        response.writeHead(answer.status, { 'content-length': '1000' }).write('only this', () => socket?.destroy());
        return;
      case 'reset':
        socket?.resetAndDestroy();
        return;
      case 'garbage':
        socket?.end('\u0000\u0001 220 what protocol is this\r\n\r\n');
    }
  }

  #writeOn(response: ServerResponse, text: string): void {
    const tick = setInterval(() => response.write(text), 5);
    this.#ticks.add(tick);
    response.on('close', () => clearInterval(tick));
  }
}

/** What a receiver checks by Standard Webhooks, written from the specification and not from our sender. */
export function isSignedWith(request: WebhookRequest, secret: string, now: Date): boolean {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    String(request.headers[name] ?? ''),
  );
  if (id === undefined || timestamp === undefined || signatures === undefined) return false;
  if (!(Math.abs(now.getTime() / 1000 - Number(timestamp)) <= 300)) return false;
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${request.body}`).digest();
  return signatures.split(' ').some((signature) => {
    const [version, encoded = ''] = signature.split(',');
    const given = Buffer.from(encoded, 'base64');
    return version === 'v1' && given.byteLength === expected.byteLength && timingSafeEqual(given, expected);
  });
}
