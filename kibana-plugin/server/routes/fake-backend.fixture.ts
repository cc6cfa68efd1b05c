import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

type Listener = (request: http.IncomingMessage & { readonly text: string }, response: http.ServerResponse) => void;

/** A backend of the tests: real HTTP, answers as the test says, and keeps what it was asked. */
export class FakeBackend {
  readonly asked: { method: string; url: string; headers: http.IncomingHttpHeaders; text: string }[] = [];
  answer: Listener = (_, response) => json(response, 200, { items: [], next_cursor: null });
  #server = http.createServer();

  static async start(): Promise<FakeBackend> {
    const backend = new FakeBackend();
    backend.#server.on('request', (request, response) => {
      let text = '';
      request.setEncoding('utf8').on('data', (part: string) => (text += part));
      request.on('end', () => {
        backend.asked.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, text });
        backend.answer(Object.assign(request, { text }), response);
      });
    });
    await once(backend.#server.listen(0, '127.0.0.1'), 'listening');
    return backend;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }
}

export function json(response: http.ServerResponse, status: number, body: unknown, headers: object = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
