import { expect, test } from '@jest/globals';
import { sanitise } from './sanitise.ts';

test.each([
  ['"a\\u0000"', 'a\ufffd'],
  ['{"\\ud800":"\\udfff"}', { '\ufffd': '\ufffd' }],
  ['1e999', 'Infinity'],
  ['[null,true,1.5]', [null, true, 1.5]],
  ['{"__proto__":{"admin":true},"constructor":1,"prototype":2,"a":3}', { a: 3 }],
])('%s becomes %j', (text, clean) => {
  expect(sanitise(JSON.parse(text))).toEqual(clean);
});

test('a forbidden key changes no prototype', () => {
  const clean = sanitise(JSON.parse('{"a":{"__proto__":{"admin":true}}}'));
  expect(clean).toEqual({ a: {} });
  expect(({} as { admin?: boolean }).admin).toBeUndefined();
});

test('what lies deeper than 32 levels is cut', () => {
  const text = JSON.stringify(sanitise(JSON.parse('[1,'.repeat(40) + '2' + ']'.repeat(40))));
  expect(text).toContain('(nested too deeply)');
  expect(text.split('[').length - 1).toBe(32);
});

test('500,000 levels do not overflow the stack', () => {
  expect(() => sanitise(JSON.parse('['.repeat(500_000) + ']'.repeat(500_000)))).not.toThrow();
});
