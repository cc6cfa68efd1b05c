import type { StreamLine } from '../../common/api';

/** Reads a stream of server-sent events as it comes, in pieces of any size. */
export class ServerSentEvents {
  readonly #onEvent: (event: StreamLine) => void;
  #rest = '';
  #event = 'message';
  #data: string[] = [];
  #id: string | undefined;

  constructor(onEvent: (event: StreamLine) => void) {
    this.#onEvent = onEvent;
  }

  take(text: string): void {
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#takeLine(line);
  }

  #takeLine(line: string): void {
    if (line === '') return this.#finish();
    // A comment: how the other side keeps the connection open.
    if (line.startsWith(':')) return;
    const [, name = '', value = ''] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
    if (name === 'event') this.#event = value;
    if (name === 'data') this.#data.push(value);
    if (name === 'id' && !value.includes('\0')) this.#id = value;
  }

  #finish(): void {
    if (this.#data.length > 0) {
      const data = parse(this.#data.join('\n'));
      this.#onEvent({ event: this.#event, ...(this.#id === undefined ? {} : { id: this.#id }), data });
    }
    this.#event = 'message';
    this.#data = [];
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
