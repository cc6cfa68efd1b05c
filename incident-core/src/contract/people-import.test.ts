import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCsv } from './csv.ts';
import { readPeople } from './people-import.ts';

const texts = (text: string) => readCsv(text).rows.map((row) => row.map((cell) => cell.text));

describe('comma-separated values', () => {
  test.each([
    [
      'lines',
      'a,b\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'Windows lines, a mark of byte order, and no end of the last line',
      '\uFEFFa,b\r\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'semicolons',
      'a;b\nc;"d;e"',
      [
        ['a', 'b'],
        ['c', 'd;e'],
      ],
    ],
    [
      'quoted separators, quotes and lines',
      '"a,""x""","b\nc"\nd,e',
      [
        ['a,"x"', 'b\nc'],
        ['d', 'e'],
      ],
    ],
    [
      'blank lines, and blanks around',
      ' a , b \n\n,\n c,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'values that are empty',
      'a,,b\n,c,',
      [
        ['a', '', 'b'],
        ['', 'c', ''],
      ],
    ],
    ['nothing', '', []],
  ])('%s', (_, text, rows) => {
    expect(texts(text)).toEqual(rows);
    expect(readCsv(text).fault).toBeNull();
  });

  test('each value knows where it begins, also behind one of several lines', () => {
    expect(readCsv('a,b\n"c\nd",e\nf').rows.map((row) => row.map(({ line, column }) => [line, column]))).toEqual([
      [
        [1, 1],
        [1, 3],
      ],
      [
        [2, 1],
        [3, 4],
      ],
      [[4, 1]],
    ]);
  });

  test('a quotation mark that is not closed, or closes too early, is named with its place', () => {
    expect(readCsv('a,b\nc,"d\ne').fault).toMatchObject({ line: 2, column: 3, found: 'the end of the text' });
    expect(readCsv('a,"b"c').fault).toMatchObject({ line: 1, column: 6, found: 'c' });
  });

  test('whatever is written is read again, and no text is too odd to be read', () => {
    const cell = fc
      .string()
      .map((text) => text.trim())
      .filter((text) => text !== '' && !text.includes('\uFEFF'));
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 }), (rows) => {
        const write = (row: readonly string[]) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(',');
        const text = ['x,y,z,w,v', ...rows.map(write)].join('\r\n');
        expect(texts(text).slice(1)).toEqual(rows.map((row) => row.map((one) => one.trim())));
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => readPeople(text).people.length >= 0));
  });
});

describe('a table of people', () => {
  test('is read in any order of columns', () => {
    expect(
      readPeople('Username,name,teams,email,sms\nada,Ada,Payments | Search,ada@example.com,+4915112345678\nben,Ben'),
    ).toMatchObject({
      problems: [],
      people: [
        {
          ...{ line: 2, name: 'Ada', username: 'ada', timeZone: 'UTC' },
          teams: [{ text: 'Payments' }, { text: 'Search' }],
          contactMethods: [
            { channel: 'email', address: 'ada@example.com' },
            { channel: 'sms', address: '+4915112345678' },
          ],
        },
        { line: 3, name: 'Ben', username: 'ben', teams: [], contactMethods: [] },
      ],
    });
  });

  test('says of each mistake where it is, what was found and what was expected', () => {
    const text = 'name,username,time_zone,email\n,ada,Mars/Olympus,x\nBen,ben,,\nBen,BEN,,\nCy,cy,,,more';
    expect(readPeople(text).problems).toMatchObject([
      { line: 2, column: 'name', found: '""' },
      { line: 2, column: 'time_zone', found: '"Mars/Olympus"', expected: expect.stringContaining('IANA') },
      { line: 2, column: 'email', found: '"x"' },
      { line: 5, column: null, found: '5 values', expected: '4, as many as there are columns' },
      { line: 4, column: 'username', found: '"BEN"', expected: 'a user name that line 3 does not have' },
    ]);
  });

  test.each([
    ['nothing', '', 'nothing'],
    ['an unknown column', 'name,username,role\n', 'the column "role"'],
    ['a column twice', 'name,username,name\n', 'the column "name"'],
    ['no user names', 'name\nAda', 'no such column'],
    ['a quotation mark too many', 'name,username\n"Ada,ada', 'the end of the text at column 1'],
    ['too many people', `name,username\n${'x,y\n'.repeat(2_001)}`, '2001 people'],
  ])('with %s is refused as a whole', (_, text, found) => {
    expect(readPeople(text)).toMatchObject({ people: [], problems: [{ found }] });
  });
});
