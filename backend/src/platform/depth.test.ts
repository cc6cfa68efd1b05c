import { expect, test } from '@jest/globals';
import { depthOf } from './depth.ts';

test.each([
  ['null', 0],
  ['"text"', 0],
  ['{}', 1],
  ['[]', 1],
  ['{"a":1,"b":"x"}', 1],
  ['{"a":[],"b":{"c":{"d":[1,{}]}}}', 5],
  [`${'['.repeat(200_000)}${']'.repeat(200_000)}`, 200_000],
  [`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`, 50_000],
])('%.40s is %i deep', (json, depth) => {
  expect(depthOf(JSON.parse(json))).toBe(depth);
});
