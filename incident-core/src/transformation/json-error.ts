/** Where a text stops being JSON, and what could have stood there. */
export interface JsonError {
  /** Counted in UTF-16 units from 0. */
  readonly offset: number;
  readonly expected: string;
}

type Expecting = 'value' | 'value or ]' | 'name or }' | 'name' | 'colon' | 'comma';

const EXPECTED: { readonly [key in Exclude<Expecting, 'comma'>]: string } = {
  value: 'a value',
  'value or ]': 'a value or ]',
  'name or }': 'a quoted name or }',
  name: 'a quoted name',
  colon: 'a colon',
};
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * Finds the first error of a text that JSON.parse refused. The engines word their errors differently, so we look
 * ourselves: one pass, no recursion. Null when there is none.
 */
export function findJsonError(text: string): JsonError | null {
  const open: ('{' | '[')[] = [];
  let expecting: Expecting = 'value';
  let at = skipSpace(text, 0);
  while (at < text.length) {
    const character = text.charAt(at);
    const inside = open.at(-1);
    if (expecting === 'comma') {
      if (inside === undefined) return { offset: at, expected: 'the end of the text' };
      if (character === ',') expecting = inside === '{' ? 'name' : 'value';
      else if (character === closing(inside)) open.pop();
      else return { offset: at, expected: `a comma or ${closing(inside)}` };
      at += 1;
    } else if (expecting === 'colon') {
      if (character !== ':') return { offset: at, expected: EXPECTED.colon };
      expecting = 'value';
      at += 1;
    } else if ((expecting === 'value or ]' && character === ']') || (expecting === 'name or }' && character === '}')) {
      open.pop();
      expecting = 'comma';
      at += 1;
    } else if (expecting === 'name' || expecting === 'name or }') {
      if (character !== '"') return { offset: at, expected: EXPECTED[expecting] };
      const end = skipString(text, at);
      if (typeof end !== 'number') return end;
      expecting = 'colon';
      at = end;
    } else if (character === '{' || character === '[') {
      open.push(character);
      expecting = character === '{' ? 'name or }' : 'value or ]';
      at += 1;
    } else {
      const end = character === '"' ? skipString(text, at) : skipWord(text, at, EXPECTED[expecting]);
      if (typeof end !== 'number') return end;
      expecting = 'comma';
      at = end;
    }
    at = skipSpace(text, at);
  }
  const inside = open.at(-1);
  if (expecting !== 'comma') return { offset: text.length, expected: EXPECTED[expecting] };
  return inside === undefined ? null : { offset: text.length, expected: `a comma or ${closing(inside)}` };
}

function closing(open: '{' | '['): string {
  return open === '{' ? '}' : ']';
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && ' \t\n\r'.includes(text.charAt(at))) at += 1;
  return at;
}

function skipString(text: string, from: number): number | JsonError {
  for (let at = from + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"') return at + 1;
    if (character < ' ') return { offset: at, expected: 'no unescaped control character in a string' };
    if (character !== '\\') continue;
    const escape = text.charAt(at + 1);
    const valid = escape === 'u' ? /^[\da-fA-F]{4}$/.test(text.slice(at + 2, at + 6)) : /^["\\/bfnrt]$/.test(escape);
    if (!valid) return { offset: at, expected: 'a valid escape sequence' };
    at += 1;
  }
  return { offset: text.length, expected: 'a closing quote' };
}

function skipWord(text: string, from: number, expected: string): number | JsonError {
  let end = from;
  while (end < text.length && /[\w+.-]/.test(text.charAt(end))) end += 1;
  const word = text.slice(from, end);
  const valid = ['true', 'false', 'null'].includes(word) || NUMBER.test(word);
  return valid ? end : { offset: from, expected };
}
