/** A cell with the place where it begins, both counted from 1. */
export interface CsvCell {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

/** Where a text stops being CSV. */
export interface CsvFault {
  readonly line: number;
  readonly column: number;
  readonly found: string;
  readonly expected: string;
}

/**
 * Reads comma-separated values (RFC 4180), or values that are separated by semicolons where the first line holds more of
 * those, as spreadsheets of half of Europe write them. Blank lines are left out.
 */
export function readCsv(text: string): {
  readonly rows: readonly (readonly CsvCell[])[];
  readonly fault: CsvFault | null;
} {
  const given = text.replace(/^\uFEFF/, '');
  const separator = separatorOf(given);
  const rows: CsvCell[][] = [];
  let row: CsvCell[] = [];
  let line = 1;
  let lineStart = 0;
  let at = 0;
  for (;;) {
    const [startLine, column] = [line, at - lineStart + 1];
    let cell = '';
    if (given[at] === '"') {
      at += 1;
      for (;;) {
        const next = given[at];
        if (next === undefined) {
          const expected = 'a quotation mark that ends the value';
          return { rows, fault: { line: startLine, column, found: 'the end of the text', expected } };
        }
        if (next === '"' && given[at + 1] !== '"') break;
        if (next === '"') at += 1;
        if (next === '\n') [line, lineStart] = [line + 1, at + 1];
        cell += next;
        at += 1;
      }
      at += 1;
    } else {
      while (at < given.length && given[at] !== separator && given[at] !== '\n' && given[at] !== '\r') {
        cell += given[at] ?? '';
        at += 1;
      }
    }
    row.push({ text: cell.trim(), line: startLine, column });
    if (given[at] === separator) {
      at += 1;
      continue;
    }
    if (given[at] === '\r' && given[at + 1] === '\n') at += 1;
    const end = given[at];
    if (end !== undefined && end !== '\n' && end !== '\r') {
      const expected = `"${separator}" or the end of the line`;
      return { rows, fault: { line, column: at - lineStart + 1, found: end, expected } };
    }
    if (row.some((one) => one.text !== '')) rows.push(row);
    row = [];
    if (end === undefined) return { rows, fault: null };
    at += 1;
    [line, lineStart] = [line + 1, at];
    if (at >= given.length) return { rows, fault: null };
  }
}

function separatorOf(text: string): ',' | ';' {
  const [first = ''] = text.split('\n', 1);
  return first.split(';').length > first.split(',').length ? ';' : ',';
}
