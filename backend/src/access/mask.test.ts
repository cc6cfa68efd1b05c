import { expect, test } from '@jest/globals';
import { maskAddress, maskUrl } from './mask.ts';

test.each([
  ['ada@example.com', 'a***@example.com'],
  ['a@example.com', 'a***@example.com'],
  ['"odd@one"@example.com', '"***@example.com'],
  ['🔥fire@example.com', '🔥***@example.com'],
  ['@example.com', '***@example.com'],
  ['+4915112345681', '+49***81'],
  ['U024BE7LH', 'U***LH'],
  ['no address', '***'],
  ['', '***'],
])('%p is shown as %p to who may only look', (address, shown) => {
  expect(maskAddress(address)).toBe(shown);
});

test.each([
  ['https://hooks.example.com/services/T0/B0/secret?key=1#x', 'https://hooks.example.com/***'],
  ['http://10.0.0.1:8080', 'http://10.0.0.1:8080/***'],
  ['no address', '/***'],
])('%p is shown as %p to who does not arrange it', (url, shown) => {
  expect(maskUrl(url)).toBe(shown);
});
