import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findJsonError } from './json-error.ts';
import { parseBody } from './parse-json.ts';

describe('where JSON breaks', () => {
  test.each([
    ['{"a": }', 6, 'a value'],
    ['{"a" 1}', 5, 'a colon'],
    ['{"a": 1 "b": 2}', 8, 'a comma or }'],
    ['[1 2]', 3, 'a comma or ]'],
    ['{a: 1}', 1, 'a quoted name or }'],
    ['{"a": 1,}', 8, 'a quoted name'],
    ['[1,]', 3, 'a value'],
    ['[,1]', 1, 'a value or ]'],
    ['{"a": tru}', 6, 'a value'],
    ['{"a": 01}', 6, 'a value'],
    ['{"a": NaN}', 6, 'a value'],
    ["{'a': 1}", 1, 'a quoted name or }'],
    ['{"a": "b', 8, 'a closing quote'],
    ['{"a": "b\nc"}', 8, 'no unescaped control character in a string'],
    ['{"a": "\\x"}', 7, 'a valid escape sequence'],
    ['{"a": "\\u12"}', 7, 'a valid escape sequence'],
    ['{"a": 1} x', 9, 'the end of the text'],
    ['{"a": [1', 8, 'a comma or ]'],
    ['{', 1, 'a quoted name or }'],
    ['{"a"', 4, 'a colon'],
    ['{{rule.name}}', 1, 'a quoted name or }'],
  ])('%s: at %d we expected %s', (text, offset, expected) => {
    expect(findJsonError(text)).toEqual({ offset, expected });
  });

  test('the position is shown as line and column, with what stands there', () => {
    expect(parseBody('{\n  "a": ,\n  "b": 1\n}')).toMatchObject({
      problem: { reason: 'not_json', path: 'line 2, column 8', found: ',\n  "b": 1\n}' },
    });
    expect(parseBody('{"a": 1')).toMatchObject({ problem: { found: 'the end of the text' } });
  });

  test('a text is refused by us exactly when it is refused by JSON.parse', () => {
    const piece = fc.constantFrom(
      ...['{', '}', '[', ']', ',', ':', '"a"', '"', '\\', '1', '-', '0', '.5', 'e3', 'null', ' ', '\n'],
    );
    const broken = fc.tuple(fc.json(), fc.nat(), fc.string({ maxLength: 3 })).map(([text, at, more]) => {
      const cut = at % (text.length + 1);
      return text.slice(0, cut) + more + text.slice(cut + 1);
    });
    const text = fc.oneof(
      fc.array(piece).map((pieces) => pieces.join('')),
      broken,
      fc.json(),
    );
    fc.assert(
      fc.property(text, (given) => {
        expect(findJsonError(given) === null).toBe(isJson(given));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("Mustache's error text", () => {
  test('is recognised, with the position that it names', () => {
    expect(parseBody('error rendering mustache template "x": Unclosed section "a" at 12')).toMatchObject({
      problem: { reason: 'mustache_error', path: 'template, character 12' },
    });
  });

  test('is recognised without a position', () => {
    expect(parseBody(' error rendering mustache template "x": odd')).toMatchObject({ problem: { path: 'template' } });
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
