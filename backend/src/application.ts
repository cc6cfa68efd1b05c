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
const REQUEST_TIMEOUT_MS = 30_000;

/** Builds the backend on the given ground; the database must be migrated. Listening is up to the caller. */
export async function createApplication(ground: Ground): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    ...protocolErrors,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: { maxHeaderSize: HEADER_LIMIT },
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
