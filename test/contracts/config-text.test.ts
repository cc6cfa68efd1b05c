import { describe, expect, test } from '@jest/globals';
import { readThresholds, toJsonPath } from 'incident-core';
import { problemLine, readJson } from '../../scripts/config/read-json.mjs';

/** Every problem of a text, and of the thresholds in it, as people read it. */
function linesOf(text: string): readonly string[] {
  const read = readJson(text);
  const line = (problem: Parameters<typeof problemLine>[1]) => problemLine('t.json', problem, toJsonPath(problem.path));
  if (read.kind === 'refused') return read.problems.map(line);
  const thresholds = readThresholds(read.value);
  return thresholds.kind === 'read' ? [] : thresholds.problems.map((problem) => line(read.place(problem)));
}

describe('a configuration file', () => {
  test.each([
    [
      'a byte-order mark',
      '\uFEFF{}',
      't.json:1:1 error $: found a byte-order mark (U+FEFF), expected UTF-8 without a byte-order mark',
    ],
    ['nothing', ' \n', 't.json:1:1 error $: found nothing, expected a JSON object'],
    ['a comment', '{\n  // why\n}', 't.json:2:3 error $: found /, expected JSON without comments'],
    ['a comma too many', '{\n  "global": {},\n}', 't.json:3:1 error $: found }, expected a quoted name'],
    ['a comma too few', '{ "global": {}\n  "services": {} }', 't.json:2:3 error $: found "services", expected a comma'],
    ['an end too soon', '{ "global": {', 't.json:1:14 error $: found the end of the text, expected a comma or }'],
    ['a word that is no value', '{ "global": yes }', 't.json:1:13 error $: found yes, expected a value'],
    ['more than one value', '{} {}', 't.json:1:4 error $: found {, expected the end of the text'],
  ])('with %s is refused where that stands', (_, text, line) => {
    expect(linesOf(text)).toEqual([line]);
  });

  test('with a name twice is refused at the second one, however deep', () => {
    const text = '{\n  "services": {\n    "cart": { "latency": {} },\n    "cart": {}\n  },\n  "services": {}\n}';
    expect(linesOf(text)).toEqual([
      't.json:4:5 error $.services.cart: found "cart", which line 3 has already, expected each name once',
      't.json:6:3 error $.services: found "services", which line 2 has already, expected each name once',
    ]);
  });

  test('with a wrong value is refused at that value, with a wrong name at that name', () => {
    const text = '{\n  "global": {\n    "latency": { "threshold_ms": 0 },\n    "letency": {}\n  }\n}';
    expect(linesOf(text)).toEqual([
      't.json:3:34 error $.global.latency.threshold_ms: found 0, expected a number of milliseconds, above 0 and at most 86400000',
      't.json:4:5 error $.global.letency: found the field "letency", expected only known fields',
    ]);
  });

  test('without a fault is read', () => {
    expect(readJson('{"global": {"latency": {"threshold_ms": 1}}}')).toMatchObject({
      kind: 'read',
      value: { global: { latency: { threshold_ms: 1 } } },
    });
  });
});
