import { setTimeout as pause } from 'node:timers/promises';
import type { Role } from '../../common/privileges';
import type { BackendProblem } from '../../common/problems';
import { Line, readText, type Opened, type Place } from './exchange';
import { BackendFailure } from './failure';

/** For whom a call is made. Without a name Kibana's security is off; the backend knows what to call that. */
export interface ActingUser {
  readonly name: string | undefined;
  readonly role: Role;
}

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly user: ActingUser;
  readonly headers?: Readonly<Record<string, string>>;
  /** Of what type a success is where it is no JSON; its body is the text then. */
  readonly answerType?: string;
}

export interface Answer {
  readonly status: number;
  /** JSON, a text that was asked for, or undefined for an answer without a body. */
  readonly body: unknown;
  readonly retryAfter: string | undefined;
  /** The name of the state that was read. */
  readonly etag?: string;
}

export interface BackendOptions extends Place {
  readonly timeout: number;
  readonly token: () => Promise<string | undefined>;
}

const PAUSES = [100, 400];

/** The incidents backend, as the routes see it: an answer that it understood, or a BackendFailure. */
export class Backend {
  readonly #options: BackendOptions;
  readonly #line: Line;

  constructor(options: BackendOptions) {
    this.#options = options;
    this.#line = new Line(options);
  }

  /** Without what may stand in it to log in with. */
  get address(): string {
    const { origin, pathname } = new URL(this.#options.url);
    return `${origin}${pathname}`.replace(/\/+$/, '');
  }

  /** Asks and, when it only reads, asks again after a failure of the way, as long as time is left. */
  async call(call: Call): Promise<Answer> {
    const over = deadline(this.#options.timeout);
    try {
      for (const wait of call.method === 'GET' ? PAUSES : []) {
        try {
          return await this.#callOnce(call, over.signal);
        } catch (error) {
          if (!isWorthRepeating(error)) throw error;
          await pause(wait, undefined, { signal: over.signal }).catch(() => {
            throw error;
          });
        }
      }
      return await this.#callOnce(call, over.signal);
    } finally {
      over.end();
    }
  }

  /** Opens an endless answer; time is limited only until its head is there. `signal` ends it. */
  async open(call: Call, signal: AbortSignal): Promise<Opened> {
    const over = deadline(this.#options.timeout);
    const either = new AbortController();
    for (const one of [over.signal, signal]) {
      one.addEventListener('abort', () => either.abort(one.reason), { once: true });
    }
    try {
      const answer = await this.#line.open({ ...(await this.#asked(call)), signal: either.signal, isEndless: true });
      if (answer.statusCode === 200) return answer;
      understand(answer, await readText(answer, either.signal));
      throw new BackendFailure('failed', `it answered ${answer.statusCode}`);
    } finally {
      over.end();
    }
  }

  close(): void {
    this.#line.close();
  }

  async #callOnce(call: Call, signal: AbortSignal): Promise<Answer> {
    const answer = await this.#line.open({ ...(await this.#asked(call)), signal });
    return understand(answer, await readText(answer, signal), call.answerType);
  }

  async #asked({ method, path, query, body, user, headers, answerType }: Call) {
    const token = await this.#options.token();
    if (!token) throw new BackendFailure('no_token', 'neither kibana.yml nor a saved object has one');
    if (!/^[\x21-\x7e]+$/.test(token)) throw new BackendFailure('token_refused', 'it holds what no token can');
    return {
      method,
      path: `${path}${textOf(query ?? {})}`,
      headers: {
        ...headers,
        ...(answerType === undefined ? {} : { accept: `${answerType}, application/problem+json` }),
        authorization: `Bearer ${token}`,
        ...(user.name === undefined ? {} : { 'x-incidents-act-as': toHeader(user.name) }),
        'x-incidents-act-as-role': user.role,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
  }
}

/** Headers hold bytes: a name beyond ASCII goes as its UTF-8, which the backend reads as such. */
function toHeader(name: string): string {
  return Buffer.from(name, 'utf8').toString('latin1');
}

function textOf(query: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text ? `?${text}` : '';
}

/** What the backend said, or why that cannot be passed on. */
function understand(answer: Opened, text: string, wanted?: string): Answer {
  const status = answer.statusCode ?? 0;
  const type = answer.headers['content-type'] ?? '';
  // Passed on, a 401 would end the user's session in Kibana; it is our token that is refused, not the user.
  if (status === 401) throw new BackendFailure('token_refused', 'it answered 401');
  if (status === 204) return { status, body: undefined, retryAfter: undefined };
  const isWanted = wanted !== undefined && status === 200 && type.startsWith(wanted);
  const isJson = /^application\/([\w.-]+\+)?json\b/.test(type);
  const body = isWanted ? text : isJson ? parse(text) : undefined;
  if (status === 502 || status === 503 || status === 504) throw new BackendFailure('unwell', `it answered ${status}`);
  if (body === undefined) throw new BackendFailure('not_ours', `${status} of type ${type.slice(0, 50) || 'unknown'}`);
  if (status >= 500) throw new BackendFailure('failed', `it answered ${status}`);
  if (status < 200 || (status >= 300 && status < 400)) throw new BackendFailure('not_ours', `it answered ${status}`);
  const { etag } = answer.headers;
  return { status, body, retryAfter: answer.headers['retry-after'], ...(etag === undefined ? {} : { etag }) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const PASSING: readonly BackendProblem[] = ['unreachable', 'broken_off', 'unwell'];

function isWorthRepeating(error: unknown): boolean {
  return error instanceof BackendFailure && PASSING.includes(error.problem);
}

function deadline(milliseconds: number) {
  const controller = new AbortController();
  const timer = setTimeout(
    () => controller.abort(new BackendFailure('slow', `no answer within ${milliseconds} ms`)),
    milliseconds,
  );
  return { signal: controller.signal, end: () => clearTimeout(timer) };
}
