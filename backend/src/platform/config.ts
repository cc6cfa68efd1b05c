import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { toRanges } from './address-ranges.ts';
import { isEmailAddress, toBareAddress } from './email-address.ts';
import { sampleKeyReason, samplePasswordReason, sampleReason } from './sample-secrets.ts';

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

const seconds = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
const days = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
function areRanges(ranges: readonly string[]): boolean {
  try {
    toRanges(ranges);
    return true;
  } catch {
    return false;
  }
}

const webUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));

/** Every variable that the backend reads. Those in `SECRETS` may also be given as `<NAME>_FILE`, the path of a file. */
const schema = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test']).default('production'),
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(8650),
  ROLE: z.enum(['all', 'api', 'worker']).default('all'),
  LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(20),
  DATABASE_STATEMENT_SECONDS: seconds(5, 600).default(30),
  DATABASE_LOCK_SECONDS: seconds(1, 600).default(10),
  DATABASE_IDLE_SECONDS: seconds(5, 3_600).default(10),
  DATABASE_CONNECT_SECONDS: seconds(1, 120).default(10),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z
    .string()
    .refine((text) => isEmailAddress(toBareAddress(text)), 'expected an address, or Name <address>')
    .default('Incidents <incidents@localhost>'),
  ADMIN_TOKEN: z.string().min(32, 'expected at least 32 characters').optional(),
  KIBANA_TOKEN: z.string().min(32, 'expected at least 32 characters').optional(),
  ALLOW_UNAUTHENTICATED_MANAGE: flag,
  KIBANA_MANAGES_ACCESS: flag,
  SECRETS_KEY: secretsKey,
  SECRETS_KEY_PREVIOUS: secretsKey.optional(),
  SECRETS_KEY_NEXT: secretsKey.optional(),
  WEBHOOK_ALLOWED_ADDRESSES: list.refine(areRanges, 'expected addresses and ranges of them, as 10.0.0.0/8'),
  PUBLIC_URL: webUrl.optional(),
  SLACK_BOT_TOKEN: z.string().min(1).optional(),
  SLACK_SIGNING_SECRET: z.string().min(8).optional(),
  SLACK_API_URL: webUrl.default('https://slack.com/api'),
  TWILIO_ACCOUNT_SID: z
    .string()
    .regex(/^AC[0-9a-f]{32}$/, 'expected AC and 32 hexadecimal digits')
    .optional(),
  TWILIO_AUTH_TOKEN: z.string().min(8).optional(),
  TWILIO_FROM: z
    .string()
    .regex(/^\+[1-9]\d{4,14}$/, 'expected a number in E.164: + and digits')
    .optional(),
  TWILIO_API_URL: webUrl.default('https://api.twilio.com'),
  RECEIPT_DEADLINE_SECONDS: seconds(10, 3_600).default(120),
  AUDIT_INTERVAL_SECONDS: seconds(5, 3_600).default(60),
  HEARTBEAT_URL: z
    .url({ protocol: /^https?$/ })
    .refine((text) => !/^[^/?#]*\/\/[^/?#]*@/.test(text), 'expected an address without a user name')
    .optional(),
  PULL_TIMEOUT_SECONDS: seconds(1, 120).default(10),
  SERVICE_LEVEL_TARGET: z.coerce.number().min(0).max(0.99999).default(0.99),
  SERVICE_LEVEL_SECONDS: seconds(1, 3_600).default(30),
  SERVICE_LEVEL_DAYS: z.coerce.number().int().min(1).max(90).default(30),
  OTEL_EXPORTER_OTLP_ENDPOINT: webUrl.optional(),
  OTEL_EXPORTER_OTLP_HEADERS: z
    .string()
    .regex(/^[^=\s,]+=[^,]*(,\s*[^=\s,]+=[^,]*)*$/, 'expected name=value pairs, separated by commas')
    .refine((text) => isPercentEncoded(text), 'expected values that are percent-encoded')
    .optional(),
  OTEL_SERVICE_NAME: z.string().min(1).default('incidents-backend'),
  API_RATE_PER_SECOND: z.coerce.number().int().min(0).max(100_000).default(50),
  INTAKE_RATE_PER_SECOND: z.coerce.number().int().min(0).max(1_000_000).default(5_000),
  RAW_EVENT_PARTITION_DAYS: z.coerce.number().int().min(1).max(60).default(7),
  RAW_EVENT_RETENTION_DAYS: days(1, 3_650).default(90),
  LEDGER_RETENTION_DAYS: days(1, 3_650).default(400),
  INCIDENT_RETENTION_DAYS: days(7, 3_650).default(400),
  AUDIT_RETENTION_DAYS: days(30, 36_500).default(2_555),
});

