import type { StreamLine } from '../../common/api';
import type { Api } from './api';
import { readLines } from './lines';

type Listener = (line: StreamLine) => void;

/** Longest first wait, longest wait at all, and how long a stream may say nothing: three heartbeats. */
const FIRST_MS = 1_000;
const LONGEST_MS = 15_000;
const SILENCE_MS = 45_000;

/**
 * One stream of updates for all who listen on this page. Opens with the first listener, ends with the last, comes back
 * by itself where it stopped, and rests while nobody looks at the page.
 */
export class LiveUpdates {
  readonly #api: Pick<Api, 'openStream'>;
  readonly #listeners = new Set<Listener>();
  #lastEventId: string | undefined;
  #running: AbortController | undefined;

  constructor(api: Pick<Api, 'openStream'>) {
    this.#api = api;
  }

  /** Gives what ends listening. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    if (!this.#running) {
      document.addEventListener('visibilitychange', this.#follow);
      this.#follow();
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      document.removeEventListener('visibilitychange', this.#follow);
      this.#stop();
    };
  }

  readonly #follow = () => {
    if (document.visibilityState === 'hidden') this.#stop();
    else if (!this.#running) void this.#run((this.#running = new AbortController()));
  };

  #stop(): void {
    this.#running?.abort();
    this.#running = undefined;
  }

  async #run({ signal }: AbortController): Promise<void> {
    let wait = FIRST_MS;
    while (!signal.aborted) {
      const heard = await this.#readOnce(signal).catch(() => false);
      wait = heard ? FIRST_MS : Math.min(wait * 2, LONGEST_MS);
      // Not all browsers at the same instant when a Kibana has come back.
      await pause(wait * (0.5 + Math.random() / 2), signal);
    }
  }

  /** Whether anything was heard. */
  async #readOnce(signal: AbortSignal): Promise<boolean> {
    const over = new AbortController();
    const end = () => over.abort();
    signal.addEventListener('abort', end);
    let silence = setTimeout(end, SILENCE_MS);
    let heard = false;
    try {
      const body = await this.#api.openStream(this.#lastEventId, over.signal);
      if (!body) return false;
      for await (const line of readLines(body)) {
        clearTimeout(silence);
        silence = setTimeout(end, SILENCE_MS);
        heard = true;
        if (line.event === 'end') break;
        if (line.id !== undefined) this.#lastEventId = line.id;
        if (line.event !== 'heartbeat') for (const listener of this.#listeners) listener(line);
      }
      return heard;
    } finally {
      clearTimeout(silence);
      signal.removeEventListener('abort', end);
      end();
    }
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
