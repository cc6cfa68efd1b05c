import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ConfigError, readConfig } from './config.ts';

const KEY = randomBytes(32).toString('base64');
const LEAST = { DATABASE_URL: 'postgres://someone:hunter2@db/incidents', SECRETS_KEY: KEY };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'incidents-config-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function refusal(env: Readonly<Record<string, string | undefined>>): string {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('it was taken');
}

test('a database and a key are all that must be given', () => {
  expect(readConfig(LEAST)).toEqual({
    ...LEAST,
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: 8650,
    ROLE: 'all',
    LOG_LEVEL: 'info',
    DATABASE_POOL: 20,
    DATABASE_STATEMENT_SECONDS: 30,
    DATABASE_LOCK_SECONDS: 10,
    DATABASE_IDLE_SECONDS: 10,
    DATABASE_CONNECT_SECONDS: 10,
    ALLOW_UNAUTHENTICATED_MANAGE: false,
    KIBANA_MANAGES_ACCESS: false,
    MAIL_FROM: 'Incidents <incidents@localhost>',
    WEBHOOK_ALLOWED_ADDRESSES: [],
    AUDIT_INTERVAL_SECONDS: 60,
    PULL_TIMEOUT_SECONDS: 10,
    API_RATE_PER_SECOND: 50,
    OTEL_SERVICE_NAME: 'incidents-backend',
    INTAKE_RATE_PER_SECOND: 5_000,
    SERVICE_LEVEL_TARGET: 0.99,
    SERVICE_LEVEL_SECONDS: 30,
    SERVICE_LEVEL_DAYS: 30,
    RAW_EVENT_PARTITION_DAYS: 7,
    RAW_EVENT_RETENTION_DAYS: 90,
    LEDGER_RETENTION_DAYS: 400,
    INCIDENT_RETENTION_DAYS: 400,
    AUDIT_RETENTION_DAYS: 2_555,
    RECEIPT_DEADLINE_SECONDS: 120,
    SLACK_API_URL: 'https://slack.com/api',
    TWILIO_API_URL: 'https://api.twilio.com',
  });
});

