import { describe, expect, test } from '@jest/globals';
import type { z } from 'zod';
import { newContactMethodSchema } from './contact-methods.ts';
import { givenPolicySchema } from './escalation-policies.ts';
import { pageQuerySchema } from './fields.ts';
import { newRoutingRuleSchema } from './routing-rules.ts';
import { newSourceTokenSchema } from './sources.ts';
import { newTeamSchema, teamChangeSchema } from './teams.ts';
import { newTokenSchema } from './tokens.ts';
import { newUserSchema } from './users.ts';
import { newWebhookSchema } from './webhooks.ts';

const ID = '01A3C9DE-5B70-7C3E-9D0B-0A6C1F2E4B11';
const secretOf = (bytes: number) => `whsec_${btoa('x'.repeat(bytes))}`;

/** Where the input is refused; null when it is not. */
function refusal(schema: z.ZodType, input: unknown): string | null {
  const parsed = schema.safeParse(input);
  return parsed.success ? null : (parsed.error.issues[0]?.path.join('.') ?? '');
}

describe('texts', () => {
  test.each([
    ['a NUL character', 'a\0b'],
    ['a lone surrogate', 'a\ud800b'],
    ['a line break', 'a\nb'],
    ['nothing but blanks', '   '],
    ['more than 200 characters', 'x'.repeat(201)],
  ])('a name with %s is refused', (_, name) => {
    expect(refusal(newTeamSchema, { name })).toBe('name');
  });

  test('a name is trimmed, and may hold what is outside of the basic plane', () => {
    expect(newTeamSchema.parse({ name: ' Zoë 🚒 ' })).toEqual({ name: 'Zoë 🚒' });
  });

  test('a pattern with a NUL character is refused where it stands', () => {
    const rule = (service: readonly string[]) => ({ team_id: ID, matchers: { service } });
    expect(refusal(newRoutingRuleSchema, rule(['a', 'b\0']))).toBe('matchers.service.1');
    expect(refusal(newRoutingRuleSchema, rule(['a', 'b\ud800']))).toBe('matchers.service.1');
    expect(refusal(newRoutingRuleSchema, rule(['a', 'b*']))).toBeNull();
  });

  test('unknown fields are refused', () => {
    expect(refusal(teamChangeSchema, { nmae: 'x' })).toBe('');
    expect(refusal(pageQuerySchema, { offset: '3' })).toBe('');
  });
});

describe('ids', () => {
  test('are compared in small letters', () => {
    expect(newRoutingRuleSchema.parse({ team_id: ID, matchers: {} }).team_id).toBe(ID.toLowerCase());
    const target = { type: 'user', id: ID };
    const policy = givenPolicySchema.parse({ name: 'x', steps: [{ timeout_seconds: 1, targets: [target] }] });
    expect(policy.steps[0]?.targets).toEqual([{ type: 'user', id: ID.toLowerCase() }]);
  });

  test('must be ids', () => {
    expect(refusal(newRoutingRuleSchema, { team_id: '7', matchers: {} })).toBe('team_id');
  });
});

describe('responders', () => {
  test.each(['Europe/Paris', 'UTC', 'Pacific/Chatham'])('the time zone %s exists', (time_zone) => {
    expect(refusal(newUserSchema, { name: 'Ada', username: 'ada', time_zone })).toBeNull();
  });

  test.each(['Europe/Atlantis', '+01:00', '', 'CET; drop'])('the time zone %j does not exist', (time_zone) => {
    expect(refusal(newUserSchema, { name: 'Ada', username: 'ada', time_zone })).toBe('time_zone');
  });

  test.each(['ada', 'ada@', 'a b@example.com', 'ada@example.com\nBcc: all@example.com', 'a\0@example.com'])(
    'the address %j is none',
    (address) => {
      expect(refusal(newContactMethodSchema, { channel: 'email', address })).toBe('address');
    },
  );

  test.each([
    ['slack', 'U024BE7LH', true],
    ['slack', 'ada', false],
    ['slack', 'C024BE91L', false],
    ['sms', '+4915112345678', true],
    ['sms', '4915112345678', false],
    ['sms', '+0915112345678', false],
    ['voice', '+4915112345678', true],
    ['voice', '+49 151 123', false],
    ['voice', 'ada@example.com', false],
    ['sms', '+1234567890123456', false],
  ])('on %s the address %j may be given: %j', (channel, given, isOne) => {
    expect(refusal(newContactMethodSchema, { channel, address: given })).toBe(isOne ? null : 'address');
  });

  test('an address is one', () => {
    expect(refusal(newContactMethodSchema, { channel: 'email', address: 'ada+night@example.com' })).toBeNull();
  });
});

