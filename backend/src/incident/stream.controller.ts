import { Controller, Get, Inject, Req, Res, type BeforeApplicationShutdown } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentCaller, type Caller } from '../access/caller.ts';
import { Callers } from '../access/callers.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';
import { Problem } from '../platform/problem.ts';
import { ChangeFeed } from '../timeline/change-feed.ts';
import { readPlace } from '../timeline/incident-change.ts';
import { LiveClient } from './live-client.ts';

const HEARTBEAT_MS = 15_000;
const MOST_CLIENTS = 1_000;
const LAST_EVENT_ID = 'last-event-id';

/** Changes of incidents as they happen, as server-sent events. */
@Controller('v1/stream')
export class StreamController implements BeforeApplicationShutdown {
  private readonly clients = new Set<LiveClient>();
  private isEnding = false;

  constructor(
    private readonly feed: ChangeFeed,
    private readonly callers: Callers,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Goes on behind `Last-Event-ID`, else begins now; ends when the token does, when the client is too slow, and at a shutdown. */
  @Get()
  async stream(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    if (this.isEnding || this.clients.size >= MOST_CLIENTS) {
      throw new Problem(
        503,
        'unavailable',
        this.isEnding ? 'This backend ends' : 'Too many are watching already',
        {},
        { 'retry-after': '15' },
      );
    }
    const given = request.headers[LAST_EVENT_ID];
    const client = new LiveClient(takeOver(reply), caller, this.logger);
    if (request.method === 'HEAD') return client.end();
    this.clients.add(client);
    const heartbeat = setInterval(() => void this.beat(client, request), HEARTBEAT_MS);
    client.onEnd(() => {
      clearInterval(heartbeat);
      this.clients.delete(client);
    });
    try {
      const named = typeof given === 'string' && given !== '';
      // What is no place was lost on the way, as far as the client can tell: it stands before all that is kept.
      const after = named ? (readPlace(given) ?? { xid: 0n, id: 0 }) : null;
      client.onEnd(await this.feed.watch(after, client));
    } catch (error) {
      this.logger.warn({ err: error }, 'a live client could not be served; it comes again');
      client.end();
    }
  }

  beforeApplicationShutdown(): void {
    this.isEnding = true;
    for (const client of this.clients) client.end();
  }

  /** A token that has died, or allows less, shows itself here. */
  private async beat(client: LiveClient, request: FastifyRequest): Promise<void> {
    try {
      client.admit(await this.callers.identify(request.headers));
    } catch (error) {
      if (error instanceof Problem) return client.end();
      this.logger.warn({ err: error }, 'a live client’s token could not be looked up; the next heartbeat tries again');
    }
    client.beat();
  }
}

/** From here on the connection is ours; headers that were set on the way are kept. */
function takeOver(reply: FastifyReply): FastifyReply['raw'] {
  const headers = reply.getHeaders();
  reply.hijack();
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) reply.raw.setHeader(name, value);
  reply.raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    // Or a proxy would collect events until there are many.
    'x-accel-buffering': 'no',
  });
  return reply.raw;
}
