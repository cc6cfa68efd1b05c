import { expect, test } from '@jest/globals';
import { decideCode, type SentCode } from './verify-contact.ts';

const NOW = new Date('2027-01-04T08:00:00Z');
const code = (over: Partial<SentCode> = {}): SentCode => ({
  expiresAt: new Date('2027-01-04T08:00:01Z'),
  tries: 0,
  isOver: false,
  ...over,
});

test.each([
  ['the right code verifies', code(), true, { kind: 'verify' }],
  ['the right code verifies at the last try', code({ tries: 4 }), true, { kind: 'verify' }],
  ['none was sent', null, true, { kind: 'refuse', reason: 'no_code', triesLeft: 0 }],
  [
    'it was used, or the address has changed',
    code({ isOver: true }),
    true,
    { kind: 'refuse', reason: 'no_code', triesLeft: 0 },
  ],
  ['it is too old', code({ expiresAt: NOW }), true, { kind: 'refuse', reason: 'code_expired', triesLeft: 0 }],
  ['it is wrong', code(), false, { kind: 'refuse', reason: 'wrong_code', triesLeft: 4 }],
  ['it is wrong for the fifth time', code({ tries: 4 }), false, { kind: 'refuse', reason: 'wrong_code', triesLeft: 0 }],
  [
    'the right one comes after five wrong ones',
    code({ tries: 5 }),
    true,
    { kind: 'refuse', reason: 'code_used_up', triesLeft: 0 },
  ],
] as const)('%s', (_, sent, matches, decision) => {
  expect(decideCode(sent, matches, NOW)).toEqual(decision);
});
