import { createApplication } from './application.ts';
import { SystemClock } from './platform/clock.ts';
import { ConfigError, readConfig, type Config } from './platform/config.ts';
import { migrate } from './platform/database.ts';
import { createLogger } from './platform/logger.ts';

async function main(config: Config): Promise<void> {
  const logger = createLogger(config.LOG_LEVEL);
  await migrate(config.DATABASE_URL);
  const app = await createApplication({ config, clock: new SystemClock(), logger });
  // Asked to end, it ends well: without this it would die of the signal once all is done.
  app.enableShutdownHooks(['SIGINT', 'SIGTERM'], { useProcessExit: true });
  await app.listen(config.PORT, config.HOST);
  logger.info({ server: { address: await app.getUrl() } }, 'listening');
}

try {
  await main(readConfig());
} catch (error) {
  const text =
    error instanceof ConfigError
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}
