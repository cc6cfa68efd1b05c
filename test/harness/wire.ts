import { request, type ClientRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';

export interface WireAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface WireCall {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** One piece goes with its length; several go in chunks, without one. A piece may be long in coming. */
  readonly body?: readonly (Buffer | string | Promise<string>)[];
}

/** One exchange exactly as given: no header of ours is added, as a fetch would. */
export function exchange(
  base: string,
  { method = 'POST', path, headers = {}, body = [] }: WireCall,
): Promise<WireAnswer> {
  const [only] = body;
  const known = body.length === 1 && only !== undefined && !(only instanceof Promise);
  const length = known ? { 'content-length': Buffer.byteLength(only) } : {};
  return new Promise((resolve, reject) => {
    const call = request(`${base}${path}`, { method, headers: { ...length, ...headers }, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const { statusCode: status = 0, headers: received } = answer;
        resolve({ status, headers: received, text: Buffer.concat(chunks).toString('utf8') });
      });
    });
    call.on('error', reject);
    void writeAll(call, body).catch(reject);
  });
}

async function writeAll(call: ClientRequest, body: NonNullable<WireCall['body']>): Promise<void> {
  for (const piece of body) call.write(piece instanceof Promise ? await piece : piece);
  call.end();
}

/** Writes these bytes to the server, and may hang up at once; gives all that the server says until it hangs up too. */
export function speak(base: string, text: string, { hangsUp = false } = {}): Promise<string> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(text, 'latin1');
      if (hangsUp) socket.end();
    });
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
  });
}
