import type { Server } from 'node:http';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';

/** What asks a backend to end waits ten seconds (Docker), or thirty (Kubernetes), and then kills it. */
export const ENDED_WITHIN_MS = 9_000;
/** So long is waited for ticks, the sends in them included: what they leave is under a lease, and goes on elsewhere. */
export const TICKS_END_WITHIN_MS = 6_000;
/** So long is waited for calls that were begun. */
const CALLS_END_WITHIN_MS = 7_500;

/**
 * The first thing of an end: no connection is taken any more, calls that were begun are answered, and one that does not
 * come to its end is cut off. Streams end themselves, workers their ticks, and the database goes last.
 */
@Injectable()
export class Closing implements OnModuleDestroy {
  constructor(private readonly host: HttpAdapterHost<FastifyAdapter>) {}

  onModuleDestroy(): void {
    const { httpAdapter } = this.host;
    const server = httpAdapter.getHttpServer() as Server;
    const cut = setTimeout(() => server.closeAllConnections(), CALLS_END_WITHIN_MS);
    cut.unref();
    // Not waited for here: streams are ended only later, and Nest waits for the same close in the end.
    httpAdapter
      .getInstance()
      .close()
      .then(
        () => clearTimeout(cut),
        () => undefined,
      );
  }
}
