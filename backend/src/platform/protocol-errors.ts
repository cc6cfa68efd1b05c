import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ofStatus } from './problem.ts';

const TYPE = 'application/problem+json; charset=utf-8';

/** Answers to what never becomes a request that Nest sees, as problem details too. */
export const protocolErrors = {
  /** A path that cannot be decoded. */
  frameworkErrors(_error: Error, _request: FastifyRequest, reply: FastifyReply): void {
    void reply
      .status(400)
      .header('content-type', TYPE)
      .send(JSON.stringify(ofStatus(400, 'The path cannot be read')));
  },

  /** Bytes that are no HTTP, headers that are too long, a request that does not end. */
  clientErrorHandler(error: Error & { readonly code?: string }, socket: Socket): void {
    if (error.code !== 'ECONNRESET' && socket.writable) socket.write(toResponse(statusOf(error.code)));
    socket.destroy(error);
  },
};

function statusOf(code: string | undefined): number {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 408;
  return code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
}

function toResponse(status: number): string {
  const name = STATUS_CODES[status] ?? 'Bad Request';
  const body = JSON.stringify(ofStatus(status, name));
  const headers = [`content-type: ${TYPE}`, `content-length: ${Buffer.byteLength(body)}`, 'connection: close'];
  return [`HTTP/1.1 ${status} ${name}`, ...headers, '', body].join('\r\n');
}