describe('webhooks', () => {
  test.each(['https://example.com/in?x=1', 'http://10.0.0.1:8080', 'https://example.com#a'])(
    '%s is an address',
    (url) => {
      expect(refusal(newWebhookSchema, { name: 'x', url })).toBeNull();
    },
  );

  test.each([
    'ftp://example.com',
    'https://user:secret@example.com',
    'https://user@example.com/',
    'http:///user@example.com/',
    'http:\\\\user@example.com',
    'https://example.com/a b',
    'javascript:alert(1)',
    'https://',
  ])('%s is no address', (url) => {
    expect(refusal(newWebhookSchema, { name: 'x', url })).toBe('url');
  });

  test('a secret has 24 to 64 bytes', () => {
    const given = (bytes: number) => ({ name: 'x', url: 'https://example.com', secrets: [secretOf(bytes)] });
    expect([23, 24, 32, 64, 66].map((bytes) => refusal(newWebhookSchema, given(bytes)))).toEqual([
      'secrets.0',
      null,
      null,
      null,
      'secrets.0',
    ]);
  });
});

describe('policies', () => {
  const target = { type: 'webhook', id: ID };
  const step = { timeout_seconds: 300, targets: [target] };

  test('what is left out has its plain meaning', () => {
    expect(givenPolicySchema.parse({ name: 'x', steps: [step] })).toMatchObject({
      team_id: null,
      matchers: {},
      position: 0,
      is_default: false,
      repeat: 0,
      steps: [{ delay_seconds: 0 }],
    });
  });

  test.each([
    ['no step', { steps: [] }, 'steps'],
    ['a step without a target', { steps: [{ ...step, targets: [] }] }, 'steps.0.targets'],
    ['a step without time', { steps: [{ ...step, timeout_seconds: 0 }] }, 'steps.0.timeout_seconds'],
    [
      'a step of more than 30 days',
      { steps: [step, { ...step, timeout_seconds: 2_592_001 }] },
      'steps.1.timeout_seconds',
    ],
    ['a negative delay', { steps: [{ ...step, delay_seconds: -1 }] }, 'steps.0.delay_seconds'],
    [
      'a target of an unknown kind',
      { steps: [{ ...step, targets: [{ type: 'cat', id: ID }] }] },
      'steps.0.targets.0.type',
    ],
    ['101 repeats', { steps: [step], repeat: 101 }, 'repeat'],
  ])('%s is refused', (_, given, path) => {
    expect(refusal(givenPolicySchema, { name: 'x', ...given })).toBe(path);
  });
});

describe('tokens', () => {
  test('an expiry is an instant in UTC', () => {
    expect(refusal(newSourceTokenSchema, { expires_at: '2027-01-05T00:00:00Z' })).toBeNull();
    expect(refusal(newSourceTokenSchema, { expires_at: '2027-01-05' })).toBe('expires_at');
    expect(refusal(newSourceTokenSchema, { expires_at: '2027-01-05T00:00:00+01:00' })).toBe('expires_at');
  });

  test('a token allows something that exists', () => {
    expect(refusal(newTokenSchema, { name: 'x', scopes: [] })).toBe('scopes');
    expect(refusal(newTokenSchema, { name: 'x', user_id: ID })).toBeNull();
    expect(refusal(newTokenSchema, { name: 'x', scopes: ['act_as'] })).toBeNull();
    expect(refusal(newTokenSchema, { name: 'x', scopes: ['act_as', 'admin'] })).toBe('scopes');
    expect(refusal(newTokenSchema, { name: 'x', scopes: ['act_as'], user_id: ID })).toBe('scopes');
    expect(refusal(newTokenSchema, { name: 'x', scopes: ['root'] })).toBe('scopes.0');
  });
});

describe('pages', () => {
  test('hold 100 items unless asked otherwise, at most 200', () => {
    expect(pageQuerySchema.parse({})).toEqual({ limit: 100 });
    expect(pageQuerySchema.parse({ limit: '7' })).toEqual({ limit: 7 });
    expect(refusal(pageQuerySchema, { limit: '201' })).toBe('limit');
    expect(refusal(pageQuerySchema, { limit: '0' })).toBe('limit');
  });
});
