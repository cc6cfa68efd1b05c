import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { sampleKeyReason, samplePasswordReason, sampleReason } from './sample-secrets.ts';

describe('a secret that anybody may know is told from one that was left to chance', () => {
  test.each([
    ['change-me-change-me-before-use-0001'],
    ['CHANGEME_9f8a7b6c5d4e3f2a1b0c9d8e7f6a'],
    ['this-is-a-very-long-secret-of-ours-x'],
    ['ika_admin-of-the-tests-admin-of-the-tests-admin-of-the-tests-'],
    ['Passw0rd-password-for-the-incidents!'],
    ['00000000000000000000000000000000'],
    ['abcdefghijklmnopqrstuvwxyz0123456789'],
    ['0123456789abcdef0123456789abcdef'],
    ['xyzzy-plugh-xyzzy-plugh-xyzzy-plugh-'],
    ['your token goes here, thirty two long'],
  ])('%s is refused', (secret) => {
    expect(sampleReason(secret)).not.toBeNull();
  });

  test('10,000 random tokens and keys of each kind are taken', () => {
    for (let round = 0; round < 10_000; round += 1) {
      const bytes = createHash('sha256').update(`chance ${round}`).digest();
      expect(sampleReason(bytes.toString('hex'))).toBeNull();
      expect(sampleReason(`ika_${bytes.toString('base64url')}`)).toBeNull();
      expect(sampleKeyReason(bytes.toString('base64'))).toBeNull();
      expect(sampleReason(bytes.subarray(0, 16).toString('hex'))).toBeNull();
    }
  });
});

test.each([
  [Buffer.alloc(32)],
  [Buffer.alloc(32, 7)],
  [Buffer.from('a key for everybody to read, ye')],
  [Buffer.from(Array.from({ length: 32 }, (_, at) => at))],
])('a key of %p is refused for what its bytes say', (bytes) => {
  expect(sampleKeyReason(bytes.toString('base64'))).not.toBeNull();
});

describe('the password in an address', () => {
  test.each([
    ['postgres://app:postgres@db/incidents', 'a common one'],
    ['postgres://incidents:incidents@db.internal/incidents', 'the name of the user'],
    ['postgres://app:change%2Dme@db/incidents', 'sample'],
    ['postgres://app:100%-secret@db/incidents', 'sample'],
    ['redis://:1234@cache:6379', 'a common one'],
    ['smtp://mailer:password@mail.internal', 'sample'],
  ])('%s is refused', (address, reason) => {
    expect(samplePasswordReason(address)).toContain(reason);
  });

  test.each([
    ['postgres://db/incidents'],
    ['postgres://app:u3Fq-b9ZxR0w@db/incidents'],
    ['postgres://postgres:postgres@127.0.0.1:5432/incidents'],
    ['postgres://postgres:postgres@[::1]/incidents'],
    ['redis://localhost'],
    ['no address'],
  ])('%s is taken', (address) => {
    expect(samplePasswordReason(address)).toBeNull();
  });
});
