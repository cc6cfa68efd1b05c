import { ecsFormat } from '@elastic/ecs-pino-format';
import type { LoggerService } from '@nestjs/common';
import { pino, type Logger as PinoLogger } from 'pino';

export const LOGGER = Symbol('logger');
/** Structured logs in the Elastic Common Schema, one JSON object a line on standard output. */
export type Logger = PinoLogger;

export function createLogger(level: string): Logger {
  return pino({
    ...ecsFormat({ serviceName: 'incidents-backend' }),
    level,
    redact: {
      paths: ['authorization', '*.authorization', 'token', '*.token', 'secret', '*.secret'],
      censor: '[redacted]',
    },
  });
}

/** Nest's own messages in the same form; its start-up chatter only when debugging. */
export class NestLog implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, context?: string): void {
    this.logger.debug({ log: { logger: context ?? 'nest' } }, String(message));
  }
  warn(message: unknown, context?: string): void {
    this.logger.warn({ log: { logger: context ?? 'nest' } }, String(message));
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.logger.error({ log: { logger: 'nest' }, error: { stack_trace: String(rest[0] ?? '') } }, String(message));
  }
}
