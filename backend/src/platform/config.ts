import { readFileSync } from 'node:fs';
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  );
const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true');
const secretsKey = z
  .base64()
  .refine((text) => Buffer.from(text, 'base64').length === 32, 'expected 32 bytes in base64');

/** Every variable that the backend reads. Those in `SECRETS` may also be given as `<NAME>_FILE`, the path of a file. */
const schema = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test']).default('production'),
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(8650),
  ROLE: z.enum(['all', 'api', 'worker']).default('all'),
  LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(20),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().min(3).default('Incidents <incidents@localhost>'),
  ADMIN_TOKEN: z.string().min(32, 'expected at least 32 characters').optional(),
  KIBANA_TOKEN: z.string().min(32, 'expected at least 32 characters').optional(),
  ALLOW_UNAUTHENTICATED_MANAGE: flag,
  SECRETS_KEY: secretsKey,
  WEBHOOK_ALLOWED_ADDRESSES: list,
  RAW_EVENT_PARTITION_DAYS: z.coerce.number().int().min(1).max(60).default(7),
});

/** Their names; the README's table is held against them. */
export const CONFIG_VARIABLES: readonly string[] = Object.keys(schema.shape);

const SECRETS = ['DATABASE_URL', 'SMTP_URL', 'ADMIN_TOKEN', 'KIBANA_TOKEN', 'SECRETS_KEY'] as const;

export type Config = Readonly<z.infer<typeof schema>>;
export const CONFIG = Symbol('config');

/** What is wrong with the environment, variable by variable; the values themselves are not repeated. */
export class ConfigError extends Error {}

/**
 * Reads the configuration from environment variables.
 *
 * @throws ConfigError that names each wrong variable and what was expected of it.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(env)) if (value !== undefined && value !== '') given[name] = value;
  for (const name of SECRETS) {
    const file = given[`${name}_FILE`];
    if (file !== undefined) given[name] = readSecret(name, file);
  }
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => {
    const name = issue.path.join('.');
    return given[name] === undefined ? `${name} is not set: ${issue.message}` : `${name}: ${issue.message}`;
  });
  throw new ConfigError(`The configuration is not usable:\n  ${lines.join('\n  ')}`);
}

function readSecret(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new ConfigError(
      `${name}_FILE: cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
