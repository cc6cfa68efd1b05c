import { readConfig } from './config.ts';
import { createLogger } from './logger.ts';
import { Redis } from './redis.ts';
import { SecretBox } from './secret-box.ts';
import { SharedCache } from './shared-cache.ts';

const CONFIG = {
  NODE_ENV: 'test',
  DATABASE_URL: 'postgres://localhost',
  SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'),
};

/** A process without Redis. */
export function noRedis(): Redis {
  const config = readConfig(CONFIG);
  return new Redis(config, createLogger('silent'), new SecretBox(config));
}

/** A cache that keeps nothing: that of a process without Redis. */
export function noSharedCache(): SharedCache {
  return new SharedCache(noRedis(), new SecretBox(readConfig(CONFIG)));
}
