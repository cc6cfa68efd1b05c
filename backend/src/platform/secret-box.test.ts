import { describe, expect, test } from '@jest/globals';
import { readConfig } from './config.ts';
import { hashToken, SecretBox } from './secret-box.ts';

const boxOf = (fill: number) =>
  new SecretBox(
    readConfig({
      NODE_ENV: 'test',
      DATABASE_URL: 'postgres://db/x',
      SECRETS_KEY: Buffer.alloc(32, fill).toString('base64'),
    }),
  );
const box = boxOf(1);

describe('a sealed secret', () => {
  test.each([[''], ['whsec_abc'], ['🔥\n"'], ['x'.repeat(10_000)]])('opens to what it was', (secret) => {
    expect(box.open(box.seal(secret))).toBe(secret);
  });

  test('never looks the same twice, and shows nothing of what is in it', () => {
    const [one, other] = [box.seal('a secret'), box.seal('a secret')];
    expect(one).not.toBe(other);
    expect(Buffer.from(one, 'base64url').toString('latin1')).not.toContain('a secret');
  });

  test('does not open under another key', () => {
    expect(() => boxOf(2).open(box.seal('a secret'))).toThrow();
  });

  test('does not open once a single part of it was changed, cut or left out', () => {
    const parts = box.seal('a secret').split('.');
    const flipped = (text: string) => {
      const bytes = Buffer.from(text, 'base64url');
      bytes[0] = (bytes[0] ?? 0) ^ 1;
      return bytes.toString('base64url');
    };
    const cut = (text: string) => Buffer.from(text, 'base64url').subarray(0, 4).toString('base64url');
    for (const at of [1, 2, 3]) {
      for (const change of [flipped, cut, () => '']) {
        const changed = parts.map((part, index) => (index === at ? change(part) : part)).join('.');
        expect(() => box.open(changed)).toThrow();
      }
    }
  });

  test.each([[''], ['nonsense'], ['v2.a.b.c'], ['v1'], ['v1...']])('is not %p', (text) => {
    expect(() => box.open(text)).toThrow();
  });
});

test('a token is kept as its SHA-256', () => {
  expect(hashToken('abc').toString('hex')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

describe('while keys change', () => {
  const keyOf = (fill: number) => Buffer.alloc(32, fill).toString('base64');
  const boxWith = (keys: Readonly<Record<string, string>>) =>
    new SecretBox(readConfig({ NODE_ENV: 'test', DATABASE_URL: 'postgres://db/x', ...keys }));
  const before = boxWith({ SECRETS_KEY: keyOf(1), SECRETS_KEY_NEXT: keyOf(2) });
  const during = boxWith({ SECRETS_KEY: keyOf(2), SECRETS_KEY_PREVIOUS: keyOf(1) });

  test('each opens what the other sealed, and says with which key it was', () => {
    expect(during.open(before.seal('a secret'))).toBe('a secret');
    expect(before.open(during.seal('a secret'))).toBe('a secret');
    expect(before.seal('x').endsWith(`.${before.keyId}`)).toBe(true);
    expect(before.keyId).not.toBe(during.keyId);
    expect(before.lastingKeyIds).toEqual([before.keyId, during.keyId]);
    expect(during.lastingKeyIds).toEqual([during.keyId]);
  });

  test('what does not say its key opens with any of them, as what older versions sealed', () => {
    const old = before.seal('a secret').split('.').slice(0, 4).join('.');
    expect(during.open(old)).toBe('a secret');
    expect(() => boxOf(3).open(old)).toThrow();
  });

  test('with neither of them it does not open, and the answer says what may be missing', () => {
    expect(() => boxOf(3).open(during.seal('a secret'))).toThrow('SECRETS_KEY_PREVIOUS');
  });

  test('sealed for one thing it does not open as another', () => {
    expect(box.open(box.seal('a secret', 'this'), 'this')).toBe('a secret');
    expect(() => box.open(box.seal('a secret'), 'this')).toThrow();
    expect(() => box.open(box.seal('a secret', 'this'), 'that')).toThrow();
  });
});
