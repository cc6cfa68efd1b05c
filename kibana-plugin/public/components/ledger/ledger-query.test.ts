import { expect, test } from '@jest/globals';
import { readSought } from './ledger-query';

const id = '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b41';

test.each([
  [` ${id.toUpperCase()} `, { kind: 'id', id }],
  ['#12', { kind: 'number', number: '12' }],
  ['12', { kind: 'number', number: '12' }],
  ['', null],
  ['disk full', null],
  [`${id}x`, null],
])('%j is read', (text, sought) => {
  expect(readSought(text)).toEqual(sought);
});