/** What must be kept at least as long as another thing, and why. */
const KEPT_LONGER = [
  ['LEDGER_RETENTION_DAYS', 'RAW_EVENT_RETENTION_DAYS', 'an event without its end would be taken for lost'],
  ['INCIDENT_RETENTION_DAYS', 'SERVICE_LEVEL_DAYS', 'the service level is measured over them'],
] as const;

/** What is of use only together, and secrets that are none. */
const together = schema.superRefine((config, context) => {
  for (const [name, other, why] of KEPT_LONGER) {
    if (config[name] >= config[other]) continue;
    context.addIssue({ code: 'custom', path: [name], message: `expected at least ${other}: ${why}` });
  }
  if (config.NODE_ENV === 'production') {
    for (const [name, isSample] of Object.entries(SAMPLES)) {
      const secret = config[name as keyof typeof SAMPLES];
      const reason = secret === undefined ? null : isSample(secret);
      if (reason === null) continue;
      const message = `is not to be used outside development (NODE_ENV): ${reason}; expected one left to chance, as of "openssl rand -base64 32"`;
      context.addIssue({ code: 'custom', path: [name], message });
    }
  }
  for (const name of ['SECRETS_KEY_PREVIOUS', 'SECRETS_KEY_NEXT'] as const) {
    if (config[name] !== config.SECRETS_KEY) continue;
    context.addIssue({ code: 'custom', path: [name], message: 'expected another one than SECRETS_KEY' });
  }
  const twilio = ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_FROM'] as const;
  const missing = twilio.filter((name) => config[name] === undefined);
  if (missing.length === twilio.length) return;
  for (const name of missing) {
    context.addIssue({ code: 'custom', path: [name], message: `expected with the other of ${twilio.join(', ')}` });
  }
});

/** How a secret shows that anybody may know it. */
const SAMPLES = {
  DATABASE_URL: samplePasswordReason,
  REDIS_URL: samplePasswordReason,
  SMTP_URL: samplePasswordReason,
  ADMIN_TOKEN: sampleReason,
  KIBANA_TOKEN: sampleReason,
  SECRETS_KEY: sampleKeyReason,
  SECRETS_KEY_NEXT: sampleKeyReason,
  SLACK_BOT_TOKEN: sampleReason,
  SLACK_SIGNING_SECRET: sampleReason,
  TWILIO_AUTH_TOKEN: sampleReason,
} as const;

/** Their names; the README's table is held against them. */
export const CONFIG_VARIABLES: readonly string[] = Object.keys(schema.shape);

/** Those that may come in files. */
export const SECRETS = [
  'DATABASE_URL',
  'REDIS_URL',
  'SMTP_URL',
  'ADMIN_TOKEN',
  'KIBANA_TOKEN',
  'SECRETS_KEY',
  'SECRETS_KEY_PREVIOUS',
  'SECRETS_KEY_NEXT',
  'SLACK_BOT_TOKEN',
  'SLACK_SIGNING_SECRET',
  'TWILIO_AUTH_TOKEN',
  'HEARTBEAT_URL',
  'OTEL_EXPORTER_OTLP_HEADERS',
] as const;

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
    if (file === undefined) continue;
    if (given[name] !== undefined) throw new ConfigError(`${name} and ${name}_FILE are both set: expected one of them`);
    given[name] = readSecret(name, file);
  }
  const parsed = together.safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => {
    const name = issue.path.join('.');
    return given[name] === undefined ? `${name} is not set: ${issue.message}` : `${name}: ${issue.message}`;
  });
  throw new ConfigError(`The configuration is not usable:\n  ${lines.join('\n  ')}`);
}

function isPercentEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function readSecret(name: string, file: string): string {
  const secret = readText(name, file);
  if (secret === '') throw new ConfigError(`${name}_FILE: ${file} is empty`);
  return secret;
}

function readText(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new ConfigError(
      `${name}_FILE: cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
