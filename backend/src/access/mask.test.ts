import { expect, test } from '@jest/globals';
import { maskEmail } from './mask.ts';

test.each([
  ['ada@example.com', 'a***@example.com'],
  ['a@example.com', 'a***@example.com'],
  ['"odd@one"@example.com', '"***@example.com'],
  ['🔥fire@example.com', '🔥***@example.com'],
  ['@example.com', '***@example.com'],
  ['no address', '***'],
  ['', '***'],
])('%p is shown as %p to who may only look', (address, shown) => {
  expect(maskEmail(address)).toBe(shown);
});