test('Twilio is given whole or not at all; what is missing is named', () => {
  const sid = { TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}` };
  expect(refusal({ ...LEAST, ...sid })).toMatch(/TWILIO_AUTH_TOKEN[^]*TWILIO_FROM/);
  const whole = { ...sid, TWILIO_AUTH_TOKEN: randomBytes(16).toString('hex'), TWILIO_FROM: '+15005550006' };
  expect(readConfig({ ...LEAST, ...whole })).toMatchObject(whole);
});

test('what depends on another thing is kept as long as that', () => {
  const days = { RAW_EVENT_RETENTION_DAYS: '30', LEDGER_RETENTION_DAYS: '29' };
  expect(refusal({ ...LEAST, ...days })).toMatch(/LEDGER_RETENTION_DAYS: expected at least RAW_EVENT_RETENTION_DAYS/);
  const figures = { INCIDENT_RETENTION_DAYS: '29' };
  expect(refusal({ ...LEAST, ...figures })).toMatch(/INCIDENT_RETENTION_DAYS: expected at least SERVICE_LEVEL_DAYS/);
});

test('an address is kept without the slash at its end', () => {
  expect(readConfig({ ...LEAST, PUBLIC_URL: 'https://i.example.org/' }).PUBLIC_URL).toBe('https://i.example.org');
});

test('what is set to nothing is not set, and what we do not know is not looked at', () => {
  expect(readConfig({ ...LEAST, PORT: '', SMTP_URL: '', PATH: '/bin', EDITOR: undefined })).toEqual(readConfig(LEAST));
  expect(refusal({ ...LEAST, DATABASE_URL: '' })).toContain('DATABASE_URL is not set');
});

test('lists are separated by commas', () => {
  const { WEBHOOK_ALLOWED_ADDRESSES } = readConfig({ ...LEAST, WEBHOOK_ALLOWED_ADDRESSES: ' 10.0.0.0/8,, 127.0.0.1 ' });
  expect(WEBHOOK_ALLOWED_ADDRESSES).toEqual(['10.0.0.0/8', '127.0.0.1']);
});

describe('a wrong value is refused by the name of its variable, and not repeated', () => {
  test.each([
    ['NODE_ENV', 'staging'],
    ['PORT', 'hunter2'],
    ['PORT', '-1'],
    ['PORT', '65536'],
    ['PORT', '80.5'],
    ['ROLE', 'hunter2'],
    ['PUBLIC_URL', 'hunter2'],
    ['TWILIO_ACCOUNT_SID', 'hunter2'],
    ['RECEIPT_DEADLINE_SECONDS', '1'],
    ['LOG_LEVEL', 'hunter2'],
    ['DATABASE_URL', 'hunter2'],
    ['DATABASE_URL', 'mysql://hunter2@db/incidents'],
    ['DATABASE_POOL', '1'],
    ['SMTP_URL', 'https://hunter2'],
    ['ADMIN_TOKEN', 'hunter2'],
    ['KIBANA_TOKEN', 'hunter2'],
    ['ALLOW_UNAUTHENTICATED_MANAGE', 'yes'],
    ['SECRETS_KEY', 'hunter2'],
    ['SECRETS_KEY', Buffer.from('hunter2'.repeat(4)).toString('base64')],
    ['SECRETS_KEY', Buffer.alloc(33).toString('base64')],
    ['RAW_EVENT_PARTITION_DAYS', '0'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'hunter2'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'hunter2'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'api-key=hunter2%'],
    ['RAW_EVENT_RETENTION_DAYS', '0'],
    ['AUDIT_RETENTION_DAYS', 'for ever'],
    ['MAIL_FROM', 'Incidents <hunter2 at example.com>'],
    ['WEBHOOK_ALLOWED_ADDRESSES', '10.0.0.0/8,hunter2.internal'],
    ['WEBHOOK_ALLOWED_ADDRESSES', '10.1.0.0/33'],
    ['HEARTBEAT_URL', 'hunter2'],
    ['HEARTBEAT_URL', 'https://hunter2@watch.example.com/'],
  ])('%s=%s', (name, value) => {
    const message = refusal({ ...LEAST, [name]: value });
    expect(message).toContain(`\n  ${name}: `);
    expect(message).not.toContain('hunter2');
  });

  test('all of them at once', () => {
    const message = refusal({ PORT: 'x', ROLE: 'x' });
    for (const name of ['PORT: ', 'ROLE: ', 'DATABASE_URL is not set: ', 'SECRETS_KEY is not set: ']) {
      expect(message).toContain(name);
    }
  });
});

describe('secrets in files', () => {
  test('are read without the white space around them', () => {
    writeFileSync(join(folder, 'key'), `\n${KEY}\n`);
    writeFileSync(join(folder, 'url'), LEAST.DATABASE_URL);
    const files = { SECRETS_KEY_FILE: join(folder, 'key'), DATABASE_URL_FILE: join(folder, 'url') };
    expect(readConfig(files)).toEqual(readConfig(LEAST));
  });

  test('that cannot be read are refused by the name of the variable', () => {
    expect(refusal({ ...LEAST, ADMIN_TOKEN_FILE: join(folder, 'nowhere') })).toMatch(/^ADMIN_TOKEN_FILE: .*ENOENT/);
    expect(refusal({ ...LEAST, ADMIN_TOKEN_FILE: folder })).toMatch(/^ADMIN_TOKEN_FILE: .*EISDIR/);
  });

  test('that are empty, or given beside the variable itself, are refused', () => {
    writeFileSync(join(folder, 'empty'), ' \n');
    expect(refusal({ ...LEAST, ADMIN_TOKEN_FILE: join(folder, 'empty') })).toMatch(/^ADMIN_TOKEN_FILE: .*is empty/);
    expect(refusal({ ...LEAST, SECRETS_KEY_FILE: join(folder, 'key') })).toMatch(/^SECRETS_KEY and .* are both set/);
  });

  test('that hold a wrong value are refused without it', () => {
    writeFileSync(join(folder, 'token'), 'hunter2');
    const message = refusal({ ...LEAST, ADMIN_TOKEN_FILE: join(folder, 'token') });
    expect(message).toContain('ADMIN_TOKEN: expected at least 32 characters');
    expect(message).not.toContain('hunter2');
  });
});

describe('a secret that anybody may know', () => {
  const samples = {
    DATABASE_URL: 'postgres://incidents:hunter2-change-me@db/incidents',
    REDIS_URL: 'redis://:hunter2-change-me@cache',
    SMTP_URL: 'smtp://mailer:hunter2-change-me@mail',
    ADMIN_TOKEN: 'ika_hunter2-hunter2-hunter2-hunter2-hunter2',
    KIBANA_TOKEN: 'hunter2-is-the-secret-of-the-plugin-here',
    SECRETS_KEY: Buffer.from('hunter2-hunter2-hunter2-hunter2!').toString('base64'),
    SLACK_BOT_TOKEN: 'xoxb-your-token-hunter2',
    SLACK_SIGNING_SECRET: 'hunter2-signing-secret-of-slack',
  };

  test.each(Object.entries(samples))('as %s is refused in production by its name, and not repeated', (name, value) => {
    const message = refusal({ ...LEAST, [name]: value });
    expect(message).toContain(`\n  ${name}: is not to be used outside development`);
    expect(message).not.toContain('hunter2');
  });

  test('is refused from a file too', () => {
    writeFileSync(join(folder, 'sample'), samples.ADMIN_TOKEN);
    expect(refusal({ ...LEAST, ADMIN_TOKEN_FILE: join(folder, 'sample') })).toContain('ADMIN_TOKEN: is not to be used');
  });

  test.each(['development', 'test'])('may be used in %s', (NODE_ENV) => {
    expect(readConfig({ ...LEAST, ...samples, NODE_ENV })).toMatchObject(samples);
  });
});
