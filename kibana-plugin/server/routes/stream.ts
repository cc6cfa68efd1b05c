import { PassThrough } from 'node:stream';
import { z } from 'zod';
import type { StreamLine } from '../../common/api';
import type { KibanaRequest } from '../../types/core-server';
import { ServerSentEvents } from '../backend/server-sent-events';
import { addRoute, type Surroundings } from './route';
import { validatorsOf } from './validators';

const HEARTBEAT_MS = 15_000;
/** Then the browser comes again, and Kibana looks again at who that is and what they may do. */
const LONGEST_MS = 10 * 60_000;
/** As much as a browser may leave unread. */
const MOST_UNREAD = 1024 * 1024;

/**
 * Live updates, one line of JSON each. Not as server-sent events: Kibana's server compresses those, and what it
 * compresses it keeps back.
 */
export function addStreamRoute(surroundings: Surroundings): void {
  addRoute(surroundings, {
    method: 'GET',
    path: '/stream',
    privilege: 'read',
    validate: validatorsOf({
      query: z.strictObject({
        last_event_id: z
          .string()
          .regex(/^[\w:.-]{1,200}$/)
          .optional(),
      }),
    }),
    answer: async ({ request, response, user }) => {
      const { last_event_id } = request.query as { readonly last_event_id?: string };
      const ended = new AbortController();
      const gone = whenGone(request, () => ended.abort(new Error('The browser is gone.')));
      try {
        const events = await surroundings.backend.open(
          {
            method: 'GET',
            path: '/v1/stream',
            user,
            headers: { accept: 'text/event-stream', ...(last_event_id ? { 'last-event-id': last_event_id } : {}) },
          },
          ended.signal,
        );
        const lines = relay(events, ended, () => gone.forget());
        return response.ok({
          body: lines,
          headers: {
            'content-type': 'application/x-ndjson',
            'cache-control': 'no-cache, no-transform',
            'x-accel-buffering': 'no',
          },
        });
      } catch (error) {
        gone.forget();
        throw error;
      }
    },
  });
}

function whenGone({ events }: KibanaRequest, end: () => void) {
  const watching = events.aborted$.subscribe(end);
  return { forget: () => watching.unsubscribe() };
}

function relay(events: NodeJS.ReadableStream, ended: AbortController, forget: () => void): PassThrough {
  const lines = new PassThrough();
  const write = (line: StreamLine) => {
    if (lines.writableEnded || lines.destroyed) return;
    lines.write(`${JSON.stringify(line)}\n`);
    if (lines.writableLength > MOST_UNREAD) stop();
  };
  const stop = () => {
    if (!lines.writableEnded) lines.end(`${JSON.stringify({ event: 'end' } satisfies StreamLine)}\n`);
    ended.abort(new Error('The stream is over.'));
  };
  const heartbeat = setInterval(() => write({ event: 'heartbeat' }), HEARTBEAT_MS);
  const longest = setTimeout(stop, LONGEST_MS);
  const reader = new ServerSentEvents((event) => write(event));

  events.setEncoding('utf8');
  events.on('data', (text: string) => reader.take(text));
  events.on('end', stop);
  events.on('error', stop);
  lines.on('close', () => {
    clearInterval(heartbeat);
    clearTimeout(longest);
    forget();
    ended.abort(new Error('The stream is over.'));
  });
  ended.signal.addEventListener('abort', () => lines.destroyed || lines.writableEnded || lines.destroy());
  // At once, so that the browser knows that it is connected.
  write({ event: 'heartbeat' });
  return lines;
}
