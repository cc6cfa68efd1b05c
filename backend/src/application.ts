import 'reflect-metadata';
import helmet from '@fastify/helmet';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { CurrentActor } from './access/current-actor.ts';
import { AppModule } from './app.module.ts';
import { takeBodiesAsBytes } from './platform/bodies.ts';
import { NestLog } from './platform/logger.ts';
import { protocolErrors } from './platform/protocol-errors.ts';
import type { Ground } from './platform/platform.module.ts';

const HEADER_LIMIT = 16 * 1024;
/** A call is to arrive within this, its headers sooner: who sends a byte now and then holds a connection no longer. */
const REQUEST_TIMEOUT_MS = 30_000;
const HEADERS_TIMEOUT_MS = 15_000;
const LATE_LOOKED_FOR_MS = 5_000;
/** Longer than proxies keep theirs (a minute), or one would send a call into a connection that is just being closed. */
const KEEP_ALIVE_MS = 72_000;

/** Builds the backend on the given ground; the database must be migrated. Listening is up to the caller. */
export async function createApplication(ground: Ground): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    ...protocolErrors,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    http: {
      maxHeaderSize: HEADER_LIMIT,
      headersTimeout: HEADERS_TIMEOUT_MS,
      connectionsCheckingInterval: LATE_LOOKED_FOR_MS,
    },
    // While it ends, it answers what still comes by open connections, and closes them with the answer.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 200 },
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.on(ground), adapter, {
    bodyParser: false,
    logger: new NestLog(ground.logger),
    abortOnError: false,
  });
  const fastify = app.getHttpAdapter().getInstance();
  takeBodiesAsBytes(fastify);
  const current = app.get(CurrentActor);
  // After the body was read: its events come from outside of the call.
  fastify.addHook('preHandler', (_request, _reply, done) => current.duringCall(done));
  await app.register(helmet);
  return app;
}
