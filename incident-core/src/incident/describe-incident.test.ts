import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { describeSeverityChange, titleOf, urgencyOf } from './describe-incident.ts';

describe('the title of an incident', () => {
  test.each([
    ['says what and where', 'checkout', 'production', 'Latency (checkout, production)'],
    ['leaves out an unknown environment', 'checkout', null, 'Latency (checkout)'],
    ['leaves out an unknown service', null, 'production', 'Latency (production)'],
    ['has no brackets around nothing', null, null, 'Latency'],
  ])('%s', (_, service, environment, title) => {
    expect(titleOf({ name: 'Latency', service, environment })).toBe(title);
  });

  test('does not repeat where, when the name ends in it', () => {
    const name = 'Latency (checkout, production)';
    expect(titleOf({ name, service: 'checkout', environment: 'production' })).toBe(name);
    expect(titleOf({ name, service: 'cart', environment: 'production' })).toBe(`${name} (cart, production)`);
  });

  test('is one line', () => {
    expect(titleOf({ name: ' Latency\r\n\tof  all\u2028', service: 'a\nb', environment: null })).toBe(
      'Latency of all (a b)',
    );
  });

  test('of exactly 200 characters is whole, a longer one ends in an ellipsis', () => {
    expect(titleOf({ name: 'x'.repeat(200), service: null, environment: null })).toBe('x'.repeat(200));
    expect(titleOf({ name: 'x'.repeat(201), service: null, environment: null })).toBe(`${'x'.repeat(199)}…`);
  });

  test('is at most 200 characters, and never cuts a character in two', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 80, maxLength: 400 });
    fc.assert(
      fc.property(text, fc.option(text, { nil: null }), (name, service) => {
        const title = titleOf({ name, service, environment: null });
        return title.length <= 200 && !/\p{Surrogate}/u.test(title) && !/[\r\n]/.test(title);
      }),
    );
    const emojis = titleOf({ name: `x${'💥'.repeat(150)}`, service: null, environment: null });
    expect(/\p{Surrogate}/u.test(emojis)).toBe(false);
  });
});

test.each([
  ['critical', 'high'],
  ['error', 'high'],
  ['warning', 'low'],
  ['info', 'low'],
] as const)('severity %s disturbs with %s urgency', (severity, urgency) => {
  expect(urgencyOf(severity)).toBe(urgency);
});

test.each([
  ['warning', 'critical', 'it rose from warning to critical'],
  ['critical', 'info', 'it fell from critical to info'],
] as const)('from %s to %s is %j', (from, to, words) => {
  expect(describeSeverityChange(from, to)).toBe(words);
});
