import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

type Conduct = (request: http.IncomingMessage, response: http.ServerResponse) => void;

/** A real server between Kibana and the backend: lets everything through, or behaves as a broken backend does. */
export class Gate {
  /** `POST /v1/incidents/…/acknowledge`, in the order in which they came. */
  readonly asked: string[] = [];
  /** In place of the backend's own; a request that it leaves alone goes through. */
  conduct: Conduct | null = null;
  /** So long everything but the stream waits at the gate. */
  wait = 0;
  readonly #server = http.createServer();
  readonly #target: string;
  /** The port that it has left. */
  #left: number | null = null;

  private constructor(target: string) {
    this.#target = target;
  }

  /** On a free port unless Kibana knows only one. */
  static async start(target: string, port = 0): Promise<Gate> {
    const gate = new Gate(target);
    gate.#server.on('request', (request, response) => void gate.#pass(request, response));
    await once(gate.#server.listen(port, '127.0.0.1'), 'listening');
    return gate;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Behaves so from now on, also towards those who are connected. */
  turns(conduct: Conduct | null): void {
    this.conduct = conduct;
    this.#server.closeAllConnections();
  }

  /** Nothing listens any more at the address, as when a backend has ended. */
  async leaves(): Promise<void> {
    const { port } = this.#server.address() as AddressInfo;
    this.#left = port;
    await this.#close();
  }

  /** Listens again where it left. */
  async returns(): Promise<void> {
    if (this.#left !== null) await once(this.#server.listen(this.#left, '127.0.0.1'), 'listening');
    this.#left = null;
  }

  count(method: string, path: RegExp): number {
    return this.asked.filter((asked) => asked.startsWith(`${method} `) && path.test(asked)).length;
  }

  async stop(): Promise<void> {
    if (this.#left === null) await this.#close();
  }

  async #close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  async #pass(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const { method = 'GET', url = '/', headers } = request;
    this.asked.push(`${method} ${url}`);
    if (this.wait > 0 && !url.startsWith('/v1/stream')) await pause(this.wait);
    // Whoever asked may have gone meanwhile: then nobody would read the answer.
    if (response.destroyed) return;
    if (this.conduct) return this.conduct(request, response);
    const onward = http.request(`${this.#target}${url}`, { method, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
      answer.on('error', () => response.destroy());
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  }
}

/** The connection breaks once the request is there, as with a backend that is killed. */
export const brokenOff: Conduct = (request) => void request.socket.destroy();

/** Something else answers at the address. */
export const webPage: Conduct = (_, response) =>
  void response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><h1>It works!</h1>');

/** A backend that does not know the token. */
export const unknownToken: Conduct = (_, response) => json(response, 401, { title: 'The token is not valid' });

/** A backend of a version in which everything looks different. */
export const otherVersion: Conduct = ({ url }, response) =>
  json(response, 200, url === '/v1/status' ? { name: 'incidents', version: '7.0.0' } : { entries: [{ uid: 1 }] });

function json(response: http.ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
