import { describe, expect, test } from '@jest/globals';
import { isYes, valueText } from './texts.ts';

describe('measured values', () => {
  test.each([
    ['42', '42'],
    [42, '42'],
    [' 1,502 ms ', '1,502 ms'],
    [['96.4%'], '96.4%'],
    [['1', '2'], '1, 2'],
    [[null], null],
    [[], null],
    ['', null],
    [null, null],
    [{}, null],
    ['{"condition0":"85%"}', '85%'],
    ['{"condition0":["90%"]}', '90%'],
    [{ condition0: '85%', condition1: ['1', '2'] }, '85%, 1, 2'],
    [{ long: 5 }, '{"long":5}'],
    ['{"broken', '{"broken'],
    ['[1,2]', '1, 2'],
  ])('%j reads %j', (value, text) => {
    expect(valueText(value)).toBe(text);
  });
});

test.each([
  [true, true],
  ['true', true],
  [' TRUE ', true],
  [1, true],
  ['false', false],
  ['', false],
  [null, false],
  ['truest', false],
])('%j says yes: %s', (value, yes) => {
  expect(isYes(value)).toBe(yes);
});
