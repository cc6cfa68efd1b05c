import http from 'node:http';
import https from 'node:https';
import { BackendFailure } from './failure';

/** Where the backend is, and what it must prove to be. */
export interface Place {
  readonly url: string;
  /** PEM, in place of the usual authorities. */
  readonly authorities?: readonly string[];
}

export interface Asked {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
  /** An answer that goes on and on. */
  readonly isEndless?: true;
}

export type Opened = http.IncomingMessage;

/** Opens connections to one backend. Reads share connections that stay open; a write gets one of its own, for on a
 * shared one that the other side has just closed nobody knows whether the write arrived. What is endless gets one of its
 * own too: as many as there are shared ones would leave none to read on. */
export class Line {
  readonly #place: Place;
  readonly #base: URL;
  readonly #reads: http.Agent;
  readonly #endless: http.Agent;

  constructor(place: Place) {
    this.#place = place;
    this.#base = new URL(place.url);
    const { Agent } = this.#base.protocol === 'https:' ? https : http;
    this.#reads = new Agent({ keepAlive: true, maxSockets: 50, ...this.#trust() });
    this.#endless = new Agent(this.#trust());
  }

  /** Resolves when the head of the answer is there. Redirects are not followed: a token goes to one place only. */
  open({ method, path, headers, body, signal, isEndless }: Asked): Promise<Opened> {
    const url = `${this.#base.origin}${this.#base.pathname.replace(/\/$/, '')}${path}`;
    const isSecure = this.#base.protocol === 'https:';
    const { request } = isSecure ? https : http;
    const agent = isEndless ? this.#endless : method === 'GET' && this.#reads;
    const payload =
      body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      let isConnecting = false;
      const fail = (error: unknown) => reject(isConnecting ? notSent(error) : error);
      // Node says nothing of a request that is given up while it waits for a connection.
      signal.addEventListener('abort', () => fail(signal.reason), { once: true });
      const call = request(
        url,
        {
          method,
          signal,
          agent,
          headers: { accept: 'application/json', ...headers, ...payload },
          ...this.#trust(),
        },
        resolve,
      );
      // What is written waits until there is a connection, and with TLS until the other side has proved who it is.
      call.on('socket', (socket) => {
        isConnecting = socket.connecting;
        socket.once(isSecure ? 'secureConnect' : 'connect', () => (isConnecting = false));
      });
      call.on('error', (error: NodeJS.ErrnoException) => fail(failureOf(error, signal)));
      call.end(body);
    });
  }

  close(): void {
    this.#reads.destroy();
    this.#endless.destroy();
  }

  #trust(): { readonly ca?: string[] } {
    return this.#place.authorities ? { ca: [...this.#place.authorities] } : {};
  }
}

/** The whole body as text; refuses one that no answer of ours could be. */
export async function readText(answer: Opened, signal: AbortSignal): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of answer as AsyncIterable<Buffer>) {
      length += part.length;
      if (length > MOST_BYTES) throw new BackendFailure('not_ours', 'the answer is longer than any of ours');
      parts.push(part);
    }
  } catch (error) {
    answer.destroy();
    throw failureOf(error, signal);
  }
  return Buffer.concat(parts).toString('utf8');
}

const MOST_BYTES = 20 * 1024 * 1024;

function failureOf(error: unknown, signal: AbortSignal): unknown {
  if (error instanceof BackendFailure) return error;
  if (signal.aborted) return signal.reason;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  // Anything but a code may name addresses, or hold what the other side sent.
  if (code.startsWith('HPE_')) return new BackendFailure('not_ours', `it does not speak HTTP (${code})`);
  return new BackendFailure('broken_off', code || 'the connection failed');
}

/** Of what failed before there was a connection it is known that the backend has heard nothing. */
function notSent(error: unknown): unknown {
  const isOfTheWay = error instanceof BackendFailure && (error.problem === 'broken_off' || error.problem === 'slow');
  return isOfTheWay ? new BackendFailure('unreachable', error.reason) : error;
}
