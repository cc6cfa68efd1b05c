import type { FastifyInstance } from 'fastify';

/** A body over the limit: its beginning, and how much of it was seen. */
export class OversizedBody {
  constructor(
    readonly head: Buffer,
    readonly size: number,
  ) {}
}

const BODY_LIMIT = 1024 * 1024;
const KEPT_OF_OVERSIZED = 64 * 1024;
const MEDIA_TYPE = /^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+\s*(;|$)/;
/** So much is read and thrown away, so that the sender can hear the answer; more is cut off. */
const DRAIN_LIMIT = 16 * 1024 * 1024;

/**
 * Every body is taken as bytes whatever its Content-Type says: what it means is for the route to read, and a wrong
 * header must not lose an alert.
 */
export function takeBodiesAsBytes(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addHook('onRequest', (request, _reply, done) => {
    const type = request.headers['content-type'];
    // Fastify answers 415 to a type that it cannot read, whatever its parsers take; `request.raw` keeps what was said.
    if (type !== undefined && !MEDIA_TYPE.test(type)) request.headers = { 'content-type': 'application/octet-stream' };
    done();
  });
  fastify.addContentTypeParser('*', (_request, stream, done) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let isCut = false;
    let isDone = false;
    const finish = (error: Error | null, body?: Buffer | OversizedBody) => {
      if (isDone) return;
      isDone = true;
      done(error, body);
    };
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (!isCut) chunks.push(chunk);
      if (size > BODY_LIMIT && !isCut) {
        isCut = true;
        // Copied, so that the rest can be let go of.
        chunks.splice(0, chunks.length, Buffer.from(headOf(chunks)));
      }
      if (size > DRAIN_LIMIT) finish(null, new OversizedBody(headOf(chunks), size));
    });
    stream.on('end', () => {
      finish(null, size > BODY_LIMIT ? new OversizedBody(headOf(chunks), size) : Buffer.concat(chunks));
    });
    stream.on('error', (error: Error) => finish(error));
  });
}

function headOf(chunks: readonly Buffer[]): Buffer {
  return Buffer.concat(chunks).subarray(0, KEPT_OF_OVERSIZED);
}
