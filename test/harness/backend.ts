import { randomBytes } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApplication } from '../../backend/src/application.ts';
import { readConfig } from '../../backend/src/platform/config.ts';
import type { Clock } from '../../backend/src/platform/clock.ts';
import { createLogger } from '../../backend/src/platform/logger.ts';
import { Workers } from '../../backend/src/platform/workers.ts';

export const ADMIN_TOKEN = `ika_${'admin-of-the-tests-'.repeat(3)}`;
/** Acts for the users of Kibana. */
export const KIBANA_TOKEN = process.env['INCIDENTS_BACKEND_TOKEN'] ?? `ika_${'kibana-of-the-tests-'.repeat(3)}`;
export const SECRETS_KEY = randomBytes(32).toString('base64');

export interface RunningBackend {
  readonly base: string;
  readonly workers: Workers;
  readonly app: NestFastifyApplication;
  stop(): Promise<void>;
}

/** Starts a backend inside this process. With role `api` its workers run only when the test says so. */
export async function startBackend(given: {
  readonly databaseUrl: string;
  readonly smtpPort: number;
  readonly clock: Clock;
  readonly role?: 'api' | 'all';
  /** A free one unless it is given. */
  readonly port?: number;
  /** Variables beside those that every test sets. */
  readonly env?: Readonly<Record<string, string>>;
}): Promise<RunningBackend> {
  const config = readConfig({
    NODE_ENV: 'test',
    PORT: '0',
    ROLE: given.role ?? 'api',
    DATABASE_URL: given.databaseUrl,
    DATABASE_POOL: '10',
    SMTP_URL: `smtp://127.0.0.1:${given.smtpPort}`,
    ADMIN_TOKEN,
    KIBANA_TOKEN,
    SECRETS_KEY,
    WEBHOOK_ALLOWED_ADDRESSES: '127.0.0.0/8',
    // The clock stands still: no turn would ever come back.
    API_RATE_PER_SECOND: '0',
    INTAKE_RATE_PER_SECOND: '0',
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'silent',
    ...given.env,
  });
  const app = await createApplication({ config, clock: given.clock, logger: createLogger(config.LOG_LEVEL) });
  await app.listen(given.port ?? 0, '127.0.0.1');
  return { base: await app.getUrl(), workers: app.get(Workers), app, stop: () => app.close() };
}
