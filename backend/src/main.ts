import { setFlagsFromString } from 'node:v8';
import { createApplication } from './application.ts';
import { SystemClock } from './platform/clock.ts';
import { ENDED_WITHIN_MS } from './platform/closing.ts';
import { ConfigError, readConfig, type Config } from './platform/config.ts';
import { migrate } from './platform/database.ts';
import { createLogger, type Logger } from './platform/logger.ts';

/** By how much of what is alive the heap may grow before it is collected. Left alone it may treble, for some percent of speed. */
const HEAP_GROWTH_PERCENT = 80;
const SIGNALS: ('SIGINT' | 'SIGTERM')[] = ['SIGINT', 'SIGTERM'];

async function main(config: Config): Promise<void> {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`);
  const logger = createLogger(config.LOG_LEVEL);
  await migrate(config.DATABASE_URL);
  const app = await createApplication({ config, clock: new SystemClock(), logger });
  // Asked to end, it ends well: without this it would die of the signal once all is done.
  app.enableShutdownHooks(SIGNALS, { useProcessExit: true });
  for (const signal of SIGNALS) process.once(signal, () => endWithin(ENDED_WITHIN_MS, logger));
  await app.listen(config.PORT, config.HOST);
  logger.info({ server: { address: await app.getUrl() } }, 'listening');
}

/** Nothing that hangs keeps the process: whatever it holds is under a lease, or was not answered. */
function endWithin(ms: number, logger: Logger): void {
  const bound = setTimeout(() => {
    logger.error({ event: { duration: ms * 1_000_000 } }, 'the end took too long and was cut short');
    process.exit(1);
  }, ms);
  bound.unref();
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
