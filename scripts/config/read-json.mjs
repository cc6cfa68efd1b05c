/** JSON texts that people write, read so that everything wrong can be shown by line and column. */
import { findNodeAtLocation, parseTree, printParseErrorCode } from 'jsonc-parser';

/** @typedef {import('incident-core').ConfigProblem} ConfigProblem */
/** @typedef {import('jsonc-parser').Node} Node */
/** @typedef {{ readonly line: number, readonly column: number }} Place counted from 1 */
/** @typedef {ConfigProblem & Place} PlacedProblem */
/** @typedef {{ readonly kind: 'read', readonly value: unknown, readonly place: (problem: ConfigProblem) => PlacedProblem }} ReadText */
/** @typedef {{ readonly kind: 'refused', readonly problems: readonly PlacedProblem[] }} RefusedText */

const BYTE_ORDER_MARK = '\uFEFF';
const FOUND_LENGTH = 40;

/** What stands wrong, by the parser's name for the error; what is not listed is a value that is none. @type {Readonly<Record<string, string>>} */
const EXPECTED = {
  PropertyNameExpected: 'a quoted name',
  ColonExpected: 'a colon',
  CommaExpected: 'a comma',
  CloseBraceExpected: 'a comma or }',
  CloseBracketExpected: 'a comma or ]',
  EndOfFileExpected: 'the end of the text',
  InvalidCommentToken: 'JSON without comments',
  UnexpectedEndOfString: 'a closing quote',
  InvalidUnicode: 'four hexadecimal digits after \\u',
  InvalidEscapeCharacter: 'one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\u',
  InvalidCharacter: 'control characters written as \\u and four digits',
};

/**
 * Reads a JSON text strictly: no byte-order mark, no comments, no name twice in one object. `place` then tells where in
 * the text a problem is that was found in the value.
 * @param {string} text @returns {ReadText | RefusedText}
 */
export function readJson(text) {
  if (text.startsWith(BYTE_ORDER_MARK)) {
    return refuse(text, 0, 'a byte-order mark (U+FEFF)', 'UTF-8 without a byte-order mark');
  }
  if (text.trim() === '') return refuse(text, 0, 'nothing', 'a JSON object');
  /** @type {import('jsonc-parser').ParseError[]} */
  const errors = [];
  const tree = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [error] = errors;
  if (error || !tree) {
    const offset = error?.offset ?? 0;
    return refuse(
      text,
      offset,
      foundAt(text, offset),
      EXPECTED[error ? printParseErrorCode(error.error) : ''] ?? 'a value',
    );
  }
  const twice = findTwice(tree, []);
  if (twice.length > 0) {
    const problems = twice.map(({ path, offset, first }) => {
      const found = `${JSON.stringify(path.at(-1))}, which line ${placeOf(text, first).line} has already`;
      return {
        ...placeOf(text, offset),
        level: /** @type {const} */ ('error'),
        path,
        found,
        expected: 'each name once',
      };
    });
    return { kind: 'refused', problems };
  }
  return {
    kind: 'read',
    value: JSON.parse(text),
    place: (problem) => ({ ...problem, ...placeOf(text, offsetOf(tree, problem)) }),
  };
}

/** One line for people: `config/thresholds.json:12:5 error $.global: found …, expected …`. @param {string} file @param {PlacedProblem} problem @param {string} path */
export function problemLine(file, { line, column, level, found, expected }, path) {
  return `${file}:${line}:${column} ${level} ${path}: found ${found}, expected ${expected}`;
}

/** @param {string} text @param {number} offset @param {string} found @param {string} expected @returns {RefusedText} */
function refuse(text, offset, found, expected) {
  return { kind: 'refused', problems: [{ ...placeOf(text, offset), level: 'error', path: [], found, expected }] };
}

/** @param {string} text @param {number} offset */
function foundAt(text, offset) {
  const [word = ''] = /^(?:[\w.+-]+|"[^"\n]*"?|.)?/u.exec(text.slice(offset, offset + FOUND_LENGTH)) ?? [];
  return word.trim() === '' ? (text.slice(offset).trim() === '' ? 'the end of the text' : 'a blank') : word;
}

/**
 * @param {Node} node @param {readonly (string | number)[]} path
 * @returns {readonly { readonly path: readonly (string | number)[], readonly offset: number, readonly first: number }[]}
 */
function findTwice(node, path) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  return (node.children ?? []).flatMap((child, at) => {
    if (node.type !== 'object') return findTwice(child, [...path, at]);
    const [name, value] = child.children ?? [];
    if (!name) return [];
    const key = String(name.value);
    const first = seen.get(key);
    if (first !== undefined) return [{ path: [...path, key], offset: name.offset, first }];
    seen.set(key, name.offset);
    return value ? findTwice(value, [...path, key]) : [];
  });
}

/** Of what is missing, the place of what it is missing from. @param {Node} tree @param {ConfigProblem} problem */
function offsetOf(tree, { path, at }) {
  for (let length = path.length; length > 0; length -= 1) {
    const node = findNodeAtLocation(tree, path.slice(0, length));
    if (!node) continue;
    const name = node.parent?.type === 'property' ? node.parent.children?.[0] : undefined;
    return (at === 'name' && length === path.length ? name : undefined)?.offset ?? node.offset;
  }
  return tree.offset;
}

/** @param {string} text @param {number} offset @returns {Place} */
function placeOf(text, offset) {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}
