import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { toLink } from './links.ts';

const BASE = 'https://kibana.example.com';

test.each([
  ['https://a.example/x?y=1#z', 'https://a.example/x?y=1#z'],
  ['http://a.example', 'http://a.example'],
  ['HTTPS://a.example/', 'https://a.example/'],
  [' https://a.example/x ', 'https://a.example/x'],
  ['https://a.example:5601/x', 'https://a.example:5601/x'],
  ['https://[::1]:5601/x', 'https://[::1]:5601/x'],
  ['https://a.example/app#/…', 'https://a.example/app#/…'],
  ['https://a.example/x y"<>', 'https://a.example/x%20y%22%3C%3E'],
  ["https://a.example/it's", 'https://a.example/it%27s'],
  ['/app/apm', 'https://kibana.example.com/app/apm'],
])('%s becomes %s', (given, link) => {
  expect(toLink(given, BASE)).toBe(link);
});

test.each([
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,x',
  'vbscript:x',
  'file:///etc/passwd',
  'ftp://a.example',
  '//a.example/x',
  '/\\a.example/x',
  'app/apm',
  'a.example',
  'https://',
  'https:///x',
  'https:a.example',
  'https://kibana.example.com@evil.example/',
  'https://a.exa\u202emple/',
  'https://a.example/\u0000',
  'https://a b/',
  '',
  '   ',
])('%j is no link', (given) => {
  expect(toLink(given, BASE)).toBeNull();
});

test.each([null, '', '/kibana', 'javascript:alert(1)//', 'kibana.example.com'])(
  'a path is no link while the base is %j',
  (base) => {
    expect(toLink('/app/apm', base)).toBeNull();
  },
);

test.each([
  ['https://k.example/', 'https://k.example/app'],
  ['https://k.example/base', 'https://k.example/base/app'],
  ['https://k.example/base/?x#y', 'https://k.example/base/app'],
])('a path stands below the base %s', (base, link) => {
  expect(toLink('/app', base)).toBe(link);
});

test('a link is whole or not there: beyond 4,000 characters it is dropped', () => {
  expect(toLink(`https://a.example/${'x'.repeat(3_900)}`, null)).toHaveLength(3_918);
  expect(toLink(`https://a.example/${'x'.repeat(4_000)}`, null)).toBeNull();
  expect(toLink(`https://a.example/${'<'.repeat(2_000)}`, null)).toBeNull();
});

test('every link is an http address that a browser reads the same way, without quotes and brackets', () => {
  const tricky = fc.string({ unit: fc.constantFrom(...'https:/\\@?#.a<>"\'` \t\u202e%[]'), maxLength: 40 });
  const given = fc.oneof(
    tricky,
    tricky.map((rest) => `https://a.example${rest}`),
    fc.webUrl(),
  );
  fc.assert(
    fc.property(given, (text) => {
      const link = toLink(text, BASE);
      if (link === null) return;
      expect(link).toMatch(/^https?:\/\/[^\s<>"'`\\]+$/);
      if (URL.canParse(link)) expect(new URL(link).username).toBe('');
    }),
  );
});
